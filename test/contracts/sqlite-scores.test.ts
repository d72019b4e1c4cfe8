import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { scoreStoreContract } from './score-store.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

scoreStoreContract({
  name: 'SQLite in memory',
  open: async (now) => openSqliteScores(':memory:', { now }),
});
scoreStoreContract({
  name: 'SQLite file',
  open: async (now) => openSqliteScores(join(folder, 'contract.sqlite'), { now }),
});

describe('the SQLite file', () => {
  it('is there for the next process, without what has expired', async () => {
    const path = join(folder, 'deeper', 'kept.sqlite');
    let now = '2026-01-01T00:00:00.000Z';
    const first = openSqliteScores(path, { now: () => now });
    await first.batchPut([
      { partition: 'p', sort: 'kept', value: 1 },
      { partition: 'p', sort: 'gone', value: 1, expires: Date.parse(now) / 1000 + 1 },
    ]);
    first.close();
    now = '2026-01-02T00:00:00.000Z';
    const second = openSqliteScores(path, { now: () => now });
    now = '2026-01-01T00:00:00.000Z';
    const { items } = await second.queryPrefix('p', '', { limit: 10 });
    expect(items.map((item) => item.sort)).toEqual(['kept']);
    second.close();
  });

  it('counts every swap of several processes', async () => {
    const path = join(folder, 'shared.sqlite');
    const program = `
      import { openSqliteScores } from ${JSON.stringify(resolve('functions/shared/stores/sqlite-scores.ts'))};
      const store = openSqliteScores(${JSON.stringify(path)});
      for (let done = 0; done < 50; ) {
        const before = await store.get('p', 'counter');
        const item = { partition: 'p', sort: 'counter', value: (before?.value ?? 0) + 1 };
        if (await store.compareAndSet(item, before?.revision ?? 0)) done += 1;
      }`;
    const exits = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((done) => {
            const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
              stdio: 'inherit',
            });
            child.on('exit', done);
          }),
      ),
    );
    expect(exits).toEqual([0, 0, 0]);
    const store = openSqliteScores(path);
    expect(await store.get('p', 'counter')).toMatchObject({ value: 150, revision: 150 });
    store.close();
  });

  it('names the file it cannot use', () => {
    const damaged = join(folder, 'damaged.sqlite');
    writeFileSync(damaged, 'this is not a database, and long enough to be looked at '.repeat(99));
    const place = join(damaged, 'below.sqlite');
    expect(() => openSqliteScores(damaged)).toThrow(
      expect.objectContaining({ code: 'Integrity', problems: [expect.objectContaining({ name: damaged })] }),
    );
    expect(() => openSqliteScores(place)).toThrow(
      expect.objectContaining({ code: 'NotWritable', problems: [expect.objectContaining({ name: place })] }),
    );
  });
});
