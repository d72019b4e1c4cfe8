import { sqlString } from '../tables/sql-text.ts';
import { divideHalfEvenSql, ratioSql } from './sql-expressions.ts';

/** Days of a mean Gregorian month. */
const monthDays = 'CAST(30.4375 AS DOUBLE)';

/** An integer of 1/10,000 as DECIMAL(18,4), exactly. */
const decimal = (e4: string): string =>
  `CAST(CAST(${e4} AS DECIMAL(22,0)) * CAST(0.0001 AS DECIMAL(5,4)) AS DECIMAL(18,4))`;

/**
 * The statement that joins all facts into `rollup_rows`: one row per customer and window. Variation, trend and distance are not in it: they come from {@link shapeSums} through
 * TypeScript and back as the table `rollup_shapes`.
 *
 * @example
 * rollupRows(false).startsWith('CREATE TEMP TABLE rollup_rows'); // => true
 */
export function rollupRows(returnsKnown: boolean): string {
  return `CREATE TEMP TABLE rollup_rows AS
    WITH joined AS (
      SELECT r.customer_id, r."window", r.first_order_ever, r.last_order_ever, r.to_date - r.last_order_ever AS recency_days,
        f.* EXCLUDE ("window", customer_id),
        CASE WHEN f.orders > 0 THEN
          greatest(CAST(1 AS DOUBLE), CAST(r.to_date - f.first_order_date AS DOUBLE) / ${monthDays}) END AS months_since_first,
        CASE WHEN f.orders > 0 THEN
          12 * (year(r.to_date - 1) - year(f.first_order_date)) + month(r.to_date - 1) - month(f.first_order_date) + 1
          ELSE 0 END AS months_observed,
        coalesce(c.categories, CAST([] AS VARCHAR[])) AS categories, c.category_breadth, c.categories_added,
        CAST(c.days_to_second AS DOUBLE) / ${monthDays} AS months_to_second_category,
        p.days_to_pay, p.days_late,
        coalesce(q.quotes_decided, 0) AS quotes_decided, coalesce(q.quotes_won, 0) AS quotes_won,
        coalesce(g.order_days, 0) AS order_days, coalesce(g.active_months, 0) AS active_months,
        g.gap_days_median, g.gap_days_max, g.gaps, g.gap_sum, g.gap_squares,
        t.months AS trend_months, t.total_e4, t.weighted_back_e4
      FROM roster r
      JOIN order_facts f ON f."window" = r."window" AND f.customer_id = r.customer_id
      LEFT JOIN category_facts c ON c."window" = r."window" AND c.customer_id = r.customer_id
      LEFT JOIN payment_facts p ON p."window" = r."window" AND p.customer_id = r.customer_id
      LEFT JOIN quote_facts q ON q."window" = r."window" AND q.customer_id = r.customer_id
      LEFT JOIN day_facts g ON g."window" = r."window" AND g.customer_id = r.customer_id
      LEFT JOIN trend_sums t ON t."window" = r."window" AND t.customer_id = r.customer_id
    )
    SELECT *,
      ${ratioSql('margin_e4', 'margin_base_e4')} AS margin_percent,
      CAST(orders AS DOUBLE) / months_since_first AS orders_per_month,
      ${ratioSql('active_months', 'months_observed')} AS consistency,
      ${ratioSql('(active_months - 1)', '(months_observed - 1)')} AS repeat_rate,
      CAST(categories_added AS DOUBLE) / greatest(CAST(1 AS DOUBLE), months_since_first / CAST(12 AS DOUBLE))
        AS categories_added_per_year,
      CASE WHEN orders > 0 THEN ${divideHalfEvenSql('revenue_e4', 'orders')} END AS aov_e4,
      ${returnsKnown ? ratioSql('returns_e4', 'gross_e4') : 'CAST(NULL AS DOUBLE)'} AS return_rate,
      ${ratioSql('quotes_won', 'quotes_decided')} AS quote_win_rate
    FROM joined`;
}

/** The integer sums from which variation and trend are computed. */
export const shapeSums = `SELECT customer_id, "window", gaps, gap_sum, gap_squares, trend_months, total_e4, weighted_back_e4
  FROM rollup_rows ORDER BY customer_id, "window"`;

/** Columns of `rollup_shapes`, which the step loads before it writes. */
export const shapeColumns = {
  customer_id: 'VARCHAR',
  window: 'VARCHAR',
  gap_variation: 'DOUBLE',
  trend: 'DOUBLE',
  nearest_branch_km: 'DOUBLE',
} as const;

/**
 * Writes `rollups.parquet` from `rollup_rows` and `rollup_shapes`: money as DECIMAL(18,4), ordered by customer_id and
 * window, columns in the order of `CustomerRollup`.
 *
 * @example
 * writeRollups('/tmp/rollups.parquet').includes('ORDER BY customer_id, "window"'); // => true
 */
export function writeRollups(file: string): string {
  return `COPY (SELECT customer_id, "window", CAST(orders AS BIGINT) AS orders,
      CAST(orders_with_margin AS BIGINT) AS orders_with_margin, CAST(order_days AS BIGINT) AS order_days,
      ${decimal('revenue_e4')} AS revenue, ${decimal('margin_e4')} AS margin, ${decimal('returns_e4')} AS "returns",
      margin_percent, first_order_date, last_order_date, first_order_ever, last_order_ever,
      CAST(recency_days AS BIGINT) AS recency_days, months_since_first, CAST(active_months AS BIGINT) AS active_months,
      CAST(months_observed AS BIGINT) AS months_observed, orders_per_month, consistency, repeat_rate, categories,
      CAST(category_breadth AS BIGINT) AS category_breadth, categories_added_per_year, months_to_second_category,
      ${decimal('aov_e4')} AS aov, days_to_pay, days_late, return_rate,
      CAST(quotes_decided AS BIGINT) AS quotes_decided, CAST(quotes_won AS BIGINT) AS quotes_won, quote_win_rate,
      CAST(ship_to_count AS BIGINT) AS ship_to_count, requested_lead_days, late_share, gap_days_median,
      CAST(gap_days_max AS BIGINT) AS gap_days_max, gap_variation, trend, nearest_branch_km
    FROM rollup_rows JOIN rollup_shapes USING (customer_id, "window")
    ORDER BY customer_id, "window") TO ${sqlString(file)} (FORMAT parquet)`;
}
