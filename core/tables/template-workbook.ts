import {
  type ColumnType,
  canonicalTables,
  type TableDefinition,
  type TableName,
} from './canonical-tables.ts';
import { dataDictionary, dictionaryFields, dictionaryRow } from './templates.ts';
import { type SheetColumn, writeWorkbook } from './write-workbook.ts';

/** Identifiers are text, so that a typed 00501 stays 00501. */
const formats: { readonly [type in ColumnType]: SheetColumn['format'] } = {
  text: 'general',
  identifier: 'text',
  money: 'number',
  number: 'general',
  integer: 'general',
  date: 'date',
  boolean: 'general',
};

/** Name of the sheet that explains the columns; landing leaves it out. */
const EXPLAINED = 'columns';

/**
 * The Excel template of a table: a sheet named after it with its columns and one example row, and a sheet that explains each
 * column. Filled in and dropped as it is, it lands without a question; the example row is left out where it still stands.
 */
export function templateWorkbook(table: TableName): Uint8Array<ArrayBuffer> {
  const { columns }: TableDefinition = canonicalTables[table];
  const names = Object.keys(columns);
  const entries = dataDictionary().filter((entry) => entry.table === table);
  return writeWorkbook([
    {
      name: table,
      columns: Object.entries(columns).map(([name, { type, sample }]) => ({
        width: Math.min(40, Math.max(name.length, sample.length) + 3),
        format: formats[type],
      })),
      header: names,
      rows: [Object.values(columns).map(({ sample }) => sample)],
    },
    {
      name: EXPLAINED,
      columns: [14, 18, 10, 12, 50, 28, 60].map((width) => ({ width, format: 'text' })),
      header: dictionaryFields,
      rows: entries.map(dictionaryRow),
    },
  ]);
}
