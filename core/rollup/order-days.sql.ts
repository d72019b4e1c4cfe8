import { sqlString } from '../tables/sql-text.ts';

/**
 * Statement that writes the days with an order in the label window, one row per customer and day: what value models learn
 * from. Amounts are whole 1/10,000 with the returns of known orders netted; the margin is NULL on a day with an order of
 * unknown margin. Returns that name no order are in the rollups alone: no day is theirs.
 *
 * @example
 * writeOrderDays('days.parquet').includes('ORDER BY customer_id, day'); // => true
 */
export function writeOrderDays(file: string): string {
  return `COPY (
    SELECT customer_id, CAST(order_date - DATE '1970-01-01' AS INTEGER) AS day, CAST(count(*) AS INTEGER) AS orders,
      CAST(sum(net_revenue_e4) AS BIGINT) AS revenue_e4,
      CAST(CASE WHEN count(net_margin_e4) = count(*) THEN sum(net_margin_e4) END AS BIGINT) AS margin_e4
    FROM window_orders WHERE "window" = 'label'
    GROUP BY customer_id, order_date
    ORDER BY customer_id, day) TO ${sqlString(file)} (FORMAT parquet)`;
}
