import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { canonicalTables, type TableDefinition, tableNames } from '../../../core/tables/canonical-tables.ts';
import { templateWorkbook } from '../../../core/tables/template-workbook.ts';
import { dataDictionary, dictionaryCsv, templateCsv } from '../../../core/tables/templates.ts';
import { writeWorkbook } from '../../../core/tables/write-workbook.ts';
import { landText } from './land-text.ts';

/** The example with other keys and dates, as a person fills it in. */
function filledRow(table: (typeof tableNames)[number], at: number): string[] {
  const { columns }: TableDefinition = canonicalTables[table];
  return Object.values(columns).map(({ type, sample }) =>
    type === 'identifier' ? `00${at}-${sample}` : type === 'date' ? `2026-02-1${at}` : sample,
  );
}

describe('templates', () => {
  it('filled in, land as their tables: every column under its own name, and the example left out', async () => {
    // Named so that the name says nothing.
    const files = Object.fromEntries(
      tableNames.map((table, at) => [
        `f${at}.csv`,
        templateCsv(table) + Papa.unparse([filledRow(table, 1), filledRow(table, 2)]),
      ]),
    );
    const { mapping, accounting, verdict, rows } = await landText({ ...files, 'words.csv': dictionaryCsv() });
    expect(verdict).toBeNull();
    for (const [at, table] of tableNames.entries()) {
      const file = mapping.files.find((made) => made.file === `f${at}.csv`);
      expect([table, file?.table, file?.note]).toEqual([table, table, null]);
      expect(file?.columns.map(({ column }) => column)).toEqual(Object.keys(canonicalTables[table].columns));
      expect(file?.columns.every(({ confidence }) => confidence === 1)).toBe(true);
      expect([file?.alternatives, file?.undecided]).toEqual([[], []]);
      expect(accounting.files.find((made) => made.file === `f${at}.csv`)).toMatchObject({
        rows_read: 2,
        rows_accepted: 2,
        lines_skipped: { example: 1 },
      });
    }
    expect(rows['orders']?.map((row) => row['order_id'])).toEqual(['001-SO-50001', '002-SO-50001']);
    expect(accounting.warnings.filter((text) => text.includes('words.csv'))).toEqual([]);
  });

  it('as workbooks land the same way, the explained columns left out', async () => {
    const files = Object.fromEntries(
      tableNames.map((table, at) => [`f${at}.xlsx`, templateWorkbook(table)] as const),
    );
    const { mapping, accounting } = await landText(files);
    for (const [at, table] of tableNames.entries()) {
      const file = mapping.files.find((made) => made.file === `f${at}.xlsx/${table}`);
      expect([table, file?.table, file?.note]).toEqual([table, table, null]);
      expect(file?.columns.map(({ column }) => column)).toEqual(Object.keys(canonicalTables[table].columns));
      expect(accounting.files.find((made) => made.file === `f${at}.xlsx/${table}`)).toMatchObject({
        rows_read: 0,
        lines_skipped: { example: 1 },
      });
      expect(accounting.files.find((made) => made.file === `f${at}.xlsx/columns`)?.verdict).toBe('left-out');
    }
    expect(accounting.warnings.filter((text) => text.includes('/columns'))).toEqual([]);
  });

  it('as workbooks are read back cell by cell, whatever stands in them', async () => {
    const names = ['A & B <c>', '00501', ' blanks ', 'a "quote"', 'é€🙂', '=1+1'];
    const sheet = {
      name: 'orders',
      columns: ['text', 'date', 'text', 'number', 'general'].map((format) => ({
        width: 12,
        format: format as 'text',
      })),
      header: ['order_id', 'order_date', 'customer_id', 'order_revenue', 'memo'],
      rows: names.map((name, at) => [`00${at}`, '2026-02-28', name, `${at}.05`, name]),
    };
    const bytes = writeWorkbook([sheet]);
    expect(Buffer.from(writeWorkbook([sheet])).equals(Buffer.from(bytes))).toBe(true);
    const { rows } = await landText({ 'a.xlsx': bytes });
    expect(rows['orders']?.map((row) => Object.values(row))).toEqual(
      names.map((name, at) => [`00${at}`, '2026-02-28', name.trim(), `${at}.0500`, name.trim()]),
    );
  });

  it('keep an example that was filled over, and a row that shares only a part of it', async () => {
    const [header = ''] = templateCsv('orders').split('\r\n');
    const { rows } = await landText({
      'o.csv': `${header}\nSO-50001,2026-03-14,C-1001,99.50,,,USD,,,,\n`,
    });
    expect(rows['orders']?.length).toBe(1);
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
