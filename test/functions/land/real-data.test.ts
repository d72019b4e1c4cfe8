import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { landFiles } from '../../../functions/land/land-files.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { settingsSchema } from '../../../functions/shared/settings.ts';
import { sha256File } from '../../../functions/shared/sha256.ts';

const data = resolve(import.meta.dirname, '../../../../shared/data');
const present = existsSync(data);
if (!present) console.info(`skipped: the public data sets are not at ${data}`);

const expected = {
  'adventureworks-resellers': {
    rows: { customers: 701, orders: 3616, order_lines: 57_851 },
    totals: { revenue: '77548570.2000', margin: '999494.5700', quantity: '204114.0000' },
    dates: ['2017-07-01', '2020-05-31'],
    attributes: ['attribute_business_type', 'attribute_product_line'],
  },
  northwind: {
    rows: { customers: 91, orders: 830, order_lines: 2155 },
    totals: { revenue: '1265793.0200', margin: null, quantity: '51317.0000' },
    dates: ['1996-07-04', '1998-05-06'],
    attributes: ['attribute_contact_title'],
  },
  cdnow: {
    rows: { customers: 23_570, orders: 69_659 },
    totals: { revenue: '2500315.6300', margin: null, quantity: null },
    dates: ['1997-01-01', '1998-06-30'],
    attributes: ['attribute_in_one_tenth_sample'],
  },
  'crm-sales-opportunities': {
    rows: { customers: 85, orders: 4238, order_lines: 4238, quotes: 8800 },
    totals: { revenue: '10005534.0000', margin: null, quantity: null },
    dates: ['2017-03-01', '2017-12-31'],
    attributes: ['annual_revenue'],
  },
} as const;

describe.skipIf(!present)('public data land without settings', () => {
  it.each(Object.entries(expected))('%s gives the totals of its source', async (name, want) => {
    const scratch = await mkdtemp(join(tmpdir(), 'kindred-real-'));
    const engine = await openDuckdb({ scratch, memoryLimitMb: 1024, threads: 2 });
    try {
      const names = readdirSync(join(data, name)).filter((file) => !file.endsWith('.md'));
      const files = await Promise.all(
        names.map(async (file) => {
          const path = join(data, name, file);
          return { file, path, sha256: await sha256File(path), arrived: '2026-01-01T00:00:00Z' };
        }),
      );
      const { accounting } = await landFiles(engine, scratch, files, settingsSchema.parse({}));
      const rows = Object.fromEntries(
        Object.entries(accounting.tables).map(([table, made]) => [table, made.rows]),
      );
      expect(rows).toEqual(want.rows);
      expect(accounting.totals).toEqual(want.totals);
      expect([accounting.first_order_date, accounting.last_order_date]).toEqual(want.dates);
      expect(accounting.tables.customers?.columns.map((column) => column.name)).toEqual(
        expect.arrayContaining([...want.attributes]),
      );
      for (const file of accounting.files) expect(file.rows_accepted).toBe(file.rows_read);
    } finally {
      await engine.close();
      await rm(scratch, { recursive: true, force: true });
    }
  });
});
