import type { Dialect } from './dialect.ts';
import { orderKey, orderRank, transactionId } from './order-key.sql.ts';
import { keyedRows, whoColumns } from './user-key.sql.ts';

/**
 * What was bought, one row per order: a purchase sent twice is one order, whatever its time stamps. Refunds are netted by
 * transaction id, equal amounts once, never more than the order; a refund without an amount takes the whole order back.
 * Orders of nobody come too, without a user. Amounts are US dollars in 1/10,000.
 */
export function ordersQuery(dialect: Dialect): string {
  const { integer } = dialect;
  return `WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    ${whoColumns},
    CASE WHEN event_name IN ('purchase', 'refund') THEN ${transactionId} END AS transaction_id,
    CASE WHEN event_name = 'purchase' THEN ${dialect.e4('ecommerce.purchase_revenue_in_usd')} END AS revenue_e4,
    CASE WHEN event_name = 'refund' THEN ${dialect.e4('ecommerce.refund_value_in_usd')} END AS refund_e4
  FROM ${dialect.from}
  WHERE ${dialect.inRange}
),
${keyedRows},
sales AS (
  SELECT user_key, event_date, event_timestamp, revenue_e4, ${orderKey(dialect)} AS order_key
  FROM keyed
  WHERE event_name = 'purchase'
),
purchases AS (
  SELECT order_key, user_key, event_date, event_timestamp, revenue_e4, ${orderRank} AS order_rank,
    COUNT(*) OVER (PARTITION BY order_key) AS events
  FROM sales
),
single_refunds AS (
  SELECT transaction_id AS order_key, refund_e4, MIN(event_date) AS refund_day
  FROM keyed
  WHERE event_name = 'refund' AND transaction_id IS NOT NULL
  GROUP BY transaction_id, refund_e4
),
refunds AS (
  SELECT order_key, CAST(SUM(COALESCE(refund_e4, 0)) AS ${integer}) AS refund_e4,
    MAX(CASE WHEN refund_e4 IS NULL THEN 1 ELSE 0 END) AS whole, MIN(refund_day) AS refund_day
  FROM single_refunds
  GROUP BY order_key
)
SELECT
  purchases.order_key AS order_id,
  purchases.user_key,
  purchases.event_date AS order_day,
  purchases.event_timestamp AS order_us,
  purchases.events,
  COALESCE(purchases.revenue_e4, 0) AS revenue_e4,
  CASE
    WHEN refunds.order_key IS NULL THEN 0
    WHEN refunds.whole = 1 OR refunds.refund_e4 > COALESCE(purchases.revenue_e4, 0) THEN COALESCE(purchases.revenue_e4, 0)
    ELSE refunds.refund_e4
  END AS refund_e4,
  refunds.refund_day
FROM purchases LEFT JOIN refunds ON purchases.order_key = refunds.order_key
WHERE purchases.order_rank = 1
ORDER BY order_id`;
}
