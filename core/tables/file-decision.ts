import type { SampledFile } from './assign-columns.ts';
import {
  attributePrefix,
  type ColumnType,
  canonicalTables,
  type TableDefinition,
  type TableName,
} from './canonical-tables.ts';
import { carriedColumns } from './carried-columns.ts';
import { snakeName } from './header-name.ts';

/** What the settings say about one file: everything given is obeyed. */
export type FileDecision = {
  readonly table?: string | undefined;
  /** Header → canonical column, `attribute`, or `ignore`. */
  readonly columns?: { readonly [header: string]: string } | undefined;
  readonly ignore?: boolean | undefined;
};

/**
 * The line of `icp.json` that decides one column of one file.
 *
 * @example
 * settingLine('Orders.csv', 'Amt', 'order_revenue'); // => '"files": {"Orders.csv": {"columns": {"Amt": "order_revenue"}}}'
 */
export function settingLine(file: string, header: string, column: string): string {
  return `"files": {${JSON.stringify(file)}: {"columns": {${JSON.stringify(header)}: ${JSON.stringify(column)}}}}`;
}

/** What a decision says about the headers of a file, by position. */
export function decidedColumns(
  { headers }: SampledFile,
  { columns }: FileDecision,
): ReadonlyMap<number, string> {
  const wanted = new Map(Object.entries(columns ?? {}));
  return new Map(
    headers.flatMap((header, position) => {
      const column = wanted.get(header) ?? wanted.get(header.trim());
      return column === undefined ? [] : [[position, column] as const];
    }),
  );
}

/** The file with decided headers under the names decided for them, so that they count as found. */
export function asDecided(sampled: SampledFile, decided: ReadonlyMap<number, string>): SampledFile {
  const keeps = (column: string): boolean => column === 'attribute' || column === 'ignore';
  return {
    ...sampled,
    headers: sampled.headers.map((header, position) => {
      const column = decided.get(position);
      return column === undefined ? header : keeps(column) ? '' : column;
    }),
  };
}

/** Where a column named in the settings belongs: the file's own table, one it carries, else an attribute of that name. */
export function locateColumn(
  table: TableName,
  column: string,
): { readonly table: TableName; readonly column: string; readonly type: ColumnType } {
  for (const into of [table, ...(carriedColumns[table] ?? []).map(([carried]) => carried)]) {
    const definition: TableDefinition = canonicalTables[into];
    const found = Object.entries(definition.columns).find(([name]) => name === column);
    if (found !== undefined) return { table: into, column, type: found[1].type };
  }
  return { table, column: `${attributePrefix}${snakeName(column)}`, type: 'text' };
}
