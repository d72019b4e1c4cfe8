import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeDrop } from '../functions/land/check.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { settingsSchema } from '../functions/shared/settings.ts';

const page = readFileSync(resolve('docs/exporting.md'), 'utf8');
/** Every sample of the page: the section it stands in, the table it claims to be, its text. */
const samples = [...page.matchAll(/^### (.+)$|^```csv (\w+)\n([\s\S]*?)^```/gm)].reduce<{
  section: string;
  found: { section: string; table: string; text: string }[];
}>(
  ({ section, found }, [, heading, table = '', text = '']) =>
    heading === undefined
      ? { section, found: [...found, { section, table, text }] }
      : { section: heading, found },
  { section: '', found: [] },
).found;

const root = mkdtempSync(join(tmpdir(), 'kindred-exporting-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the samples of docs/exporting.md', () => {
  it('are of ten systems at least', () => {
    expect(samples.length).toBeGreaterThanOrEqual(10);
  });

  it.each(samples)(
    '$section: read as $table, every row usable, without a setting',
    async ({ table, text }) => {
      const path = join(root, 'export.csv');
      writeFileSync(path, text);
      const { mapping, accounting } = await describeDrop(
        {
          openTables: (scratch) => openDuckdb({ scratch, memoryLimitMb: 256, threads: 1 }),
          scratch: () => mkdtemp(join(root, 'land-')),
        },
        [{ file: 'export.csv', path }],
        settingsSchema.parse({}),
        '2026-07-01T00:00:00Z',
      );
      const [file] = accounting.files;
      expect([
        mapping.files[0]?.table,
        mapping.files[0]?.undecided.filter(({ blocking }) => blocking),
      ]).toEqual([table, []]);
      expect(file?.rows_accepted).toBe(3);
    },
  );
});
