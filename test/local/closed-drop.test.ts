import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../functions/shared/ports.ts';
import { type ClosedDrop, startClosedDrop } from '../../local/closed-drop.ts';
import { openWire, type Wire } from '../../local/wire.ts';
import { task } from './run-machine.ts';

const definition = JSON.stringify({
  QueryLanguage: 'JSONata',
  StartAt: 'A',
  States: { A: { ...task('land'), End: true } },
});

describe('a closed drop', () => {
  let root: string;
  let wire: Wire;
  let answer: (payload: Json) => Promise<Json>;
  const open = async (): Promise<void> => {
    wire = await openWire({
      state: join(root, 'state'),
      definition,
      functions: ['land'],
      invoke: (_, payload) => answer(payload),
    });
  };
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'kindred-closed-'));
    answer = async (payload) => payload;
    await open();
  });
  afterEach(async () => {
    await wire.close();
    rmSync(root, { recursive: true, force: true });
  });

  const drop = (files: { readonly [name: string]: string }, rest: Partial<ClosedDrop> = {}): ClosedDrop => ({
    warehouse: 'acme',
    files: Object.entries(files).map(([name, text]) => {
      const path = join(root, `${name.replaceAll('/', '-')}`);
      writeFileSync(path, text);
      return { path, name };
    }),
    settings: null,
    asOf: null,
    ...rest,
  });
  const inbox = async (): Promise<string[]> => {
    const keys: string[] = [];
    for await (const { key } of wire.objects.list('')) keys.push(key);
    return keys;
  };

  it('makes the inbox hold exactly its files, and the settings exactly its settings', async () => {
    await wire.objects.put('inbox/acme/Old.csv', 'x');
    await wire.objects.put('inbox/other/Kept.csv', 'x');
    const first = await startClosedDrop(
      wire,
      drop({ 'Orders.csv': '1', 'a/B.csv': '2' }, { settings: '{}' }),
    );
    expect(await inbox()).toEqual([
      'inbox/acme/Orders.csv',
      'inbox/acme/a/B.csv',
      'inbox/other/Kept.csv',
      'settings/acme/icp.json',
    ]);
    await wire.executions.ended(first.name);
    const arrived = (await wire.objects.head('inbox/acme/Orders.csv'))?.modified;
    const again = await startClosedDrop(wire, drop({ 'Orders.csv': '1', 'a/B.csv': '3' }, { asOf: 'today' }));
    expect(again.input).toMatchObject({ kind: 'rerun', warehouse: 'acme', as_of: 'today' });
    expect(await inbox()).not.toContain('settings/acme/icp.json');
    expect((await wire.objects.head('inbox/acme/Orders.csv'))?.modified).toBe(arrived);
    expect(again.name).not.toBe(first.name);
    await wire.executions.ended(again.name);
  });

  it('asked for again, runs again under the next name', async () => {
    const names: string[] = [];
    for (let time = 0; time < 3; time += 1) {
      const { name } = await startClosedDrop(wire, drop({ 'Orders.csv': '1' }));
      await wire.executions.ended(name);
      names.push(name);
    }
    expect(names.map((name) => name.split('-').at(-1))).toEqual(['1', '2', '3']);
    expect(new Set(names.map((name) => name.replace(/-\d+$/, ''))).size).toBe(1);
  });

  it('goes on with what a dead process left unfinished, and aborts what other files replace', async () => {
    answer = () => new Promise(() => undefined);
    const left = await startClosedDrop(wire, drop({ 'Orders.csv': '1' }));
    await wire.close();
    answer = async (payload) => payload;
    await open();
    const resumed = await startClosedDrop(wire, drop({ 'Orders.csv': '1' }));
    expect(resumed.name).toBe(left.name);
    expect((await wire.executions.ended(resumed.name)).status).toBe('SUCCEEDED');

    answer = () => new Promise(() => undefined);
    const replaced = await startClosedDrop(wire, drop({ 'Orders.csv': '2' }));
    await wire.close();
    answer = async (payload) => payload;
    await open();
    const next = await startClosedDrop(wire, drop({ 'Orders.csv': '3' }));
    await wire.executions.ended(next.name);
    expect(wire.executions.get(replaced.name)).toMatchObject({
      status: 'ABORTED',
      cause: 'a run of other files replaces it',
    });
  });
});
