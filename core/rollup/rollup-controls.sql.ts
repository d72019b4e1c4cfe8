import { sqlString } from '../tables/sql-text.ts';
import { sqlDate } from './sql-expressions.ts';

/** Integers of 1/10,000 as decimal text, so that sums of any size stay exact. */
const total = (e4: string): string =>
  `CAST(CAST(coalesce(sum(${e4}), 0) AS DECIMAL(34,0)) * CAST(0.0001 AS DECIMAL(4,4)) AS VARCHAR)`;

/** What the landed tables have, which decides what can be added up. */
export type ControlledColumns = {
  readonly margin: boolean;
  readonly quantity: boolean;
};

/**
 * One row of counts and control totals after the rollup: what was read back of the landed tables, what the label window holds,
 * and what could not be placed. Landed amounts are in the orders' own currencies, the others in the reporting one. Run it after
 * `rollupProgram`.
 *
 * @example
 * rollupControls('2026-07-01', { margin: false, quantity: false, currency: 'EUR' }).includes('NULL AS landed_margin'); // => true
 */
export function rollupControls(
  asOf: string,
  { margin, quantity, currency }: ControlledColumns & { readonly currency: string },
): string {
  const landed = (column: string, where = 'true'): string =>
    `(SELECT CAST(coalesce(sum(${column}), 0) AS VARCHAR) FROM orders WHERE ${where})`;
  const later = `order_date >= ${sqlDate(asOf)}`;
  const orders = (e4: string, where: string): string =>
    `(SELECT ${total(e4)} FROM source_orders WHERE ${where})`;
  const from = `(SELECT from_date FROM windows WHERE "window" = 'label')`;
  return `SELECT
    ${landed('order_revenue')} AS landed_revenue,
    ${margin ? landed('gross_margin') : 'NULL'} AS landed_margin,
    ${quantity ? '(SELECT CAST(coalesce(sum(quantity), 0) AS VARCHAR) FROM order_lines)' : 'NULL'} AS landed_quantity,
    ${landed('order_revenue', later)} AS later_revenue,
    ${margin ? landed('gross_margin', later) : 'NULL'} AS later_margin,
    ${orders('revenue_e4', `order_date < ${from}`)} AS earlier_revenue,
    ${margin ? orders('margin_e4', `order_date < ${from}`) : 'NULL'} AS earlier_margin,
    ${orders('revenue_e4', `order_date >= ${from}`)} AS ordered_revenue,
    ${margin ? orders('margin_e4', `order_date >= ${from}`) : 'NULL'} AS ordered_margin,
    (SELECT count(*) FROM source_orders WHERE currency <> ${sqlString(currency)}) AS exchanged_orders,
    ${placed}`;
}

const placed = `(SELECT count(*) FROM rollup_rows WHERE "window" = 'label') AS customers,
    (SELECT count(*) FROM rollup_rows WHERE "window" = 'label' AND orders > 0) AS buyers,
    (SELECT CAST(coalesce(sum(orders), 0) AS BIGINT) FROM rollup_rows WHERE "window" = 'label') AS orders,
    (SELECT CAST(coalesce(sum(orders_with_margin), 0) AS BIGINT) FROM rollup_rows WHERE "window" = 'label') AS orders_with_margin,
    (SELECT ${total('revenue_e4')} FROM rollup_rows WHERE "window" = 'label') AS revenue,
    (SELECT ${total('margin_e4')} FROM rollup_rows WHERE "window" = 'label') AS margin,
    (SELECT ${total('returns_e4')} FROM rollup_rows WHERE "window" = 'label') AS "returns",
    (SELECT count(*) FROM source_orders) - (SELECT count(*) FROM window_orders WHERE "window" = 'label') AS orders_before_window,
    (SELECT count(*) FROM source_order_lines l
      WHERE NOT EXISTS (SELECT 1 FROM source_orders o WHERE o.order_id = l.order_id)) AS lines_without_order,
    (SELECT count(*) FROM source_returns r
      WHERE NOT EXISTS (SELECT 1 FROM source_orders o WHERE o.order_id = r.order_id)
        AND NOT EXISTS (SELECT 1 FROM roster a WHERE a.customer_id = r.customer_id)) AS returns_without_customer`;
