import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '../../local/wire.ts';
import { virtualClock } from './virtual-clock.ts';

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { Type: 'Succeed', Output: '{% $states.input.detail.object.key %}' } },
});

describe('the inbox folder', () => {
  let state: string;
  let wire: Wire;
  let clock: ReturnType<typeof virtualClock>;
  const open = async (): Promise<void> => {
    clock = virtualClock(clock?.now());
    wire = await openWire({ state, clock, definition, functions: [], settleMs: 400 });
  };
  beforeEach(async () => {
    state = mkdtempSync(join(tmpdir(), 'kindred-inbox-'));
    await open();
  });
  afterEach(async () => {
    await wire.close();
    rmSync(state, { recursive: true, force: true });
  });

  const write = (name: string, text: string): void => {
    const path = join(state, 'inbox', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const pass = (): void => clock.set(clock.now() + 500);
  /** What one look takes, as `Created key` or `Deleted key`. */
  const scan = async (): Promise<string[]> =>
    (await wire.inbox.scan()).map((name) => {
      const input = wire.executions.get(name)?.input;
      const event: { 'detail-type': string; detail: { object: { key: string } } } = JSON.parse(
        JSON.stringify(input),
      );
      return `${event['detail-type'].replace('Object ', '')} ${event.detail.object.key}`;
    });
  const settledScan = async (): Promise<string[]> => {
    await scan();
    pass();
    return scan();
  };
  const content = async (key: string): Promise<string | null> => {
    const bytes = await wire.objects.get(key);
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  };

  it('takes a file once it has settled, once', async () => {
    write('acme/Orders.csv', 'a');
    expect(await scan()).toEqual([]);
    expect(await scan()).toEqual([]);
    pass();
    expect(await scan()).toEqual(['Created inbox/acme/Orders.csv']);
    expect(await content('inbox/acme/Orders.csv')).toBe('a');
    pass();
    expect(await scan()).toEqual([]);
  });

  it('leaves a file that is still being written', async () => {
    write('acme/Orders.csv', 'half');
    await scan();
    pass();
    write('acme/Orders.csv', 'half and the rest');
    expect(await scan()).toEqual([]);
    pass();
    expect(await scan()).toEqual(['Created inbox/acme/Orders.csv']);
    expect(await content('inbox/acme/Orders.csv')).toBe('half and the rest');
  });

  it('takes replacements and withdrawals, and a file that comes back', async () => {
    write('acme/2026/Orders.csv', 'a');
    expect(await settledScan()).toEqual(['Created inbox/acme/2026/Orders.csv']);
    write('acme/2026/Orders.csv', 'bb');
    expect(await settledScan()).toEqual(['Created inbox/acme/2026/Orders.csv']);
    rmSync(join(state, 'inbox/acme/2026/Orders.csv'));
    expect(await settledScan()).toEqual(['Deleted inbox/acme/2026/Orders.csv']);
    expect(await content('inbox/acme/2026/Orders.csv')).toBe(null);
    write('acme/2026/Orders.csv', 'bb');
    expect(await settledScan()).toEqual(['Created inbox/acme/2026/Orders.csv']);
    expect(await content('inbox/acme/2026/Orders.csv')).toBe('bb');
  });

  it('takes _READY after everything beside it', async () => {
    write('acme/_READY', '');
    write('acme/Orders.csv', 'a');
    write('acme/Zebra.csv', 'z');
    expect(await settledScan()).toEqual(['Created inbox/acme/Orders.csv', 'Created inbox/acme/Zebra.csv']);
    pass();
    expect(await scan()).toEqual(['Created inbox/acme/_READY']);
    write('acme/Orders.csv', 'b');
    utimesSync(join(state, 'inbox/acme/_READY'), new Date(), new Date(Date.now() + 5000));
    expect(await settledScan()).toEqual(['Created inbox/acme/Orders.csv']);
    pass();
    expect(await scan()).toEqual(['Created inbox/acme/_READY']);
  });

  it('keeps warehouses apart and leaves hidden files and unfinished copies alone', async () => {
    write('acme/.DS_Store', 'x');
    write('acme/~$Orders.xlsx', 'x');
    write('acme/Orders.csv.part', 'x');
    write('Not A Warehouse/Orders.csv', 'x');
    write('loose.csv', 'x');
    write('acme/Orders.csv', 'a');
    write('beta/Orders.csv', 'b');
    expect(await settledScan()).toEqual(['Created inbox/acme/Orders.csv', 'Created inbox/beta/Orders.csv']);
    expect(wire.executions.list({ warehouse: 'beta', limit: 5 })).toHaveLength(1);
  });

  it('a restart takes nothing twice and misses nothing', async () => {
    write('acme/Orders.csv', 'a');
    write('acme/Gone.csv', 'g');
    await settledScan();
    await wire.close();
    write('acme/New.csv', 'n');
    rmSync(join(state, 'inbox/acme/Gone.csv'));
    await open();
    expect(await settledScan()).toEqual(['Deleted inbox/acme/Gone.csv', 'Created inbox/acme/New.csv']);
  });

  it('watches until it is told to stop', async () => {
    const stop = new AbortController();
    write('acme/Orders.csv', 'a');
    const watched = wire.inbox.watch(300, stop.signal);
    while (wire.executions.list({ limit: 1 }).length === 0) await new Promise(setImmediate);
    stop.abort();
    await watched;
    expect(wire.executions.list({ limit: 5 })).toHaveLength(1);
  });
});

describe('the state folder', () => {
  it('belongs to one process at a time that runs executions', async () => {
    const state = mkdtempSync(join(tmpdir(), 'kindred-claim-'));
    const first = await openWire({ state, definition, functions: [] });
    await expect(openWire({ state, definition, functions: [] })).rejects.toThrow(/one process at a time/);
    await first.close();
    const second = await openWire({ state, definition, functions: [] });
    await second.close();
    rmSync(state, { recursive: true, force: true });
  });

  it('must be writable', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kindred-file-'));
    writeFileSync(join(folder, 'file'), '');
    await expect(
      openWire({ state: join(folder, 'file', 'below'), definition, functions: [] }),
    ).rejects.toMatchObject({ code: 'NotWritable' });
    rmSync(folder, { recursive: true, force: true });
  });
});
