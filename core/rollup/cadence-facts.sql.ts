/**
 * Statements for what the order dates show: `day_facts` (order days, active months, median and largest gap, and the integer
 * sums from which {@link gapVariation} makes the variation) and `trend_sums` (the integer sums from which {@link trendPerMonth}
 * makes the slope). Sums of squares stay integers here; no variance or slope is computed in SQL.
 *
 * @example
 * cadenceFacts().length; // => 3
 */
export function cadenceFacts(): readonly string[] {
  return [
    // each day with an order beside the one before; inside a window the first day has none before it
    `CREATE TEMP TABLE order_day_pairs AS
      SELECT customer_id, order_date,
        lag(order_date) OVER (PARTITION BY customer_id ORDER BY order_date) AS day_before
      FROM (SELECT DISTINCT customer_id, order_date FROM source_orders)`,
    `CREATE TEMP TABLE day_facts AS
      WITH days AS (
        SELECT w."window", d.customer_id, d.order_date, CASE WHEN d.day_before >= w.from_date THEN d.day_before END AS day_before
        FROM windows w JOIN order_day_pairs d ON d.order_date >= w.from_date AND d.order_date < w.to_date
      ), gaps AS (
        SELECT "window", customer_id, order_date - day_before AS gap,
          day_before IS NULL OR year(day_before) <> year(order_date) OR month(day_before) <> month(order_date) AS opens_month
        FROM days
      )
      SELECT "window", customer_id, count(*) AS order_days, count(*) FILTER (WHERE opens_month) AS active_months,
        count(gap) AS gaps, sum(gap) AS gap_sum, sum(gap * gap) AS gap_squares,
        median(gap) AS gap_days_median, max(gap) AS gap_days_max
      FROM gaps GROUP BY "window", customer_id`,
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
        CAST(coalesce(sum(CAST(net_margin_e4 AS HUGEINT) * months_back), sum(CAST(net_revenue_e4 AS HUGEINT) * months_back)) AS VARCHAR) AS weighted_back_e4
      FROM placed GROUP BY "window", customer_id`,
  ];
}
