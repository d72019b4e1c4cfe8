import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import type { TableEngine } from '../../functions/shared/ports.ts';

let scratch = '';
let engine: TableEngine;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kindred-engine-'));
  engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 2 });
});
afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true, force: true });
});

describe('table engine', () => {
  it('hands out decimals as text, dates as YYYY-MM-DD, integers as numbers, lists as arrays', async () => {
    const rows = await engine.query(
      "SELECT 1.5::DECIMAL(18,4) AS a, -0.05::DECIMAL(18,4) AS b, DATE '2024-02-29' AS c, 9007199254740991::BIGINT AS d, " +
        "true AS e, NULL AS f, ['x', NULL] AS g, 12::DECIMAL(4,0) AS h, sum(x)::HUGEINT AS i, TIMESTAMP '2024-01-02 03:04:05' AS j FROM range(3) t(x)",
    );
    expect(rows).toEqual([
      {
        a: '1.5000',
        b: '-0.0500',
        c: '2024-02-29',
        d: 9007199254740991,
        e: true,
        f: null,
        g: ['x', null],
        h: '12',
        i: 3,
        j: '2024-01-02 03:04:05',
      },
    ]);
  });

  it('keeps the order of the statement over many chunks', async () => {
    const { x } = await engine.columns('SELECT range AS x FROM range(10000) ORDER BY range DESC');
    expect(x?.length).toBe(10_000);
    expect(x?.[0]).toBe(9999);
    expect(x?.at(-1)).toBe(0);
    expect((await engine.query('SELECT range AS x FROM range(5000)')).length).toBe(5000);
  });

  it('loads plain rows in their order and casts them to the declared types', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => ({
      id: `c${i}`,
      n: i % 7 === 0 ? null : i,
      amount: i === 1 ? '-0.05' : `${i}.25`,
      day: '2024-02-29',
      yes: i % 2 === 0,
      tags: i === 0 ? [] : ['b', 'a'],
      ratio: i / 4,
    }));
    await engine.load(
      'loaded',
      {
        id: 'VARCHAR',
        n: 'BIGINT',
        amount: 'DECIMAL(18,4)',
        day: 'DATE',
        yes: 'BOOLEAN',
        tags: 'VARCHAR[]',
        ratio: 'DOUBLE',
      },
      rows,
    );
    expect(await engine.query('SELECT * FROM loaded LIMIT 2')).toEqual([
      { id: 'c0', n: null, amount: '0.2500', day: '2024-02-29', yes: true, tags: [], ratio: 0 },
      { id: 'c1', n: 1, amount: '-0.0500', day: '2024-02-29', yes: false, tags: ['b', 'a'], ratio: 0.25 },
    ]);
    const { id } = await engine.columns('SELECT id FROM loaded');
    expect(id?.at(-1)).toBe('c4999');
    await engine.load('none', { id: 'VARCHAR' }, []);
    expect(await engine.query('SELECT count(*) AS n FROM none')).toEqual([{ n: 0 }]);
    await expect(engine.load('bad', { x: 'DOUBLE' }, [{ x: Number.NaN }])).rejects.toMatchObject({
      code: 'Integrity',
    });
  });

  it('hands out a long result in batches, in order, and lets others wait for the loop', async () => {
    const sizes: number[] = [];
    let last = -1;
    let after: Promise<unknown> = Promise.resolve();
    for await (const { x = [] } of engine.batches('SELECT range AS x FROM range(10000) ORDER BY x', 3000)) {
      if (sizes.length === 0) after = engine.query('SELECT 1 AS one');
      expect(x[0]).toBe(last + 1);
      last = Number(x.at(-1));
      sizes.push(x.length);
    }
    expect(last).toBe(9999);
    expect(sizes.length).toBeGreaterThan(2);
    expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThanOrEqual(3000);
    expect(await after).toEqual([{ one: 1 }]);
    for await (const _ of engine.batches('SELECT range AS x FROM range(10000)', 10)) break;
    expect(await engine.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
    const broken = engine.batches('SELECT nothing', 10)[Symbol.asyncIterator]();
    await expect(broken.next()).rejects.toMatchObject({ code: 'Internal' });
    expect(await engine.query('SELECT 3 AS three')).toEqual([{ three: 3 }]);
  });

  it('loads rows from a generator', async () => {
    const rows = function* (): Generator<{ id: string }> {
      for (let i = 0; i < 5000; i += 1) yield { id: `g${i}` };
    };
    await engine.load('generated', { id: 'VARCHAR' }, rows());
    expect(await engine.query('SELECT count(*) AS n, max(id) AS id FROM generated')).toEqual([
      { n: 5000, id: 'g999' },
    ]);
  });

  it('answers calls made together one after the other', async () => {
    const counts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => engine.query(`SELECT count(*) AS n FROM range(${i * 1000})`)),
    );
    expect(counts.map(([row]) => row?.['n'])).toEqual(Array.from({ length: 20 }, (_, i) => i * 1000));
  });

  it('hands out a header that a plain object would swallow', async () => {
    const rows = await engine.query('SELECT 1 AS "__proto__", 2 AS "constructor"');
    expect(Object.keys(rows[0] ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it.each([
    ['NaN', "SELECT 'nan'::DOUBLE AS x"],
    ['infinity', "SELECT 'inf'::DOUBLE AS x"],
    ['an unsafe integer', 'SELECT 9007199254740993::BIGINT AS x'],
    ['an infinite date', "SELECT 'infinity'::DATE AS x"],
    ['a struct', 'SELECT {a: 1} AS x'],
  ])('refuses %s as Integrity', async (_, sql) => {
    await expect(engine.query(sql)).rejects.toMatchObject({ code: 'Integrity' });
  });

  it('reports a statement it cannot run as Internal, and works on afterwards', async () => {
    await expect(engine.run('SELEC 1')).rejects.toMatchObject({ code: 'Internal', retryable: false });
    expect(await engine.query('SELECT 1 AS x')).toEqual([{ x: 1 }]);
  });

  it('downloads nothing and cannot be reconfigured', async () => {
    await expect(engine.run("SET memory_limit = '10GB'")).rejects.toMatchObject({ code: 'Internal' });
    await expect(engine.query("SELECT * FROM 'https://example.com/x.csv'")).rejects.toMatchObject({
      code: 'Internal',
    });
  });

  it('says OutOfMemory when a result does not fit', async () => {
    const small = await openDuckdb({ scratch: join(scratch, 'small'), memoryLimitMb: 30, threads: 1 });
    await expect(
      small.query('SELECT length(list(x ORDER BY x)::VARCHAR) AS n FROM range(20000000) t(x)'),
    ).rejects.toMatchObject({ code: 'OutOfMemory', retryable: false });
    await small.close();
  });

  it('closes twice without complaint', async () => {
    const once = await openDuckdb({ scratch: join(scratch, 'once'), memoryLimitMb: 100, threads: 1 });
    await once.close();
    await once.close();
  });
});
