import { canonicalTables, type TableDefinition, type TableName } from './canonical-tables.ts';
import type { FileMapping } from './mapping.ts';
import { sqlName } from './sql-text.ts';
import { sqlType, typedName } from './typed-rows.sql.ts';

/** A file's rows as rows of one canonical table. */
export type Projection = {
  readonly table: TableName;
  /** Column → SQL type, canonical ones in the table's order, then attributes by name. */
  readonly columns: ReadonlyMap<string, string>;
  /** Column → SQL over the typed rows; for the file's own table. */
  readonly expressions: ReadonlyMap<string, string>;
  readonly select: string;
};

/**
 * What a file contributes to a table, from its typed rows (`typed`: `_n`, `_row`, and typed names). Only rows that are neither refused nor lines of the report (`_class`). The
 * file's own table takes one row per row; carried tables are grouped by their key, each cell being the first one filled in
 * file order, since exports write an order's cells on its first line only. Null when the file has nothing for the table.
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
    const expression = columnSql(mapping, table, column);
    if (expression === null) continue;
    expressions.set(column, expression);
    types.set(column, sqlType(type, column));
  }
  const own = mapping.table === table;
  if (own)
    for (const column of mapping.columns
      .filter(({ role }) => role === 'attribute')
      .sort((a, b) => (a.column < b.column ? -1 : 1))) {
      expressions.set(column.column, sqlName(typedName(column)));
      types.set(column.column, attributeTypes.get(column.position) ?? 'VARCHAR');
    }
  if (own) {
    const list = [...expressions].map(
      ([column, sql]) => `CAST(${sql} AS ${types.get(column)}) AS ${sqlName(column)}`,
    );
    return {
      table,
      columns: types,
      expressions,
      select: `SELECT _n, ${list.join(', ')} FROM ${typed} WHERE _row IS NULL AND _class IS NULL`,
    };
  }
  const key = carriedKey(table);
  const keySql = expressions.get(key);
  if (keySql === undefined || expressions.size < 2) return null;
  if (table === 'payments' && !expressions.has('due_date') && !expressions.has('paid_date')) return null;
  const lineRevenue = table === 'orders' ? columnSql(mapping, 'order_lines', 'line_revenue') : null;
  const lineCost = table === 'orders' ? columnSql(mapping, 'order_lines', 'line_cogs') : null;
  const list: string[] = [];
  // An order without an amount of its own is worth what its lines are worth.
  if (lineRevenue !== null && !expressions.has('order_revenue')) {
    types.set('order_revenue', 'DECIMAL(18,4)');
    list.push(`CAST(sum(${lineRevenue}) AS DECIMAL(18,4)) AS "order_revenue"`);
  }
  if (lineCost !== null && !expressions.has('cogs')) {
    types.set('cogs', 'DECIMAL(18,4)');
    list.push(
      `CAST(CASE WHEN count(${lineCost}) = count(*) THEN sum(${lineCost}) END AS DECIMAL(18,4)) AS "cogs"`,
    );
  }
  const carriedCells = [...expressions]
    .filter(([column]) => column !== key)
    .map(
      ([column, sql]) =>
        `CAST(list(${sql} ORDER BY _n) FILTER (WHERE (${sql}) IS NOT NULL)[1] AS ${types.get(column)}) AS ${sqlName(column)}`,
    );
  return {
    table,
    columns: types,
    expressions,
    select: `SELECT min(_n) AS _n, ${keySql} AS ${sqlName(key)}, ${[...carriedCells, ...list].join(', ')} FROM ${typed} WHERE _row IS NULL AND _class IS NULL AND (${keySql}) IS NOT NULL GROUP BY ${keySql}`,
  };
}

function carriedKey(table: TableName): string {
  return table === 'customers' ? 'customer_id' : 'order_id';
}

/** Where a table's column comes from in a file: its own header, or what can be worked out from others. */
function columnSql(mapping: FileMapping, table: TableName, column: string): string | null {
  const find = (from: TableName, name: string): string | null => {
    const made = mapping.columns.find(
      (candidate) => candidate.role === 'canonical' && candidate.table === from && candidate.column === name,
    );
    return made === undefined ? null : sqlName(typedName(made));
  };
  const ingredient = (name: string): string | null => {
    const made = mapping.columns.find(
      (candidate) => candidate.role === 'ingredient' && candidate.column === name,
    );
    return made === undefined ? null : sqlName(typedName(made));
  };
  const grain = mapping.table;
  const direct = find(table, column);
  const division = ingredient('customer_division');
  if (column === 'customer_id' && direct !== null && division !== null)
    return `concat_ws('-', ${division}, ${direct})`;
  if (direct !== null) return direct;
  if (grain === 'order_lines' && table === 'order_lines') {
    const quantity = find('order_lines', 'quantity');
    const price = ingredient('unit_price');
    const discount = ingredient('line_discount');
    const revenue =
      find('order_lines', 'line_revenue') ??
      (price !== null && quantity !== null
        ? `CAST(${price} * ${quantity}${discount === null ? '' : ` - coalesce(${discount}, 0)`} AS DECIMAL(18,4))`
        : null);
    if (column === 'line_revenue') return revenue;
    if (column === 'line_cogs') {
      const cost = ingredient('unit_cost');
      const margin = ingredient('line_margin');
      if (cost !== null && quantity !== null) return `CAST(${cost} * ${quantity} AS DECIMAL(18,4))`;
      if (margin !== null && revenue !== null) return `${revenue} - ${margin}`;
    }
    return null;
  }
  if (table === grain || grain === null) return null;
  // Carried tables borrow what they share with the file's own.
  if (table === 'orders' && column === 'order_id') return find('order_lines', 'order_id');
  if (table === 'customers' && column === 'customer_id') return columnSql(mapping, 'orders', 'customer_id');
  if (table === 'payments') {
    if (column === 'order_id') return find(grain, 'order_id');
    if (column === 'customer_id') return columnSql(mapping, 'orders', 'customer_id');
    if (column === 'invoice_date') return find('orders', 'order_date');
    if (column === 'amount') return find('orders', 'order_revenue');
  }
  return null;
}
