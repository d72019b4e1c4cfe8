import { sqlString } from '../tables/sql-text.ts';
import { divideHalfEvenSql, ratioSql, sqlDate } from './sql-expressions.ts';
import type { NamedWindow } from './windows.ts';

/**
 * Statements that put customers and orders into windows: `windows`, `roster` (who has a row in which window),
 * `window_orders` (orders of the window with their returns netted) and `order_facts` (one row per customer and window).
 *
 * A return belongs to its order's period and counts once it is known, i.e. dated before the window's end. It takes
 * back margin at the order's own rate, rounded half-even to 1/10,000; in full where the order has no positive revenue.
 * A return without a known order counts on its own date, at the customer's margin rate in the window.
 *
 * @example
 * windowOrders([{ name: 'label', from: '2023-07-01', to: '2026-07-01', months: 36 }]).length; // => 6
 */
export function windowOrders(windows: readonly NamedWindow[]): readonly string[] {
  const values = windows.map(
    ({ name, from, to }) => `(${sqlString(name)}, ${sqlDate(from)}, ${sqlDate(to)})`,
  );
  return [
    `CREATE TEMP TABLE windows AS SELECT * FROM (VALUES ${values.join(', ')}) AS w("window", from_date, to_date)`,
    // every account has a label row; the other windows hold those who had ordered before their end
    `CREATE TEMP TABLE roster AS
      WITH ever AS (
        SELECT w."window", w.to_date, o.customer_id, min(o.order_date) AS first_order_ever, max(o.order_date) AS last_order_ever
        FROM windows w JOIN source_orders o ON o.order_date < w.to_date
        GROUP BY w."window", w.to_date, o.customer_id
      ), accounts AS (
        SELECT customer_id FROM source_customers UNION SELECT customer_id FROM source_orders
      )
      SELECT a.customer_id, w."window", w.to_date, e.first_order_ever, e.last_order_ever
      FROM accounts a JOIN windows w ON w."window" = 'label'
      LEFT JOIN ever e ON e.customer_id = a.customer_id AND e."window" = w."window"
      UNION ALL
      SELECT customer_id, "window", to_date, first_order_ever, last_order_ever FROM ever WHERE "window" <> 'label'`,
    `CREATE TEMP TABLE order_returns AS
      SELECT w."window", r.order_id, sum(r.amount_e4) AS returned_e4
      FROM windows w JOIN source_returns r ON r.return_date < w.to_date
      JOIN source_orders o ON o.order_id = r.order_id
      GROUP BY w."window", r.order_id`,
    `CREATE TEMP TABLE loose_returns AS
      SELECT w."window", r.customer_id, sum(r.amount_e4) AS returned_e4
      FROM windows w JOIN source_returns r ON r.return_date >= w.from_date AND r.return_date < w.to_date
      WHERE r.customer_id IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM source_orders o WHERE o.order_id = r.order_id)
      GROUP BY w."window", r.customer_id`,
    `CREATE TEMP TABLE window_orders AS
      WITH dated AS (
        SELECT w."window", w.to_date, o.*, coalesce(r.returned_e4, 0) AS returned_e4
        FROM windows w JOIN source_orders o ON o.order_date >= w.from_date AND o.order_date < w.to_date
        LEFT JOIN order_returns r ON r."window" = w."window" AND r.order_id = o.order_id
      )
      SELECT * EXCLUDE (margin_e4), revenue_e4 - returned_e4 AS net_revenue_e4,
        CASE WHEN margin_e4 IS NULL THEN NULL
          WHEN returned_e4 = 0 THEN margin_e4
          WHEN revenue_e4 > 0 THEN margin_e4 - ${divideHalfEvenSql('(returned_e4 * margin_e4)', 'revenue_e4')}
          ELSE margin_e4 - returned_e4 END AS net_margin_e4
      FROM dated`,
    `CREATE TEMP TABLE order_facts AS
      WITH summed AS (
        SELECT "window", customer_id, count(*) AS orders, count(net_margin_e4) AS orders_with_margin,
          sum(revenue_e4) AS gross_e4, sum(returned_e4) AS order_returned_e4, sum(net_revenue_e4) AS ordered_e4,
          sum(net_margin_e4) AS ordered_margin_e4,
          sum(net_revenue_e4) FILTER (WHERE net_margin_e4 IS NOT NULL) AS margin_base_e4,
          min(order_date) AS first_order_date, max(order_date) AS last_order_date,
          count(required_date) AS dated_orders, sum(required_date - order_date) AS lead_days,
          count(*) FILTER (WHERE required_date IS NOT NULL AND shipped_date < to_date) AS shipped_orders,
          count(*) FILTER (WHERE shipped_date > required_date AND shipped_date < to_date) AS late_orders
        FROM window_orders GROUP BY "window", customer_id
      ), places AS (
        SELECT "window", customer_id, count(*) AS ship_to_count
        FROM (SELECT DISTINCT "window", customer_id, ship_to FROM window_orders WHERE ship_to IS NOT NULL)
        GROUP BY "window", customer_id
      ), loose AS (
        SELECT r."window", r.customer_id, coalesce(l.returned_e4, 0) AS loose_e4
        FROM roster r LEFT JOIN loose_returns l ON l."window" = r."window" AND l.customer_id = r.customer_id
      )
      SELECT l."window", l.customer_id, coalesce(s.orders, 0) AS orders,
        coalesce(s.orders_with_margin, 0) AS orders_with_margin,
        coalesce(s.gross_e4, 0) AS gross_e4,
        coalesce(s.order_returned_e4, 0) + l.loose_e4 AS returns_e4,
        coalesce(s.ordered_e4, 0) - l.loose_e4 AS revenue_e4,
        CASE WHEN s.ordered_margin_e4 IS NULL THEN NULL
          WHEN l.loose_e4 = 0 THEN s.ordered_margin_e4
          WHEN s.margin_base_e4 > 0 THEN s.ordered_margin_e4 - ${divideHalfEvenSql('(l.loose_e4 * s.ordered_margin_e4)', 's.margin_base_e4')}
          ELSE s.ordered_margin_e4 - l.loose_e4 END AS margin_e4,
        s.margin_base_e4 - l.loose_e4 AS margin_base_e4,
        s.first_order_date, s.last_order_date, p.ship_to_count,
        ${ratioSql('s.lead_days', 's.dated_orders')} AS requested_lead_days,
        ${ratioSql('s.late_orders', 's.shipped_orders')} AS late_share
      FROM loose l LEFT JOIN summed s ON s."window" = l."window" AND s.customer_id = l.customer_id
      LEFT JOIN places p ON p."window" = l."window" AND p.customer_id = l.customer_id`,
  ];
}
