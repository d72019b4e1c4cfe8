/** Integers of 1/10,000 as decimal text, so that sums of any size stay exact. */
const total = (e4: string): string =>
  `CAST(CAST(coalesce(sum(${e4}), 0) AS DECIMAL(34,0)) * CAST(0.0001 AS DECIMAL(4,4)) AS VARCHAR)`;

/**
 * One row of counts and control totals after the rollup: what the label window holds, and what could not be placed. Run it
 * after `rollupProgram`.
 */
export const rollupControls = `SELECT
    (SELECT count(*) FROM rollup_rows WHERE "window" = 'label') AS customers,
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
