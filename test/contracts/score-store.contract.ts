import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Item, Json, ScoreStore } from '../../functions/shared/ports.ts';
import { itemBytes, maxItemBytes } from '../../functions/shared/stores/item-limits.ts';

/** A clock the contract moves; the store under test must read it for what has expired. RFC 3339. */
export type Clock = { now: string };

export type ScoreStoreSubject = {
  readonly name: string;
  readonly open: (now: () => string) => Promise<ScoreStore>;
  readonly close?: () => Promise<void>;
  /** Random histories to compare with the model. */
  readonly histories?: number;
};

const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const noon = '2026-06-30T12:00:00.000Z';
const seconds = Date.parse(noon) / 1000;

/** Every item under a prefix, page by page, as a reader walks it. */
async function walk(store: ScoreStore, partition: string, prefix: string, limit: number) {
  const pages: string[][] = [];
  let after: string | undefined;
  for (;;) {
    const page = await store.queryPrefix(partition, prefix, {
      limit,
      ...(after === undefined ? {} : { after }),
    });
    pages.push(page.items.map((item) => item.sort));
    if (page.next === null) return pages;
    expect(page.next).toBe(page.items.at(-1)?.sort);
    after = page.next;
  }
}

/** What every score store does, whoever implements it. */
export function scoreStoreContract(subject: ScoreStoreSubject): void {
  describe(`score store: ${subject.name}`, () => {
    let store: ScoreStore;
    const clock: Clock = { now: noon };

    beforeAll(async () => {
      store = await subject.open(() => clock.now);
    });
    afterAll(async () => {
      await subject.close?.();
    });

    it('gives back what was put: every kind of JSON, unchanged', async () => {
      const values: Json[] = [
        null,
        false,
        0,
        -1.5,
        1e21,
        Number.MAX_SAFE_INTEGER,
        '',
        'Grüße 👋 \u0000 \ud800 "\\',
        [],
        {},
        [1, [2, { a: null }]],
        { ' odd key ': { nested: [true] }, constructor: 1 },
      ];
      for (const [at, value] of values.entries()) {
        await store.putIfAbsent({ partition: 'json', sort: `v${at}`, value });
        expect(await store.get('json', `v${at}`)).toEqual({
          partition: 'json',
          sort: `v${at}`,
          value,
          revision: 1,
        });
      }
      expect(await store.get('json', 'none')).toBeNull();
      expect(await store.get('no partition', 'v0')).toBeNull();
    });

    it('creates once', async () => {
      expect(await store.putIfAbsent({ partition: 'once', sort: 'a', value: 1 })).toBe(true);
      expect(await store.putIfAbsent({ partition: 'once', sort: 'a', value: 2 })).toBe(false);
      expect((await store.get('once', 'a'))?.value).toBe(1);
    });

    it('lets exactly one of many creators win', async () => {
      const writes = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store.putIfAbsent({ partition: 'race', sort: 'once', value: at }),
        ),
      );
      expect(writes.filter((won) => won)).toHaveLength(1);
      expect((await store.get('race', 'once'))?.value).toBe(writes.indexOf(true));
    });

    it('swaps only what it was told is there, and counts revisions', async () => {
      const item = (value: number): Item => ({ partition: 'swap', sort: 'a', value });
      expect(await store.compareAndSet(item(0), 1)).toBe(false);
      expect(await store.get('swap', 'a')).toBeNull();
      expect(await store.compareAndSet(item(1), 0)).toBe(true);
      expect(await store.compareAndSet(item(2), 0)).toBe(false);
      expect(await store.compareAndSet(item(2), 1)).toBe(true);
      expect(await store.compareAndSet(item(3), 1)).toBe(false);
      expect(await store.compareAndSet(item(3), 3)).toBe(false);
      expect(await store.get('swap', 'a')).toMatchObject({ value: 2, revision: 2 });
    });

    it('lets exactly one of many swappers win', async () => {
      await store.putIfAbsent({ partition: 'race', sort: 'swap', value: -1 });
      const writes = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store.compareAndSet({ partition: 'race', sort: 'swap', value: at }, 1),
        ),
      );
      expect(writes.filter((won) => won)).toHaveLength(1);
      expect(await store.get('race', 'swap')).toMatchObject({ value: writes.indexOf(true), revision: 2 });
    });

    it('loses no count when writers read, add and swap at once', async () => {
      const writers = 4;
      const each = 5;
      const add = async (): Promise<void> => {
        for (let done = 0; done < each; ) {
          const before = await store.get('race', 'counter');
          const value = typeof before?.value === 'number' ? before.value : 0;
          const item = { partition: 'race', sort: 'counter', value: value + 1 };
          if (await store.compareAndSet(item, before?.revision ?? 0)) done += 1;
        }
      };
      await Promise.all(Array.from({ length: writers }, add));
      expect(await store.get('race', 'counter')).toMatchObject({
        value: writers * each,
        revision: writers * each,
      });
    });

    it('hides an expired item at once, from every call', async () => {
      const partition = 'expiry';
      const expires = seconds + 60;
      await store.batchPut([
        { partition, sort: 'a', value: 'goes', expires },
        { partition, sort: 'b', value: 'stays' },
        { partition, sort: 'c', value: 'goes too', expires },
        { partition, sort: 'd', value: 'stays long', expires: seconds + 3600 },
      ]);
      expect(await store.get(partition, 'a')).toMatchObject({ value: 'goes', expires, revision: 1 });
      clock.now = '2026-06-30T12:00:59.999Z';
      expect(await store.get(partition, 'a')).not.toBeNull();
      clock.now = '2026-06-30T12:01:00.000Z';
      try {
        expect(await store.get(partition, 'a')).toBeNull();
        expect(await walk(store, partition, '', 1)).toEqual([['b'], ['d']]);
        expect(await walk(store, partition, '', 2)).toEqual([['b', 'd']]);
        expect(await store.compareAndSet({ partition, sort: 'a', value: 'x' }, 1)).toBe(false);
        expect(await store.putIfAbsent({ partition, sort: 'a', value: 'anew' })).toBe(true);
        expect(await store.get(partition, 'a')).toEqual({ partition, sort: 'a', value: 'anew', revision: 1 });
        expect(await store.compareAndSet({ partition, sort: 'c', value: 'anew' }, 0)).toBe(true);
        expect(await store.get(partition, 'c')).toMatchObject({ value: 'anew', revision: 1 });
      } finally {
        clock.now = noon;
      }
    });

    it('puts batches of any size, replacing what was there', async () => {
      for (const count of [0, 1, 24, 25, 26, 49, 50, 51, 60]) {
        const partition = `batch${count}`;
        const items = Array.from({ length: count }, (_, at) => ({
          partition,
          sort: `s${String(at).padStart(3, '0')}`,
          value: { at },
        }));
        await store.batchPut(items.map((item) => ({ ...item, value: 'before' })));
        await store.batchPut(items);
        const page = await store.queryPrefix(partition, 's', { limit: 100 });
        expect(page.items.map(({ sort, value }) => ({ partition, sort, value }))).toEqual(items);
      }
    });

    it('puts a batch over several partitions; of two items with one key the later counts', async () => {
      await store.batchPut([
        { partition: 'many1', sort: 'a', value: 1 },
        { partition: 'many2', sort: 'a', value: 2 },
        { partition: 'many1', sort: 'a', value: 3 },
      ]);
      expect((await store.get('many1', 'a'))?.value).toBe(3);
      expect((await store.get('many2', 'a'))?.value).toBe(2);
    });

    it('starts a key anew at revision 1 in a batch', async () => {
      const item = { partition: 'anew', sort: 'a', value: 1 };
      await store.putIfAbsent(item);
      await store.compareAndSet({ ...item, value: 2 }, 1);
      await store.batchPut([{ ...item, value: 3 }]);
      expect(await store.get('anew', 'a')).toMatchObject({ value: 3, revision: 1 });
    });

    it('pages through a prefix in UTF-8 byte order', async () => {
      // In UTF-16 order "\u{10000}" comes before "\ue000"; in bytes it comes after.
      const names = ['a', 'B', 'a#', 'a/b', 'Z', 'é', 'e\u0301', '\ue000', '\u{10000}', '中', '10', '9'];
      const sorts = names.map((name) => `p#${name}`);
      await store.batchPut(
        ['o#before', 'p', 'q#after', ...sorts].map((sort) => ({ partition: 'pages', sort, value: sort })),
      );
      const expected = [...sorts].sort(byBytes);
      for (const limit of [1, 2, 5, expected.length - 1, expected.length, 100]) {
        const pages = await walk(store, 'pages', 'p#', limit);
        expect(pages.flat()).toEqual(expected);
        expect(pages.every((page) => page.length <= limit && page.length > 0)).toBe(true);
      }
      expect((await walk(store, 'pages', '', 4)).flat()).toEqual(['o#before', 'p', ...expected, 'q#after']);
      expect(await walk(store, 'pages', 'none', 4)).toEqual([[]]);
    });

    it('takes any text as the place to go on from', async () => {
      const partition = 'after';
      await store.batchPut(['p1', 'p3', 'p5'].map((sort) => ({ partition, sort, value: sort })));
      const from = async (after: string): Promise<string[]> =>
        (await store.queryPrefix(partition, 'p', { limit: 10, after })).items.map((item) => item.sort);
      expect(await from('')).toEqual(['p1', 'p3', 'p5']);
      expect(await from('a')).toEqual(['p1', 'p3', 'p5']);
      expect(await from('p')).toEqual(['p1', 'p3', 'p5']);
      expect(await from('p1')).toEqual(['p3', 'p5']);
      expect(await from('p2')).toEqual(['p3', 'p5']);
      expect(await from('p5')).toEqual([]);
      expect(await from('z')).toEqual([]);
    });

    it('goes through more than a megabyte of one partition', async () => {
      const partition = 'megabytes';
      const sorts = Array.from({ length: 12 }, (_, at) => `m${String(at).padStart(2, '0')}`);
      await store.batchPut(sorts.map((sort) => ({ partition, sort, value: 'x'.repeat(200_000) })));
      expect(await walk(store, partition, 'm', 100)).toEqual([sorts]);
    });

    it('holds items up to the limit, and refuses larger ones by name', async () => {
      const room = maxItemBytes - itemBytes('limit', 'largest', JSON.stringify(''));
      const value = 'é'.repeat(Math.floor(room / 2)) + 'x'.repeat(room % 2);
      const largest = { partition: 'limit', sort: 'largest', value, expires: seconds + 3600 };
      expect(await store.putIfAbsent(largest)).toBe(true);
      expect(await store.compareAndSet(largest, 1)).toBe(true);
      await store.batchPut([largest]);
      expect((await store.get('limit', 'largest'))?.value).toBe(value);
      const larger = { partition: 'limit', sort: 'largest', value: `${value}x` };
      const refusal = { code: 'BadRequest', message: /limit \/ largest.*409600 bytes, got 409601 bytes/ };
      await expect(store.putIfAbsent(larger)).rejects.toMatchObject(refusal);
      await expect(store.compareAndSet(larger, 1)).rejects.toMatchObject(refusal);
      await expect(
        store.batchPut([{ partition: 'limit', sort: 'small', value: 1 }, larger]),
      ).rejects.toMatchObject(refusal);
      expect(await store.get('limit', 'small')).toBeNull();
    });

    it('refuses keys and pages that no store can hold', async () => {
      const refusal = { code: 'BadRequest' };
      for (const [partition, sort] of [
        ['', 'a'],
        ['a', ''],
        ['p'.repeat(2049), 'a'],
        ['a', 's'.repeat(1025)],
        ['a\0', 'a'],
        ['a', '\ud800'],
      ] as const) {
        await expect(store.get(partition, sort)).rejects.toMatchObject(refusal);
        await expect(store.putIfAbsent({ partition, sort, value: 1 })).rejects.toMatchObject(refusal);
        await expect(store.delete(partition, sort)).rejects.toMatchObject(refusal);
      }
      for (const limit of [0, -1, 1.5, Number.NaN, 10_001])
        await expect(store.queryPrefix('a', '', { limit })).rejects.toMatchObject(refusal);
      await expect(
        store.putIfAbsent({ partition: 'a', sort: 'a', value: 1, expires: 1.5 }),
      ).rejects.toMatchObject(refusal);
      const long = { partition: 'p'.repeat(2048), sort: 's'.repeat(1024), value: 1 };
      expect(await store.putIfAbsent(long)).toBe(true);
      expect(await store.get(long.partition, long.sort)).toMatchObject({ value: 1 });
    });

    it('deletes, again and again', async () => {
      await store.putIfAbsent({ partition: 'delete', sort: 'a', value: 1 });
      await store.delete('delete', 'a');
      await store.delete('delete', 'a');
      await store.delete('delete', 'never');
      expect(await store.get('delete', 'a')).toBeNull();
      expect(await store.compareAndSet({ partition: 'delete', sort: 'a', value: 2 }, 1)).toBe(false);
      expect(await store.putIfAbsent({ partition: 'delete', sort: 'a', value: 2 })).toBe(true);
      expect(await store.get('delete', 'a')).toMatchObject({ value: 2, revision: 1 });
    });

    it('does what a map does, whatever the order of calls', async () => {
      const sort = fc.constantFrom('a', 'a#1', 'a#2', 'b');
      const call = fc.oneof(
        fc.record({ do: fc.constant('create' as const), sort }),
        fc.record({ do: fc.constant('swap' as const), sort, expected: fc.integer({ min: 0, max: 3 }) }),
        fc.record({ do: fc.constant('batch' as const), sorts: fc.array(sort, { maxLength: 4 }) }),
        fc.record({ do: fc.constant('delete' as const), sort }),
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(call, { maxLength: 16 }), async (calls) => {
          round += 1;
          const partition = `model${round}`;
          const model = new Map<string, { value: number; revision: number }>();
          for (const [value, step] of calls.entries()) {
            if (step.do === 'delete') {
              await store.delete(partition, step.sort);
              model.delete(step.sort);
            } else if (step.do === 'batch') {
              await store.batchPut(step.sorts.map((at) => ({ partition, sort: at, value })));
              for (const at of step.sorts) model.set(at, { value, revision: 1 });
            } else {
              const expected = step.do === 'swap' ? step.expected : 0;
              const holds = (model.get(step.sort)?.revision ?? 0) === expected;
              const item = { partition, sort: step.sort, value };
              const done =
                step.do === 'create'
                  ? await store.putIfAbsent(item)
                  : await store.compareAndSet(item, expected);
              expect(done).toBe(holds);
              if (holds) model.set(step.sort, { value, revision: expected + 1 });
            }
          }
          const { items } = await store.queryPrefix(partition, '', { limit: 10 });
          expect(items).toEqual(
            [...model]
              .sort(([a], [b]) => byBytes(a, b))
              .map(([at, { value, revision }]) => ({ partition, sort: at, value, revision })),
          );
        }),
        { numRuns: subject.histories ?? 60, seed: 20260 },
      );
    });
  });
}
