import Papa from 'papaparse';
import { aliases } from './aliases.ts';
import { canonicalTables, type TableDefinition, type TableName, tableNames } from './canonical-tables.ts';

/**
 * The CSV template of a table: its columns in order, and one row of samples, which landing leaves out where it still stands. A
 * file filled in from it needs no mapping.
 *
 * @example
 * templateCsv('exclusions'); // => 'target,reason\r\ncompetitor.example,competitor\r\n'
 */
export function templateCsv(table: TableName): string {
  const { columns }: TableDefinition = canonicalTables[table];
  const fields = Object.keys(columns);
  return `${Papa.unparse({ fields, data: [Object.values(columns).map(({ sample }) => sample)] })}\r\n`;
}

/** One column of one table, as a person filling in a file wants it explained. */
export type DictionaryEntry = {
  readonly table: TableName;
  readonly column: string;
  readonly required: boolean;
  readonly type: string;
  readonly meaning: string;
  readonly sample: string;
  /** Other headers that are recognised as this column, as compared: lower case, letters and digits only. */
  readonly also_known_as: readonly string[];
};

/** Every column of every table, in template order. */
export function dataDictionary(): readonly DictionaryEntry[] {
  return tableNames.flatMap((table) => {
    const { columns }: TableDefinition = canonicalTables[table];
    return Object.entries(columns).map(([column, { required, type, meaning, sample }]) => {
      const names = aliases[table][column];
      const known = [...(names?.strong.split(' ') ?? []), ...(names?.weak?.split(' ') ?? [])];
      return {
        table,
        column,
        required: required === true,
        type,
        meaning,
        sample,
        also_known_as: [...new Set(known)],
      };
    });
  });
}

/** Headers of the data dictionary: a file or sheet with these is an explanation, and no table. */
export const dictionaryFields: string[] = [
  'table',
  'column',
  'required',
  'type',
  'meaning',
  'sample',
  'also_known_as',
];

/** An entry in the order of `dictionaryFields`. */
export function dictionaryRow(entry: DictionaryEntry): string[] {
  return [
    entry.table,
    entry.column,
    entry.required ? 'yes' : 'no',
    entry.type,
    entry.meaning,
    entry.sample,
    entry.also_known_as.join(' '),
  ];
}

/** The data dictionary as a CSV file. */
export function dictionaryCsv(): string {
  return `${Papa.unparse({ fields: dictionaryFields, data: dataDictionary().map(dictionaryRow) })}\r\n`;
}

/**
 * One sentence on what a table is for.
 *
 * @example
 * tableMeaning('orders'); // => 'one row per order or invoice'
 */
export function tableMeaning(table: TableName): string {
  return canonicalTables[table].meaning;
}
