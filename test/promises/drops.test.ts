import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OutboxStatus, outboxStatus } from '../../events/outbox-status.ts';
import type { RunState } from '../../events/step.ts';
import { generateTenant } from '../../examples/generate.ts';
import { outboxKeys } from '../../functions/shared/outbox.ts';
import { currentPointer } from '../../functions/shared/run-record.ts';
import { currentSort, runPrefix, warehousePartition } from '../../functions/shared/score-keys.ts';
import type { StateEvent } from '../../local/interpreter/history.ts';
import { type RunOutcome, runOutcome } from '../../local/run-outcome.ts';
import { openWire, type Wire } from '../../local/wire.ts';
import { type HeldClock, heldClock } from './held-clock.ts';

vi.setConfig({ testTimeout: 60_000 });

/** The quiet time that AWS has by default; here it passes when a test says so. */
const quietSeconds = 120;
const quietMs = quietSeconds * 1000;

const exports = mkdtempSync(join(tmpdir(), 'kindred-drops-exports-'));
beforeAll(async () => {
  await generateTenant({ seed: 21, customers: 60, orders: 500, prospects: 40 }, exports);
  return () => rmSync(exports, { recursive: true, force: true });
});

describe('files that arrive, change and go', () => {
  let state: string;
  let clock: HeldClock;
  let wire: Wire;
  let onEvent: (execution: string, event: StateEvent) => void;
  /** Where each execution is. */
  const states = new Map<string, string>();
  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), 'kindred-drops-'));
    clock = heldClock('2026-07-02T09:00:00Z');
    onEvent = () => undefined;
    states.clear();
    wire = await openWire({
      state,
      clock,
      quietSeconds,
      settleMs: 0,
      onEvent: (name, event) => {
        if (event.kind === 'entered') states.set(name, event.state);
        onEvent(name, event);
      },
    });
    mkdirSync(join(state, 'inbox/acme'), { recursive: true });
  });
  afterEach(async () => {
    await wire.close();
    rmSync(state, { recursive: true, force: true });
  });

  const inbox = (name: string): string => join(state, 'inbox/acme', name);
  const put = (name: string): void => copyFileSync(join(exports, name), inbox(name));
  /** The first rows of an export: another content under the same name. */
  const putPart = (name: string, rows: number): void =>
    writeFileSync(
      inbox(name),
      `${readFileSync(join(exports, name), 'utf8')
        .split('\n')
        .slice(0, rows + 1)
        .join('\n')}\n`,
    );
  /** Looks twice, as a file must be seen to have settled; the executions this starts. */
  const take = async (): Promise<readonly string[]> => {
    const first = await wire.inbox.scan();
    return [...first, ...(await wire.inbox.scan())];
  };
  const last = (names: readonly string[]): string => {
    const name = names.at(-1);
    if (name === undefined) throw new Error('nothing was taken');
    return name;
  };
  /** Waits, in real time, for what the machine is busy with. */
  const until = async (true_: () => boolean): Promise<void> => {
    while (!true_()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  /** Until so many executions wait in the quiet time, and nothing else of the machine is at work. */
  const waiting = (count: number): Promise<void> =>
    until(
      () =>
        [...states.values()].filter((at) => at === 'QuietTime').length === count &&
        clock.sleeping() === count,
    );
  const quiet = async (count = 1): Promise<void> => {
    await waiting(count);
    clock.advance(quietMs);
  };
  const outcome = async (name: string): Promise<RunOutcome> =>
    runOutcome(await wire.executions.ended(name), wire);
  const kinds = async (names: readonly string[]): Promise<readonly string[]> =>
    Promise.all(names.map(async (name) => (await outcome(name)).kind));
  const ran = async (name: string, kind: 'published' | 'duplicate'): Promise<RunState> => {
    const ended = await outcome(name);
    if (ended.kind !== kind || !('state' in ended)) throw new Error(JSON.stringify(ended));
    return ended.state;
  };
  const current = async (): Promise<string | null> => {
    const pointer = await wire.scores.get(warehousePartition('acme'), currentSort);
    return pointer === null ? null : currentPointer.parse(pointer.value).run;
  };
  const runs = async (): Promise<number> =>
    (await wire.scores.queryPrefix(warehousePartition('acme'), runPrefix, { limit: 100 })).items.length;
  const text = async (key: string): Promise<string> =>
    Buffer.from((await wire.objects.get(key)) ?? []).toString('utf8');
  const outbox = async (): Promise<OutboxStatus> =>
    outboxStatus.parse(JSON.parse(await text(outboxKeys('acme').json)));

  it('orders first and customers a second later are one run, with customers', async () => {
    put('Orders.csv');
    const early = await take();
    await waiting(1);
    clock.advance(1000);
    put('Customers.csv');
    const late = await take();
    await quiet(2);
    const { artifacts, run } = await ran(last(late), 'published');
    expect(await kinds(early)).toEqual(['superseded']);
    expect(await runs()).toBe(1);
    expect(await current()).toBe(run);
    expect(artifacts).toHaveProperty('table-customers');
    // The names are in Customers.csv alone: the orders know numbers only.
    const best = await text(artifacts['top-customers']?.key ?? '');
    const names = readFileSync(join(exports, 'Customers.csv'), 'utf8');
    const shown = (best.split('\n')[1] ?? '').split(',').filter((cell) => /[A-Za-z]{4} [A-Za-z]/.test(cell));
    expect(shown.some((cell) => names.includes(cell.replaceAll('"', '')))).toBe(true);
    expect(await outbox()).toMatchObject({ status: 'accepted', run });
  });

  it('both replaced while a run is under way: the newer set alone is published', async () => {
    putPart('Orders.csv', 300);
    putPart('Customers.csv', 30);
    const older = await take();
    let newer: readonly string[] = [];
    const replaced = new Promise<void>((resolve, reject) => {
      onEvent = (name, event) => {
        if (name !== last(older) || event.kind !== 'entered' || event.state !== 'Label') return;
        onEvent = () => undefined;
        put('Orders.csv');
        put('Customers.csv');
        take().then((names) => {
          newer = names;
          resolve();
        }, reject);
      };
    });
    await quiet(2);
    await replaced;
    expect(await kinds(older)).toEqual(['superseded', 'superseded']);
    // What the older run found was never seen by a reader.
    expect([await current(), await runs()]).toEqual([null, 0]);
    await quiet(2);
    const { run, facts } = await ran(last(newer), 'published');
    expect(await current()).toBe(run);
    expect(facts['land']?.['orders']).toBeGreaterThan(300);
    expect(await kinds(newer)).toEqual(['superseded', 'published']);
  });

  it('the same file event a thousand times has one effect', async () => {
    put('Orders.csv');
    const [first = ''] = await take();
    const event = wire.executions.get(first)?.input ?? null;
    const names = [first, ...Array.from({ length: 999 }, (_, at) => `again-${at}`)];
    for (const name of names.slice(1)) wire.executions.start(name, event, 'acme');
    // Those that lost their ticket to another have ended; the rest wait for the quiet time to pass.
    await until(() => {
      const at = [...states.values()];
      const resting = at.filter((each) => each === 'QuietTime').length;
      const ended = at.filter((each) => each === 'Superseded').length;
      return resting + ended === names.length && clock.sleeping() === resting;
    });
    clock.advance(quietMs);
    const ended = await kinds(names);
    const count = (kind: RunOutcome['kind']): number => ended.filter((each) => each === kind).length;
    expect([count('superseded'), count('published')]).toEqual([999, 1]);
    expect(await runs()).toBe(1);
    const run = await current();
    wire.executions.start('a-day-later', event, 'acme');
    await quiet();
    expect((await ran('a-day-later', 'duplicate')).run).toBe(run);
    expect([await runs(), await current()]).toEqual([1, run]);
  }, 120_000);

  it('_READY closes the drop at once', async () => {
    put('Orders.csv');
    put('Customers.csv');
    const files = await take();
    writeFileSync(inbox('_READY'), '');
    const ready = await take();
    // Nothing moves the clock before the answer is there.
    const { artifacts } = await ran(last(ready), 'published');
    expect(artifacts).toHaveProperty('table-customers');
    await quiet(2);
    expect(await kinds(files)).toEqual(['superseded', 'superseded']);
    expect(await runs()).toBe(1);
  });

  it('without orders it waits and says so, and goes on when they come; deleting a file withdraws it', async () => {
    put('Customers.csv');
    const alone = await take();
    await quiet();
    expect(await kinds(alone)).toEqual(['waiting']);
    const status = await outbox();
    expect(status).toMatchObject({
      status: 'waiting',
      waiting_for: ['orders'],
      waiting_until: '2026-07-03T09:00:00.000Z',
      run: null,
      files: [{ file: 'Customers.csv', table: 'customers' }],
    });
    expect(status.summary).toBe('No orders file yet; read so far: Customers.csv (customers).');
    const page = await text(outboxKeys('acme').text);
    expect(page).toContain('Still missing: orders (expected until 2026-07-03');
    expect(page).toContain('order_id, order_date, customer_id, order_revenue');
    expect(await current()).toBe(null);

    put('Orders.csv');
    put('Prospects.csv');
    const rest = await take();
    await quiet(2);
    const all = await ran(last(rest), 'published');
    expect(await outbox()).toMatchObject({ status: 'accepted', waiting_for: [], waiting_until: null });
    expect(all.artifacts).toHaveProperty('table-customers');
    expect(all.artifacts).toHaveProperty('table-prospects');

    rmSync(inbox('Prospects.csv'));
    const gone = await take();
    await quiet();
    const without = await ran(last(gone), 'published');
    expect(without.artifacts).not.toHaveProperty('table-prospects');
    expect(without.artifacts).toHaveProperty('table-customers');
    expect(await current()).toBe(without.run);
  });

  it('A, then B, then A again: A is a duplicate, and is what readers see', async () => {
    const drop = async (rows: number): Promise<string> => {
      putPart('Orders.csv', rows);
      const names = await take();
      await quiet();
      return last(names);
    };
    const a = await ran(await drop(400), 'published');
    const b = await ran(await drop(300), 'published');
    expect(b.run).not.toBe(a.run);
    expect(await current()).toBe(b.run);
    const again = await ran(await drop(400), 'duplicate');
    expect(again.run).toBe(a.run);
    expect(again.artifacts).toEqual(a.artifacts);
    expect([await current(), await runs()]).toEqual([a.run, 2]);
    expect(await outbox()).toMatchObject({ status: 'duplicate', run: a.run });
  });
});
