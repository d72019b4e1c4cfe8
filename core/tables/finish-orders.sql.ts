/** Which columns the relations at hand have. */
export type OrderParts = {
  readonly orders: string;
  readonly orderColumns: readonly string[];
  readonly lines: string | null;
  readonly lineColumns: readonly string[];
};

/**
 * SELECT of the orders with revenue and margin settled. Revenue: as stated, else the sum of the order's lines; orders without either are left out. Margin: as
 * stated; else revenue − cogs; else revenue − the cost of the lines, where every line of the order has one; NULL where none
 * is known. Returns the columns too, in the table's order.
 */
export function finishOrdersSql({ orders, orderColumns, lines, lineColumns }: OrderParts): {
  readonly select: string;
  readonly columns: readonly string[];
} {
  const sums = lines !== null && lineColumns.includes('line_revenue');
  const costs = lines !== null && lineColumns.includes('line_cogs');
  const stated = orderColumns.includes('order_revenue');
  const revenue = stated
    ? sums
      ? 'coalesce(o.order_revenue, l.revenue)'
      : 'o.order_revenue'
    : sums
      ? 'l.revenue'
      : 'NULL';
  const margins: string[] = [];
  if (orderColumns.includes('gross_margin')) margins.push('o.gross_margin');
  if (orderColumns.includes('cogs')) margins.push(`${revenue} - o.cogs`);
  if (costs) margins.push(`CASE WHEN l.costed = l.lines THEN ${revenue} - l.cogs END`);
  const cells = new Map(orderColumns.map((column) => [column, `o."${column}"`]));
  cells.set('order_revenue', `CAST(${revenue} AS DECIMAL(18,4))`);
  if (margins.length > 0) cells.set('gross_margin', `CAST(coalesce(${margins.join(', ')}) AS DECIMAL(18,4))`);
  const columns = tableOrder.filter((column) => cells.has(column));
  columns.push(...[...cells.keys()].filter((column) => !tableOrder.includes(column)));
  const sum = (column: string, has: boolean): string => (has ? `sum(${column})` : 'NULL');
  const join =
    sums || costs
      ? ` LEFT JOIN (SELECT order_id, count(*) AS lines, ${costs ? 'count(line_cogs)' : '0'} AS costed, ${sum('line_revenue', sums)} AS revenue, ${sum('line_cogs', costs)} AS cogs FROM ${lines} GROUP BY order_id) AS l ON o.order_id = l.order_id`
      : '';
  return {
    columns,
    select: `SELECT ${columns.map((column) => `${cells.get(column)} AS "${column}"`).join(', ')} FROM ${orders} AS o${join} WHERE ${revenue} IS NOT NULL`,
  };
}

const tableOrder: string[] = [
  'order_id',
  'order_date',
  'customer_id',
  'order_revenue',
  'gross_margin',
  'cogs',
];
