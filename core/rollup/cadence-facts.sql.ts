/**
 * Statements for what the order dates show: `gap_facts` (median, largest gap, and the integer sums from which
 * {@link gapVariation} makes the variation) and `trend_sums` (the integer sums from which {@link trendPerMonth}
 * makes the slope). Sums of squares stay integers here; no variance or slope is computed in SQL.
 *
 * @example
 * cadenceFacts().length; // => 2
 */
export function cadenceFacts(): readonly string[] {
  return [
    `CREATE TEMP TABLE gap_facts AS
      WITH days AS (
        SELECT DISTINCT "window", customer_id, order_date FROM window_orders
      ), gaps AS (
        SELECT "window", customer_id,
          order_date - lag(order_date) OVER (PARTITION BY "window", customer_id ORDER BY order_date) AS gap
        FROM days
      )
      SELECT "window", customer_id, count(gap) AS gaps, sum(gap) AS gap_sum, sum(gap * gap) AS gap_squares,
        median(gap) AS gap_days_median, max(gap) AS gap_days_max
      FROM gaps WHERE gap IS NOT NULL GROUP BY "window", customer_id`,
    // months_back counts whole months back from the window's end: 0 is the last of them
    `CREATE TEMP TABLE trend_sums AS
      WITH placed AS (
        SELECT "window", customer_id, net_revenue_e4, net_margin_e4,
          12 * (year(to_date) - year(order_date)) + month(to_date) - month(order_date)
            - CASE WHEN day(order_date) >= day(to_date) THEN 1 ELSE 0 END AS months_back
        FROM window_orders
      )
      SELECT "window", customer_id, max(months_back) + 1 AS months,
        CAST(coalesce(sum(net_margin_e4), sum(net_revenue_e4)) AS VARCHAR) AS total_e4,
        CAST(coalesce(sum(net_margin_e4 * months_back), sum(net_revenue_e4 * months_back)) AS VARCHAR) AS weighted_back_e4
      FROM placed GROUP BY "window", customer_id`,
  ];
}
