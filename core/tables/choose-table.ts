import { type Assignment, assignColumns, type SampledFile } from './assign-columns.ts';
import { canonicalTables, type TableDefinition, type TableName, tableNames } from './canonical-tables.ts';
import { nameSpeaksFor } from './table-hints.ts';

export type TableChoice = {
  readonly table: TableName;
  readonly columns: readonly Assignment[];
  /** 0–1: how far this table is ahead of the next best. */
  readonly confidence: number;
  readonly evidence: string;
};

/** What a file name is worth beside its columns. */
const NAME_WORTH = 1.5;
const LEAST_SCORE = 1.5;
/** A list of companies without keys is rather one of prospects: orders could not refer to it. */
const KEYLESS_CUSTOMERS = 1;
/** Tables whose key another column can stand in for. */
const substitutable: { readonly [table in TableName]?: readonly string[] } = {
  customers: ['name'],
  prospects: ['domain', 'name'],
};

/** A table whose required columns are common to many needs one of these as well. */
const telling: { readonly [table in TableName]?: readonly string[] } = {
  contacts: ['email', 'title'],
  payments: ['due_date', 'paid_date', 'amount'],
  signals: ['kind'],
  outcomes: ['outcome'],
  branches: ['latitude', 'postal_code', 'name'],
};
const tells = (table: TableName, found: ReadonlySet<string>): boolean =>
  telling[table]?.some((column) => found.has(column)) ?? true;

/** Two of these beside an order number make a file one of lines. */
const lineMarks = ['line_number', 'product_id', 'line_revenue'];
const lineColumns = ['line_number', 'product_id', 'quantity', 'line_revenue'];

/** How telling a column is: one that only one table has says most. */
const worth: ReadonlyMap<string, number> = (() => {
  const tables = new Map<string, number>();
  for (const table of tableNames)
    for (const column of Object.keys(canonicalTables[table].columns))
      tables.set(column, (tables.get(column) ?? 0) + 1);
  return new Map([...tables].map(([column, count]) => [column, count === 1 ? 3 : count === 2 ? 2 : 1]));
})();

/**
 * Picks the table a file is, or null when no table's required columns are all there. Every column found counts by how
 * strongly its header names it and how few tables share it; the file's name decides where columns leave it open. A file with
 * order numbers and line columns is `order_lines`, even when it repeats the order's own columns on each line.
 */
export function chooseTable(sampled: SampledFile): TableChoice | null {
  const scored = tableNames.flatMap((table) => {
    const columns = assignColumns(sampled, table);
    const keyed = substitutable[table] ?? [];
    const found = new Set(columns.map(({ column }) => column));
    const missing = missingColumns(table, columns);
    const keyless = missing.length > 0;
    if ((keyless && !keyed.some((name) => found.has(name))) || missing.length > 1 || !tells(table, found))
      return [];
    const named = nameSpeaksFor(sampled.file, table) ? NAME_WORTH : 0;
    const score = columns.reduce(
      (sum, { column, strength, position }) =>
        sum + strength * ((sampled.shapes[position]?.values ?? 0) > 0 ? (worth.get(column) ?? 1) : 0.5),
      named - (table === 'customers' && keyless ? KEYLESS_CUSTOMERS : 0),
    );
    return score >= LEAST_SCORE ? [{ table, columns, score }] : [];
  });
  scored.sort((a, b) => b.score - a.score || (a.table < b.table ? -1 : 1));
  const lines = scored.find(
    ({ table, columns }) =>
      table === 'order_lines' &&
      columns.filter(({ column }) => lineColumns.includes(column)).length >= 2 &&
      columns.some(({ column, strength }) => lineMarks.includes(column) && strength > 0.9),
  );
  const orderLike = scored[0]?.table === 'orders' || scored[0]?.table === 'order_lines';
  const best = lines !== undefined && orderLike ? lines : scored[0];
  if (best === undefined) return null;
  const second = scored.find(({ table }) => table !== best.table && !(best === lines && table === 'orders'));
  const confidence = second === undefined ? 1 : Math.min(1, 0.5 + (best.score - second.score) / best.score);
  const names = best.columns
    .filter(({ strength }) => strength > 0.9)
    .map(({ position }) => `"${sampled.headers[position] ?? ''}"`)
    .slice(0, 5);
  const evidence = `${names.length === 0 ? 'vague column names only' : `columns ${names.join(', ')}`}${nameSpeaksFor(sampled.file, best.table) ? ', and the file name' : ''}`;
  return {
    table: best.table,
    columns: best.columns,
    confidence: Math.round(Math.max(0.1, confidence) * 100) / 100,
    evidence,
  };
}

/** The required columns of a table that no header serves. */
export function missingColumns(
  table: TableName,
  columns: readonly { readonly column: string; readonly table?: TableName }[],
): readonly string[] {
  const definition: TableDefinition = canonicalTables[table];
  return Object.entries(definition.columns)
    .filter(
      ([column, { required }]) =>
        required === true &&
        !columns.some((made) => made.column === column && (made.table ?? table) === table),
    )
    .map(([column]) => column);
}
