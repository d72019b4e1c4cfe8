import { type Assignment, assignColumns, type SampledFile } from './assign-columns.ts';
import { canonicalTables, type TableDefinition, type TableName, tableNames } from './canonical-tables.ts';
import { headerForm } from './header-name.ts';
import { nameSpeaksFor } from './table-hints.ts';

export type TableChoice = {
  readonly table: TableName;
  /** Another table that the columns fit nearly as well; null where none does. */
  readonly rival: TableName | null;
  readonly columns: readonly Assignment[];
  /** 0–1: how far this table is ahead of the next best. */
  readonly confidence: number;
  readonly evidence: string;
};

/** What a file name is worth beside its columns. */
const NAME_WORTH = 1.5;
const LEAST_SCORE = 1.5;
/** Below this the next best table is shown as another reading of the file. */
const CLOSE = 0.7;
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
  payments: ['due_date', 'paid_date'],
  signals: ['kind'],
  outcomes: ['outcome'],
  branches: ['latitude', 'postal_code', 'name'],
};
/** Tables whose columns answer to vague names too ("date", "amount"): one of these under a name of its own is needed. */
const tellingByName: { readonly [table in TableName]?: readonly string[] } = {
  returns: ['return_date', 'return_amount'],
  order_lines: ['line_number', 'product_id', 'product_category', 'quantity', 'line_revenue', 'line_cogs'],
};
const tells = (table: TableName, columns: readonly Assignment[]): boolean => {
  const has = (names: readonly string[] | undefined, least: number): boolean =>
    names === undefined || columns.some(({ column, name }) => names.includes(column) && name > least);
  return has(telling[table], 0) && has(tellingByName[table], 0.9);
};

/** A list without keys is one of companies when it has web domains, or two columns that clearly describe companies. */
function describesCompanies(columns: readonly Assignment[]): boolean {
  const clear = columns.filter(({ name }) => name > 0.9);
  return clear.length >= 2 || clear.some(({ column }) => column === 'domain');
}

/** Words of headers that only lists of companies to leave alone have, when the list has little else. */
const leaveAlone = /donot(contact|call|mail)|optout|unsubscri|suppress|exclu|blacklist|denylist|blocked/;
const SHORT_LIST = 4;
const LEAVE_ALONE_WORTH = 6;

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
    if ((keyless && !keyed.some((name) => found.has(name))) || missing.length > 1 || !tells(table, columns))
      return [];
    if (keyless && !describesCompanies(columns)) return [];
    const short = sampled.headers.length <= SHORT_LIST;
    const alone = short && sampled.headers.some((header) => leaveAlone.test(headerForm(header)));
    const named =
      (nameSpeaksFor(sampled.file, table) ? NAME_WORTH : 0) +
      (table === 'exclusions' && alone ? LEAVE_ALONE_WORTH : 0);
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
    rival: second !== undefined && confidence < CLOSE && !hasKey(best) ? second.table : null,
    columns: best.columns,
    confidence: Math.round(Math.max(0.1, confidence) * 100) / 100,
    evidence,
  };
}

/** Whether a table's key stands under a name of its own. */
function hasKey({ table, columns }: Pick<TableChoice, 'table' | 'columns'>): boolean {
  const { key }: TableDefinition = canonicalTables[table];
  return columns.some(({ column, name }) => column === key?.[0] && name > 0.9);
}

/** The table whose required columns are nearest to complete, with those that lack; null when not even one is there. */
export function nearestTable(
  sampled: SampledFile,
): { readonly table: TableName; readonly lacking: readonly string[] } | null {
  const near = tableNames.flatMap((table) => {
    const columns = assignColumns(sampled, table);
    const lacking = missingColumns(table, columns);
    const { columns: all }: TableDefinition = canonicalTables[table];
    const needed = Object.values(all).filter(({ required }) => required === true).length;
    return needed < 2 || lacking.length === needed ? [] : [{ table, lacking, found: columns.length }];
  });
  near.sort((a, b) => a.lacking.length - b.lacking.length || b.found - a.found);
  const [best] = near;
  return best === undefined || best.lacking.length === 0 ? null : best;
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
