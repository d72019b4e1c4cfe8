import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { canonicalTables, tableNames } from '../../../core/tables/canonical-tables.ts';
import { dataDictionary, dictionaryCsv, templateCsv } from '../../../core/tables/templates.ts';
import { landText } from './land-text.ts';

describe('templates', () => {
  it('are read back as the tables they are templates of, every column under its own name', async () => {
    const files = Object.fromEntries(
      tableNames.map((table) => [`t-${table.replace('_', '-')}.csv`, templateCsv(table)]),
    );
    const { mapping, accounting } = await landText(files);
    for (const table of tableNames) {
      const file = mapping.files.find((made) => made.file === `t-${table.replace('_', '-')}.csv`);
      expect([table, file?.table, file?.note]).toEqual([table, table, null]);
      expect(file?.columns.map(({ column }) => column)).toEqual(Object.keys(canonicalTables[table].columns));
      expect(file?.columns.every(({ confidence }) => confidence === 1)).toBe(true);
      expect(accounting.files.find((made) => made.table === table)?.rows_accepted).toBe(1);
    }
  });

  it('are explained column by column', () => {
    const rows = Papa.parse<string[]>(dictionaryCsv().trimEnd()).data;
    expect(rows.length).toBe(dataDictionary().length + 1);
    expect(rows.find(([table, column]) => table === 'orders' && column === 'cogs')?.[6]).toContain('wavwr');
    expect(
      dataDictionary()
        .filter(({ table, required }) => table === 'orders' && required)
        .map(({ column }) => column),
    ).toEqual(['order_id', 'order_date', 'customer_id', 'order_revenue']);
  });
});
