/** Which columns the relations at hand have. */
export type OrderParts = {
  readonly orders: string;
  readonly orderColumns: readonly string[];
  readonly lines: string | null;
  readonly lineColumns: readonly string[];
};

/**
 * SELECT of the orders with their margin settled: as stated; else revenue − cogs; else revenue − the cost of their lines,
 * where every line of the order has one. NULL where none is known.
 */
export function finishOrdersSql({ orders, orderColumns, lines, lineColumns }: OrderParts): string {
  const parts: string[] = [];
  if (orderColumns.includes('gross_margin')) parts.push('o.gross_margin');
  if (orderColumns.includes('cogs')) parts.push('o.order_revenue - o.cogs');
  const fromLines = lines !== null && lineColumns.includes('line_cogs');
  if (fromLines) parts.push('CASE WHEN l.costed = l.lines THEN o.order_revenue - l.cogs END');
  const others = orderColumns.filter((column) => column !== 'gross_margin').map((column) => `o."${column}"`);
  const margin =
    parts.length === 0 ? [] : [`CAST(coalesce(${parts.join(', ')}) AS DECIMAL(18,4)) AS gross_margin`];
  const join = fromLines
    ? ` LEFT JOIN (SELECT order_id, count(*) AS lines, count(line_cogs) AS costed, sum(line_cogs) AS cogs FROM ${lines} GROUP BY order_id) AS l ON o.order_id = l.order_id`
    : '';
  return `SELECT ${[...others, ...margin].join(', ')} FROM ${orders} AS o${join}`;
}
