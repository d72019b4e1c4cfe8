import { ratioSql, sqlDate } from './sql-expressions.ts';

/**
 * Statements for what else is known of a customer: `category_facts` from order lines, `payment_facts`, `quote_facts`.
 * A payment counts in the window of its invoice once it is paid before the window's end. A quote counts in the window of
 * its close date; one without a close date by its creation, in windows that end at the as-of date only, since nobody knows
 * whether it had been decided earlier.
 *
 * @example
 * relationFacts('2026-07-01').length; // => 3
 */
export function relationFacts(asOf: string): readonly string[] {
  return [
    `CREATE TEMP TABLE category_facts AS
      WITH bought AS (
        SELECT DISTINCT o.customer_id, o.order_date, l.product_category
        FROM source_orders o JOIN source_order_lines l ON l.order_id = o.order_id
        WHERE l.product_category IS NOT NULL
      ), firsts AS (
        SELECT w."window", b.customer_id, b.product_category, min(b.order_date) AS first_day
        FROM windows w JOIN bought b ON b.order_date >= w.from_date AND b.order_date < w.to_date
        GROUP BY w."window", b.customer_id, b.product_category
      ), started AS (
        SELECT *, min(first_day) OVER (PARTITION BY "window", customer_id) AS start_day FROM firsts
      ), listed AS (
        SELECT "window", customer_id, list(product_category ORDER BY product_category) AS categories,
          count(*) AS category_breadth, count(*) FILTER (WHERE first_day > start_day) AS categories_added,
          list(first_day ORDER BY first_day) AS first_days
        FROM started GROUP BY "window", customer_id
      )
      SELECT * EXCLUDE (first_days), first_days[2] - first_days[1] AS days_to_second FROM listed`,
    `CREATE TEMP TABLE payment_facts AS
      WITH paid AS (
        SELECT coalesce(p.customer_id, o.customer_id) AS customer_id, p.invoice_date, p.due_date, p.paid_date
        FROM source_payments p LEFT JOIN source_orders o ON o.order_id = p.order_id
        WHERE p.paid_date IS NOT NULL
      )
      SELECT w."window", p.customer_id,
        ${ratioSql('sum(p.paid_date - p.invoice_date)', 'count(*)')} AS days_to_pay,
        ${ratioSql('sum(p.paid_date - p.due_date)', 'count(p.due_date)')} AS days_late
      FROM windows w JOIN paid p
        ON p.invoice_date >= w.from_date AND p.invoice_date < w.to_date AND p.paid_date < w.to_date
      WHERE p.customer_id IS NOT NULL
      GROUP BY w."window", p.customer_id`,
    `CREATE TEMP TABLE quote_facts AS
      SELECT w."window", q.customer_id, count(*) AS quotes_decided, count(*) FILTER (WHERE q.won) AS quotes_won
      FROM windows w JOIN source_quotes q
        ON coalesce(q.close_date, q.created_date) >= w.from_date AND coalesce(q.close_date, q.created_date) < w.to_date
        AND (q.close_date IS NOT NULL OR w.to_date = ${sqlDate(asOf)})
      WHERE q.won IS NOT NULL AND q.customer_id IS NOT NULL
      GROUP BY w."window", q.customer_id`,
  ];
}
