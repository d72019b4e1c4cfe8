import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { currentPointer } from '../../functions/shared/run-record.ts';
import { currentSort, warehousePartition } from '../../functions/shared/score-keys.ts';
import type { StateEvent } from '../../local/interpreter/history.ts';
import { type RunOutcome, runOutcome } from '../../local/run-outcome.ts';
import { openWire, type Wire } from '../../local/wire.ts';

/** Real runs, on a machine that may be busy. */
vi.setConfig({ testTimeout: 120_000 });
const exports = mkdtempSync(join(tmpdir(), 'kindred-late-exports-'));
beforeAll(async () => {
  await generateTenant({ seed: 9, customers: 60, orders: 500, prospects: 40 }, exports);
  return () => rmSync(exports, { recursive: true, force: true });
});

describe('files that come while others are worked on', () => {
  let state: string;
  let wire: Wire;
  let onEvent: (execution: string, event: StateEvent) => void;
  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), 'kindred-late-'));
    onEvent = () => undefined;
    wire = await openWire({
      state,
      quietSeconds: 1,
      settleMs: 0,
      onEvent: (name, event) => onEvent(name, event),
    });
    mkdirSync(join(state, 'inbox/acme'), { recursive: true });
  });
  afterEach(async () => {
    await wire.close();
    rmSync(state, { recursive: true, force: true });
  });

  const drop = (name: string): void => copyFileSync(join(exports, name), join(state, 'inbox/acme', name));
  /** Looks twice, as a file must be seen to have settled; the execution of the last file taken. */
  const take = async (): Promise<string> => {
    await wire.inbox.scan();
    const started = await wire.inbox.scan();
    return started.at(-1) ?? '';
  };
  const outcome = async (name: string): Promise<RunOutcome> =>
    runOutcome(await wire.executions.ended(name), wire);
  const published = async (name: string) => {
    const ended = await outcome(name);
    if (ended.kind !== 'published') throw new Error(JSON.stringify(ended));
    return ended.state;
  };
  const current = async (): Promise<string | null> => {
    const pointer = await wire.scores.get(warehousePartition('acme'), currentSort);
    return pointer === null ? null : currentPointer.parse(pointer.value).run;
  };

  it('join the drop while it is open: orders first and customers later are one run, with customers', async () => {
    drop('Orders.csv');
    const first = await take();
    await new Promise((resolve) => setTimeout(resolve, 300));
    drop('Customers.csv');
    const second = await take();
    expect(await outcome(first)).toEqual({ kind: 'superseded' });
    const { artifacts } = await published(second);
    expect(artifacts).toHaveProperty('table-customers');
    const header = Buffer.from(
      (await wire.objects.get(artifacts['top-customers']?.key ?? '')) ?? [],
    ).toString();
    expect(header.split('\n')[1]).toMatch(/[A-Za-z]{4}/);
  });

  it('replace what a run is working on: only the newer set is published', async () => {
    for (const name of ['Orders.csv', 'Customers.csv']) drop(name);
    const first = await take();
    let second = '';
    const replaced = new Promise<void>((resolve) => {
      onEvent = (name, event) => {
        if (name !== first || event.kind !== 'entered' || event.state !== 'Rollup') return;
        onEvent = () => undefined;
        const orders = readFileSync(join(exports, 'Orders.csv'), 'utf8').split('\n');
        writeFileSync(join(state, 'inbox/acme/Orders.csv'), [...orders.slice(0, 300), ''].join('\n'));
        drop('Customers.csv');
        void take().then((name) => {
          second = name;
          resolve();
        });
      };
    });
    await replaced;
    expect(await outcome(first)).toEqual({ kind: 'superseded' });
    const { run, facts } = await published(second);
    expect(await current()).toBe(run);
    expect(facts['land']?.['orders']).toBeLessThan(300);
  });
});
