import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import type { ObjectInfo, ObjectStore } from '../../functions/shared/ports.ts';

/** What an implementation (or the server it is tried against) may lack; each lack is declared with its reason. */
export type ObjectCapability =
  | 'conditions' // ifAbsent and ifMatch
  | 'versions' // reading and purging what was replaced or deleted
  | 'pinned-reads' // a version that is gone reads as null, never as other bytes
  | 'long-listings' // more than one page
  | 'any-key' // characters and key shapes beyond plain file names
  | 'key-order'; // UTF-8 byte order of listings

export type ObjectStoreSubject = {
  readonly name: string;
  readonly open: () => Promise<ObjectStore>;
  readonly close?: () => Promise<void>;
  readonly missing?: { readonly [capability in ObjectCapability]?: string };
  /** Objects put for the listing that takes more than one page. */
  readonly manyObjects?: number;
  /** Random histories to compare with the model. */
  readonly histories?: number;
};

const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);

async function all(list: AsyncIterable<ObjectInfo>): Promise<ObjectInfo[]> {
  const found: ObjectInfo[] = [];
  for await (const entry of list) found.push(entry);
  return found;
}

const keysOf = async (list: AsyncIterable<ObjectInfo>): Promise<string[]> =>
  (await all(list)).map((entry) => entry.key);
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** What every object store does, whoever implements it. */
export function objectStoreContract(subject: ObjectStoreSubject): void {
  describe(`object store: ${subject.name}`, () => {
    let store: ObjectStore;
    const scratch = mkdtempSync(join(tmpdir(), 'kindred-contract-'));
    const needs = (context: TestContext, ...capabilities: ObjectCapability[]): void => {
      for (const capability of capabilities) {
        const reason = subject.missing?.[capability];
        context.skip(reason !== undefined, `${capability}: ${reason}`);
      }
    };

    beforeAll(async () => {
      store = await subject.open();
    });
    afterAll(async () => {
      await subject.close?.();
      rmSync(scratch, { recursive: true, force: true });
    });

    it('gives back what was put: text, bytes, nothing at all', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 31) % 256);
      await store.put('read/text.txt', 'Grüße 👋');
      await store.put('read/bytes.bin', bytes);
      await store.put('read/empty.bin', '');
      expect(text(await store.get('read/text.txt'))).toBe('Grüße 👋');
      expect(await store.get('read/bytes.bin')).toEqual(bytes);
      expect(await store.get('read/empty.bin')).toEqual(new Uint8Array(0));
      expect(await store.head('read/bytes.bin')).toMatchObject({ key: 'read/bytes.bin', bytes: 70_000 });
    });

    it('puts local files, and leaves them alone', async () => {
      const file = join(scratch, 'source.csv');
      writeFileSync(file, 'id,name\n1,Acme\n');
      const put = await store.put('read/file.csv', { file }, { contentType: 'text/csv' });
      expect(put.written).toBe(true);
      expect(text(await store.get('read/file.csv'))).toBe('id,name\n1,Acme\n');
      expect(readFileSync(file, 'utf8')).toBe('id,name\n1,Acme\n');
    });

    it('fails when the local file is not there, and writes nothing', async () => {
      await expect(store.put('read/none.csv', { file: join(scratch, 'none') })).rejects.toThrow(/ENOENT/);
      expect(await store.head('read/none.csv')).toBeNull();
    });

    it('says null for what is not there', async () => {
      expect(await store.get('absent/a.csv')).toBeNull();
      expect(await store.head('absent/a.csv')).toBeNull();
      expect(await store.materialize('absent/a.csv', scratch)).toBeNull();
      expect(await keysOf(store.list('absent/'))).toEqual([]);
    });

    it('tells arrival, size and identity alike in put, head and list', async () => {
      const before = Date.now();
      const put = await store.put('told/a.csv', 'abc');
      const head = await store.head('told/a.csv');
      const [listed] = await all(store.list('told/'));
      expect(listed).toEqual(head);
      expect(head).toMatchObject({ key: 'told/a.csv', bytes: 3, etag: put.etag, version: put.version });
      expect(head?.modified).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/);
      expect(Math.abs(Date.parse(head?.modified ?? '') - before)).toBeLessThan(60_000);
    });

    it('replaces: the key has the new bytes, another etag and another version', async () => {
      const first = await store.put('replace/a.csv', 'one');
      const second = await store.put('replace/a.csv', 'two!');
      expect(second.etag).not.toBe(first.etag);
      expect(second.version).not.toBe(first.version);
      expect(text(await store.get('replace/a.csv'))).toBe('two!');
      expect(text(await store.get('replace/a.csv', second.version))).toBe('two!');
    });

    it('reads replaced and deleted bytes by their version', async (context) => {
      needs(context, 'versions');
      const first = await store.put('version/a.csv', 'one');
      const second = await store.put('version/a.csv', 'two');
      await store.delete('version/a.csv');
      expect(await store.get('version/a.csv')).toBeNull();
      expect(text(await store.get('version/a.csv', first.version))).toBe('one');
      expect(text(await store.get('version/a.csv', second.version))).toBe('two');
      const path = await store.materialize('version/a.csv', scratch, first.version);
      expect(readFileSync(path ?? '', 'utf8')).toBe('one');
    });

    it('never gives other bytes under a version', async (context) => {
      needs(context, 'pinned-reads');
      const first = await store.put('pinned/a.csv', 'one');
      await store.put('pinned/b.csv', 'other');
      const [listed] = await all(store.list('pinned/a'));
      await store.put('pinned/a.csv', 'two');
      expect([null, 'one']).toContain(text(await store.get('pinned/a.csv', first.version)));
      expect([null, 'one']).toContain(text(await store.get('pinned/a.csv', listed?.version)));
      expect(await store.get('pinned/b.csv', first.version)).toBeNull();
      expect(await store.get('pinned/b.csv', 'no-such-version')).toBeNull();
      expect(await store.materialize('pinned/b.csv', scratch, first.version)).toBeNull();
    });

    it('creates once', async (context) => {
      needs(context, 'conditions');
      const first = await store.put('once/a.json', 'first', { ifAbsent: true });
      const second = await store.put('once/a.json', 'second', { ifAbsent: true });
      expect(first.written).toBe(true);
      expect(second).toEqual({ written: false, etag: first.etag, version: first.version });
      expect(text(await store.get('once/a.json'))).toBe('first');
      await store.delete('once/a.json');
      expect((await store.put('once/a.json', 'third', { ifAbsent: true })).written).toBe(true);
    });

    it('lets exactly one of many creators win', async (context) => {
      needs(context, 'conditions');
      const contents = Array.from({ length: 12 }, (_, at) => `creator ${at}`);
      const puts = await Promise.all(
        contents.map((content) => store.put('race/once.json', content, { ifAbsent: true })),
      );
      const winners = contents.filter((_, at) => puts[at]?.written === true);
      expect(winners).toHaveLength(1);
      expect(text(await store.get('race/once.json'))).toBe(winners[0]);
    });

    it('swaps only what it was told is there', async (context) => {
      needs(context, 'conditions');
      const first = await store.put('swap/a.json', 'one');
      const second = await store.put('swap/a.json', 'two', { ifMatch: first.etag });
      expect(second.written).toBe(true);
      const late = await store.put('swap/a.json', 'three', { ifMatch: first.etag });
      expect(late).toEqual({ written: false, etag: second.etag, version: second.version });
      expect(text(await store.get('swap/a.json'))).toBe('two');
      expect((await store.put('swap/none.json', 'x', { ifMatch: first.etag })).written).toBe(false);
      expect(await store.head('swap/none.json')).toBeNull();
    });

    it('lets exactly one of many swappers win', async (context) => {
      needs(context, 'conditions');
      const { etag } = await store.put('race/swap.json', 'start');
      const contents = Array.from({ length: 12 }, (_, at) => `swapper ${at}`);
      const puts = await Promise.all(
        contents.map((content) => store.put('race/swap.json', content, { ifMatch: etag })),
      );
      const winners = contents.filter((_, at) => puts[at]?.written === true);
      expect(winners).toHaveLength(1);
      expect(text(await store.get('race/swap.json'))).toBe(winners[0]);
    });

    it('shows readers one put or the other, never a mixture', async () => {
      const contents = Array.from({ length: 8 }, (_, at) => String(at).repeat(50_000));
      await store.put('whole/a.bin', contents[0] ?? '');
      const reads = contents.map(async (content) => {
        await store.put('whole/a.bin', content);
        return await store.get('whole/a.bin');
      });
      for (const bytes of await Promise.all(reads)) expect(contents).toContain(text(bytes));
    });

    it('lists in UTF-8 byte order, by prefix', async (context) => {
      needs(context, 'key-order');
      // In UTF-16 order "𐀀" (U+10000) comes before "" (U+E000); in bytes it comes after. "é" has two spellings.
      const names = [
        'a',
        'B',
        'a.csv',
        'a-b',
        'a/b',
        'Z',
        'é',
        'e\u0301',
        'ß',
        '\ue000',
        '\u{10000}',
        '中',
        '10',
        '9',
      ];
      const keys = names.map((name) => `order/${name}x`);
      for (const key of keys) await store.put(key, key);
      expect(await keysOf(store.list('order/'))).toEqual([...keys].sort(byBytes));
      expect(await keysOf(store.list('order/a'))).toEqual(
        keys.filter((key) => key.startsWith('order/a')).sort(byBytes),
      );
      expect(await keysOf(store.list('order/none'))).toEqual([]);
    });

    it('takes keys literally', async (context) => {
      needs(context, 'any-key');
      const keys = [
        'a',
        'a/b',
        'a/b/c',
        'a b',
        'a+b',
        'a%20b',
        'a%2Fb',
        '%',
        '%%',
        'a%',
        'a:b',
        'dot.',
        'dot. ',
        'a/./b',
        'a//b',
        'a/...',
        'con',
        'NUL.txt',
        '.hidden',
        'q?x=1&y=2#z',
        'back\\slash',
        'quote"\'<>|*',
        'tab\tend',
        `long/${'é'.repeat(300)}.csv`,
        `long/${'é'.repeat(301)}.csv`,
        '2026/Größe 中 👋.csv',
        '__proto__',
        'constructor',
      ].map((key) => `literal/${key}`);
      for (const key of keys) await store.put(key, `content of ${key}`);
      for (const key of keys) expect(text(await store.get(key))).toBe(`content of ${key}`);
      expect(await keysOf(store.list('literal/'))).toEqual([...keys].sort(byBytes));
      await store.delete('literal/a');
      expect(await store.head('literal/a')).toBeNull();
      expect(text(await store.get('literal/a/b'))).toBe('content of literal/a/b');
    });

    it('refuses keys that cannot be kept safely', async () => {
      const keys = [
        '',
        '/a',
        '..',
        'a/../b',
        '../a',
        'a/..',
        'a\0b',
        'x'.repeat(1025),
        'é'.repeat(513),
        '\ud800',
      ];
      for (const key of keys) {
        await expect(store.put(key, 'x')).rejects.toMatchObject({ code: 'BadRequest' });
        await expect(store.get(key)).rejects.toMatchObject({ code: 'BadRequest' });
        await expect(store.head(key)).rejects.toMatchObject({ code: 'BadRequest' });
        await expect(store.delete(key)).rejects.toMatchObject({ code: 'BadRequest' });
      }
    });

    it('lists every object, however many pages that takes', async (context) => {
      needs(context, 'long-listings');
      const count = subject.manyObjects ?? 1_005;
      const keys = Array.from({ length: count }, (_, at) => `many/${String(at).padStart(5, '0')}.csv`);
      for (let at = 0; at < count; at += 50)
        await Promise.all(keys.slice(at, at + 50).map((key) => store.put(key, key)));
      await store.put('many0', 'after the prefix');
      expect(await keysOf(store.list('many/'))).toEqual(keys);
    });

    it('copies an object inside the store, and says when there is none', async () => {
      await store.put('copy/from.csv', 'one', { contentType: 'text/csv' });
      expect(await store.copy('copy/from.csv', 'copy/to.csv')).toBe(true);
      expect(text(await store.get('copy/to.csv'))).toBe('one');
      await store.put('copy/from.csv', 'two');
      expect(text(await store.get('copy/to.csv'))).toBe('one');
      expect(await store.copy('copy/from.csv', 'copy/to.csv')).toBe(true);
      expect(text(await store.get('copy/to.csv'))).toBe('two');
      expect(await store.copy('copy/none', 'copy/other.csv')).toBe(false);
      expect(await store.get('copy/other.csv')).toBe(null);
    });

    it('copies whatever the key', async (context) => {
      needs(context, 'any-key');
      const key = 'copy/Ä b+c%20&=.csv';
      await store.put(key, 'odd');
      expect(await store.copy(key, `${key}2`)).toBe(true);
      expect(text(await store.get(`${key}2`))).toBe('odd');
    });

    it('deletes, again and again', async () => {
      await store.put('delete/a.csv', 'a');
      await store.delete('delete/a.csv');
      await store.delete('delete/a.csv');
      await store.delete('delete/never.csv');
      expect(await store.get('delete/a.csv')).toBeNull();
      expect(await keysOf(store.list('delete/'))).toEqual([]);
      await store.put('delete/a.csv', 'again');
      expect(text(await store.get('delete/a.csv'))).toBe('again');
    });

    it('purges what was replaced or deleted under a prefix, and leaves what is current', async (context) => {
      needs(context, 'versions');
      const old = await store.put('replaced/a.csv', 'one');
      await store.put('replaced/a.csv', 'two');
      const gone = await store.put('replaced/b.csv', 'gone');
      await store.delete('replaced/b.csv');
      const other = await store.put('replacedx/c.csv', 'old');
      await store.put('replacedx/c.csv', 'new');
      expect(await store.purgeReplaced('replaced/')).toBeGreaterThanOrEqual(2);
      expect(text(await store.get('replaced/a.csv'))).toBe('two');
      expect(await store.get('replaced/a.csv', old.version)).toBe(null);
      expect(await store.get('replaced/b.csv', gone.version)).toBe(null);
      expect(text(await store.get('replacedx/c.csv', other.version))).toBe('old');
      expect(await store.purgeReplaced('replaced/')).toBe(0);
    });

    it('purges a key with all it ever held, and nothing else', async (context) => {
      needs(context, 'versions');
      const versions = [
        await store.put('purge/a', 'one'),
        await store.put('purge/a', 'shared'),
        await store.put('purge/a', 'three'),
      ];
      await store.delete('purge/a');
      await store.put('purge/a', 'four');
      const neighbour = await store.put('purge/a/b', 'shared');
      await store.put('purge/ab', 'shared');
      await store.purge('purge/a');
      await store.purge('purge/a');
      await store.purge('purge/never');
      expect(await store.get('purge/a')).toBeNull();
      for (const { version } of versions) expect(await store.get('purge/a', version)).toBeNull();
      expect(await keysOf(store.list('purge/'))).toEqual(['purge/a/b', 'purge/ab']);
      expect(text(await store.get('purge/a/b', neighbour.version))).toBe('shared');
      expect(text(await store.get('purge/ab'))).toBe('shared');
    });

    it('materializes exactly the bytes, which outlive the object', async () => {
      await store.put('local/a.csv', 'id\n1\n');
      await store.put('local/same.csv', 'id\n1\n');
      const folder = join(scratch, 'deeper', 'scratch');
      const [path, again, same] = [
        await store.materialize('local/a.csv', folder),
        await store.materialize('local/a.csv', folder),
        await store.materialize('local/same.csv', folder),
      ];
      await store.put('local/a.csv', 'replaced');
      await store.purge('local/a.csv');
      await store.purge('local/same.csv');
      for (const local of [path, again, same]) expect(readFileSync(local ?? '', 'utf8')).toBe('id\n1\n');
      expect(existsSync(join(folder, 'local'))).toBe(false);
    });

    it('does what a map of versions does, whatever the order of calls', async (context) => {
      needs(context, 'conditions', 'versions', 'pinned-reads', 'any-key');
      const key = fc.constantFrom('a', 'a/b', 'a.csv', 'b');
      const content = fc.constantFrom('1', '2', '3');
      const call = fc.oneof(
        { weight: 3, arbitrary: fc.record({ do: fc.constant('put' as const), key, content }) },
        fc.record({ do: fc.constant('create' as const), key, content }),
        fc.record({ do: fc.constant('swap' as const), key, content, right: fc.boolean() }),
        fc.record({ do: fc.constant('delete' as const), key }),
        fc.record({ do: fc.constant('purge' as const), key }),
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(call, { maxLength: 14 }), async (calls) => {
          round += 1;
          const folder = `model/${round}/`;
          const current = new Map<string, { content: string; etag: string }>();
          const versions = new Map<string, { key: string; content: string }>();
          for (const step of calls) {
            const at = `${folder}${step.key}`;
            if (step.do === 'delete' || step.do === 'purge') {
              await store[step.do](at);
              current.delete(at);
              if (step.do === 'purge')
                for (const [id, old] of versions) if (old.key === at) versions.delete(id);
              continue;
            }
            const before = current.get(at);
            const ifMatch = step.do === 'swap' ? (step.right && before?.etag) || '"no such etag"' : undefined;
            const options =
              step.do === 'create' ? { ifAbsent: true } : ifMatch === undefined ? {} : { ifMatch };
            const put = await store.put(at, step.content, options);
            const holds =
              step.do === 'put' || (step.do === 'create' ? before === undefined : before?.etag === ifMatch);
            expect(put.written).toBe(holds);
            if (!holds) continue;
            current.set(at, { content: step.content, etag: put.etag });
            versions.set(`${at} ${put.version}`, { key: at, content: step.content });
          }
          expect(await keysOf(store.list(folder))).toEqual([...current.keys()].sort(byBytes));
          for (const [at, { content }] of current) expect(text(await store.get(at))).toBe(content);
          for (const [id, { key: at, content }] of versions)
            expect(text(await store.get(at, id.slice(at.length + 1)))).toBe(content);
        }),
        { numRuns: subject.histories ?? 40, seed: 20260 },
      );
    });
  });
}
