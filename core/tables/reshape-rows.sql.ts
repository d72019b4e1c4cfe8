import type { ColumnMapping } from './mapping.ts';

const isTotal = (text: string): string =>
  `regexp_matches(lower(${text}), '^((grand |sub)?-?total|total for )')`;

/**
 * SELECT that says whether a report is grouped: titles stand alone in the nameless first column (`c0`), and rows leave it
 * empty. `titles` lines, `rows` with other cells and no `c0`, `others` with both and no word "Total".
 */
export function groupEvidenceSql(raw: string, columns: number): string {
  const rest = `coalesce(${range(1, columns)
    .map((at) => `c${at}`)
    .join(', ')})`;
  return `SELECT count(*) FILTER (WHERE c0 IS NOT NULL AND ${rest} IS NULL) AS titles, count(*) FILTER (WHERE c0 IS NULL AND ${rest} IS NOT NULL) AS rows, count(*) FILTER (WHERE c0 IS NOT NULL AND ${rest} IS NOT NULL AND NOT ${isTotal('c0')}) AS others FROM ${raw}`;
}

/**
 * SELECT of the same rows with one more column at the end: the title of the group a row stands in. Only rows that are neither
 * titles nor totals have it.
 */
export function groupedRowsSql(raw: string, columns: number): string {
  const names = range(0, columns).map((at) => `c${at}`);
  const rest = `coalesce(${names.slice(1).join(', ')})`;
  const title = `CASE WHEN c0 IS NOT NULL AND ${rest} IS NULL AND NOT ${isTotal('c0')} THEN c0 END`;
  const last = `last_value(${title} IGNORE NULLS) OVER (ORDER BY _n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  return `SELECT _n, ${names.join(', ')}, CASE WHEN c0 IS NULL THEN ${last} END AS c${columns} FROM ${raw}`;
}

/** Where a line file says its order and what it says of it. */
export type OrderCells = {
  /** Position of the order number. */
  readonly key: number;
  /** Positions of what belongs to the order as a whole. */
  readonly cells: readonly number[];
  /** Positions of what belongs to the line: a row without any of it is no line. */
  readonly lines: readonly number[];
};

/** The order-level columns of a line file that carries its orders; null for other files. */
export function orderCells(columns: readonly ColumnMapping[]): OrderCells | null {
  const key = columns.find(
    ({ table, column, role }) => role === 'canonical' && table === 'order_lines' && column === 'order_id',
  );
  const cells = columns
    .filter(
      ({ table, role, column }) =>
        (role === 'canonical' && (table === 'orders' || table === 'customers')) ||
        (role === 'ingredient' && orderLevel.has(column)),
    )
    .map(({ position }) => position);
  const lines = columns
    .filter(
      ({ table, role, column }) => role === 'canonical' && table === 'order_lines' && column !== 'order_id',
    )
    .map(({ position }) => position);
  const dated = columns.some(({ table, column }) => table === 'orders' && column === 'order_date');
  return key === undefined || !dated || lines.length === 0 ? null : { key: key.position, cells, lines };
}

const orderLevel = new Set([
  'document_type',
  'record_status',
  'record_mode',
  'cancelled_at',
  'contact_email',
  'refunded',
]);

const isLine = (lines: readonly number[]): string =>
  `coalesce(${lines.map((at) => `c${at}`).join(', ')}) IS NOT NULL`;

/** SELECT of how many lines lack the order number (`keys`) and how many lack an order-level cell (`cells`). */
export function continuationEvidenceSql(raw: string, { key, cells, lines }: OrderCells): string {
  const empty = cells.map((at) => `c${at} IS NULL`);
  return `SELECT count(*) FILTER (WHERE c${key} IS NULL AND ${empty.join(' AND ')} AND ${isLine(lines)}) AS keys, count(*) FILTER (WHERE c${key} IS NOT NULL AND (${empty.join(' OR ')})) AS cells FROM ${raw}`;
}

/**
 * SELECT of the same rows with an order's cells on each of its lines: a line without number and order cells belongs to the
 * order above it; a line without some of the cells takes them from the order's first line that has them. Total lines stay
 * as they are.
 */
export function continuedRowsSql(raw: string, columns: number, { key, cells, lines }: OrderCells): string {
  const names = range(0, columns).map((at) => `c${at}`);
  const lacking = `c${key} IS NULL AND ${cells.map((at) => `c${at} IS NULL`).join(' AND ')} AND ${isLine(lines)} AND NOT ${isTotal(`coalesce(${names.join(', ')})`)}`;
  const above = `last_value(c${key} IGNORE NULLS) OVER (ORDER BY _n ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  const keyed = `SELECT _n, ${names.map((name, at) => (at === key ? `CASE WHEN ${lacking} THEN ${above} ELSE ${name} END AS ${name}` : name)).join(', ')} FROM ${raw}`;
  const firstOfGroup = (name: string): string =>
    `CASE WHEN c${key} IS NULL THEN ${name} ELSE coalesce(${name}, first_value(${name} IGNORE NULLS) OVER (PARTITION BY c${key} ORDER BY _n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)) END AS ${name}`;
  return `SELECT _n, ${names.map((name, at) => (cells.includes(at) ? firstOfGroup(name) : name)).join(', ')} FROM (${keyed})`;
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, at) => from + at);
