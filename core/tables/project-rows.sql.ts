import { canonicalTables, type TableDefinition, type TableName } from './canonical-tables.ts';
import { columnSourceSql, ingredient } from './column-sources.sql.ts';
import type { FileMapping } from './mapping.ts';
import { sqlName } from './sql-text.ts';
import { sqlType, typedName } from './typed-rows.sql.ts';

/** A file's rows as rows of one canonical table. */
export type Projection = {
  readonly table: TableName;
  /** Column → SQL type, canonical ones in the table's order, then attributes by name. */
  readonly columns: ReadonlyMap<string, string>;
  /** Column → SQL over the typed rows. */
  readonly expressions: ReadonlyMap<string, string>;
  readonly select: string;
};

/** Rows that count: neither refused nor lines of the report. */
const counted = '_row IS NULL AND _class IS NULL';

/**
 * What a file contributes to a table, from its typed rows (`typed`: `_n`, `_row`, `_class`, `_credit` and typed names). The
 * file's own table takes one row per row, credit memos left out; they become `returns`. Carried tables are grouped by their
 * key, each cell being the first one filled in file order, since exports write an order's cells on its first line only.
 * Null when the file has nothing for the table.
 */
export function projectRows(
  mapping: FileMapping,
  typed: string,
  table: TableName,
  attributeTypes: ReadonlyMap<number, string>,
): Projection | null {
  const definition: TableDefinition = canonicalTables[table];
  const expressions = new Map<string, string>();
  const types = new Map<string, string>();
  for (const [column, { type }] of Object.entries(definition.columns)) {
    const expression = columnSourceSql(mapping, table, column);
    if (expression === null) continue;
    expressions.set(column, expression);
    types.set(column, sqlType(type, column));
  }
  if (mapping.table === table) {
    for (const column of mapping.columns
      .filter(({ role }) => role === 'attribute')
      .sort((a, b) => (a.column < b.column ? -1 : 1))) {
      expressions.set(column.column, sqlName(typedName(column)));
      types.set(column.column, attributeTypes.get(column.position) ?? 'VARCHAR');
    }
    const list = [...expressions].map(
      ([column, sql]) => `CAST(${sql} AS ${types.get(column)}) AS ${sqlName(column)}`,
    );
    const select = `SELECT _n, ${list.join(', ')} FROM ${typed} WHERE ${counted} AND NOT _credit`;
    return { table, columns: types, expressions, select };
  }
  if (table === 'returns') return moneyBack(mapping, typed);
  return mapping.carries.includes(table) ? carriedRows(mapping, typed, table, types, expressions) : null;
}

function carriedRows(
  mapping: FileMapping,
  typed: string,
  table: TableName,
  columns: ReadonlyMap<string, string>,
  expressions: ReadonlyMap<string, string>,
): Projection | null {
  const key = table === 'customers' ? 'customer_id' : 'order_id';
  const keySql = expressions.get(key);
  const needed =
    table === 'orders' ? ['order_date', 'customer_id'] : table === 'payments' ? ['invoice_date'] : [];
  if (keySql === undefined || expressions.size < 2 || needed.some((column) => !expressions.has(column)))
    return null;
  const priced =
    expressions.has('order_revenue') || columnSourceSql(mapping, 'order_lines', 'line_revenue') !== null;
  if (table === 'orders' && !priced) return null;
  // Who only appears on a credit memo is still a customer; orders and payments are sales.
  const sales = table === 'customers' ? '' : ' AND NOT _credit';
  const cells = [...expressions]
    .filter(([column]) => column !== key)
    .map(
      ([column, sql]) =>
        `CAST(list(${sql} ORDER BY _n) FILTER (WHERE (${sql}) IS NOT NULL)[1] AS ${columns.get(column)}) AS ${sqlName(column)}`,
    );
  const select = `SELECT min(_n) AS _n, ${keySql} AS ${sqlName(key)}, ${cells.join(', ')} FROM ${typed} WHERE ${counted}${sales} AND (${keySql}) IS NOT NULL GROUP BY ${keySql}`;
  return { table, columns, expressions, select };
}

/** Credit memos, and refunds noted on the order itself. A credit memo has a number of its own, so it names no order. */
function moneyBack(mapping: FileMapping, typed: string): Projection | null {
  const own = mapping.table;
  if (own !== 'orders' && own !== 'order_lines') return null;
  const customer = columnSourceSql(mapping, 'orders', 'customer_id');
  const date = columnSourceSql(mapping, 'orders', 'order_date');
  const order = columnSourceSql(mapping, own, 'order_id');
  const amount =
    own === 'orders'
      ? columnSourceSql(mapping, 'orders', 'order_revenue')
      : columnSourceSql(mapping, 'order_lines', 'line_revenue');
  if (customer === null || date === null || order === null) return null;
  const selects: string[] = [];
  const row = (orderId: string, value: string, where: string): string =>
    `SELECT min(_n) AS _n, CAST(${orderId} AS VARCHAR) AS order_id, list(${customer} ORDER BY _n)[1] AS customer_id, min(${date}) AS return_date, CAST(${value} AS DECIMAL(18,4)) AS return_amount FROM ${typed} WHERE ${counted} AND ${where} GROUP BY ${order}`;
  const told = ['document_type', 'record_status'].some((name) => ingredient(mapping, name) !== null);
  if (amount !== null && told) selects.push(row('NULL', `abs(sum(${amount}))`, '_credit'));
  const refunded = ingredient(mapping, 'refunded');
  if (refunded !== null)
    selects.push(
      row(`min(${order})`, `max(abs(${refunded}))`, `NOT _credit AND coalesce(${refunded}, 0) <> 0`),
    );
  if (selects.length === 0) return null;
  const columns = new Map([
    ['order_id', 'VARCHAR'],
    ['customer_id', 'VARCHAR'],
    ['return_date', 'DATE'],
    ['return_amount', 'DECIMAL(18,4)'],
  ]);
  return { table: 'returns', columns, expressions: new Map(), select: selects.join(' UNION ALL ') };
}
