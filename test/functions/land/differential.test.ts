import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Landed, landFiles } from '../../../functions/land/land-files.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { KindredError } from '../../../functions/shared/errors.ts';
import type { Row, TableEngine } from '../../../functions/shared/ports.ts';
import { settingsSchema } from '../../../functions/shared/settings.ts';
import { sha256 } from '../../../functions/shared/sha256.ts';

/** Cases per property; a long run sets KINDRED_FUZZ to a multiple. */
const times = Number(process.env['KINDRED_FUZZ'] ?? '1');

let scratch = '';
let engine: TableEngine;
let round = 0;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kindred-diff-'));
  engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 2 });
});
afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true, force: true });
});

/** Lands one file in a schema of its own, so that one engine serves many landings. */
async function landOne<T>(content: string | Uint8Array, use: (landed: Landed) => Promise<T>): Promise<T> {
  round += 1;
  const schema = `round_${round}`;
  const path = join(scratch, `${schema}.csv`);
  await writeFile(path, content);
  await engine.run(`CREATE SCHEMA ${schema}; USE ${schema}`);
  try {
    const file = { file: 'Orders.csv', path, sha256: sha256(content), arrived: '2026-12-31T00:00:00Z' };
    return await use(await landFiles(engine, scratch, [file], settingsSchema.parse({})));
  } finally {
    await engine.run(`USE main; DROP SCHEMA ${schema} CASCADE`);
  }
}

const cell = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 10 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 6 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      'a,b',
      'x;y',
      'p|q',
      't\tt',
      'say "hi"',
      '"',
      '""',
      'line\nbreak',
      '3/4"',
      'é€🙂',
      '00123',
      '-',
      'NULL',
      "'quoted'",
    ),
  },
);

describe('landing reads what papaparse reads', () => {
  it(
    'for random texts, delimiters, quoting and line ends',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 12 }),
          fc.constantFrom(',', ';', '\t', '|'),
          fc.constantFrom('\n', '\r\n'),
          fc.boolean(),
          fc.boolean(),
          async (notes, delimiter, newline, quotes, bom) => {
            // NUL ends a text in too many places to be worth keeping; carriage returns become line feeds.
            const clean = notes.map((pair) => pair.map((text) => text.replace(/[\0\r]/g, '')));
            const rows = clean.map(([a, b], i) => [
              `A${String(i).padStart(4, '0')}`,
              '2025-01-01',
              'C1',
              '1.5',
              a,
              b,
            ]);
            const header = ['order_id', 'order_date', 'customer_id', 'order_revenue', 'memo', 'hint text'];
            const text = `${bom ? '\ufeff' : ''}${Papa.unparse([header, ...rows], { delimiter, newline, quotes })}${newline}`;
            const want = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), {
              delimiter,
              newline,
              skipEmptyLines: true,
            })
              .data.slice(1)
              .map((row) => [row[0], tidy(row[4]), tidy(row[5])]);
            const { got, account } = await landOne(text, async ({ tables, accounting }) => {
              const path = tables.get('orders');
              const landed: readonly Row[] =
                path === undefined ? [] : await engine.query(`FROM read_parquet('${path}')`);
              return {
                account: accounting.files[0],
                got: landed.map((row) => [
                  row['order_id'],
                  asText(row['attribute_memo']),
                  asText(row['attribute_hint_text']),
                ]),
              };
            });
            expect(account?.rows_read).toBe(rows.length);
            expect(account?.rows_accepted).toBe(rows.length);
            expect(got).toEqual(want.map(([id, a, b]) => [id, a ?? null, b ?? null]));
          },
        ),
        { numRuns: 20 * times },
      );
    },
    60_000 * times,
  );
});

const tidy = (text: string | undefined): string | null => {
  const bare = (text ?? '').replace(/^[ \t\u00a0\u202f]+|[ \t\u00a0\u202f]+$/g, '');
  return bare === '' ? null : bare;
};
const asText = (value: unknown): string | null =>
  value === null || value === undefined ? null : String(value);

describe('landing survives', () => {
  const header = 'order_id;order_date;customer_id;order_revenue;note\r\n';
  const base = Buffer.from(
    header +
      Array.from(
        { length: 40 },
        (_, i) => `A${i};0${1 + (i % 9)}.0${1 + (i % 8)}.2025;C${i % 7};1.${100 + i},5;"é ""x""; ${i}"\r\n`,
      ).join(''),
  );
  const mutation = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), at: fc.nat(base.length), byte: fc.nat(255) }),
    fc.record({
      kind: fc.constant('insert' as const),
      at: fc.nat(base.length),
      text: fc.constantFrom('"', ';', '\r', '\n', ',', '\0', '\\', '\t', '""', '\ufeff'),
    }),
    fc.record({
      kind: fc.constant('cut' as const),
      at: fc.nat(base.length),
      length: fc.integer({ min: 1, max: 200 }),
    }),
    fc.record({
      kind: fc.constant('repeat' as const),
      at: fc.nat(base.length),
      length: fc.integer({ min: 1, max: 300 }),
    }),
  );

  it(
    'any mutation of a file: a verdict, every row accounted for, within seconds',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 6 }), async (mutations) => {
          let bytes: Buffer = Buffer.from(base);
          for (const made of mutations) {
            const at = Math.min(made.at, bytes.length);
            if (made.kind === 'set') {
              bytes = Buffer.from(bytes);
              if (at < bytes.length) bytes[at] = made.byte;
            } else if (made.kind === 'insert')
              bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(made.text), bytes.subarray(at)]);
            else if (made.kind === 'cut')
              bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + made.length)]);
            else bytes = Buffer.concat([bytes.subarray(0, at + made.length), bytes.subarray(at)]);
          }
          await landOne(bytes, async ({ accounting, quarantine }) => {
            const [file] = accounting.files;
            expect(file).toBeDefined();
            if (file === undefined) return;
            expect(
              file.rows_accepted + file.rows_quarantined + file.rows_deduplicated + file.rows_superseded,
            ).toBe(file.rows_read);
            if (file.verdict !== 'landed') expect(file.note).not.toBeNull();
            expect(quarantine).not.toContain('\ufffd');
          });
        }),
        { numRuns: 25 * times },
      );
    },
    60_000 * times,
  );

  it(
    'random bytes',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
          try {
            await landOne(bytes, async ({ accounting }) => expect(accounting.files.length).toBe(1));
          } catch (error) {
            expect(error).toBeInstanceOf(KindredError);
            expect(error).not.toMatchObject({ code: 'Internal' });
          }
        }),
        { numRuns: 20 * times },
      );
    },
    60_000 * times,
  );
});
