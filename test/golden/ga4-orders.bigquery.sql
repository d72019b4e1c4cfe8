WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    NULLIF(user_id, '') AS login_id, user_pseudo_id,
    CASE WHEN event_name IN ('purchase', 'refund') THEN CASE WHEN ecommerce.transaction_id IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE ecommerce.transaction_id END END AS transaction_id,
    CASE WHEN event_name = 'purchase' THEN CAST(ROUND(ecommerce.purchase_revenue_in_usd * 10000) AS INT64) END AS revenue_e4,
    CASE WHEN event_name = 'refund' THEN CAST(ROUND(ecommerce.refund_value_in_usd * 10000) AS INT64) END AS refund_e4
  FROM `my-project.analytics_123.events_*`
  WHERE _TABLE_SUFFIX BETWEEN @from AND @to
),
identity AS (
  SELECT user_pseudo_id, CASE WHEN COUNT(DISTINCT login_id) = 1 THEN MIN(login_id) END AS login_id
  FROM scanned
  WHERE user_pseudo_id IS NOT NULL
  GROUP BY user_pseudo_id
),
keyed AS (
  SELECT scanned.*, COALESCE(scanned.login_id, identity.login_id, scanned.user_pseudo_id) AS user_key
  FROM scanned LEFT JOIN identity ON scanned.user_pseudo_id = identity.user_pseudo_id
),
sales AS (
  SELECT user_key, event_date, event_timestamp, revenue_e4, COALESCE(transaction_id, 'no-id:' || COALESCE(user_pseudo_id, login_id, 'nobody') || ':' || CAST(event_timestamp AS STRING)) AS order_key
  FROM keyed
  WHERE event_name = 'purchase'
),
purchases AS (
  SELECT order_key, user_key, event_date, event_timestamp, revenue_e4, ROW_NUMBER() OVER (
    PARTITION BY order_key ORDER BY CASE WHEN user_key IS NULL THEN 1 ELSE 0 END, event_timestamp, user_key, COALESCE(revenue_e4, 0) DESC
  ) AS order_rank,
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
  SELECT order_key, CAST(SUM(COALESCE(refund_e4, 0)) AS INT64) AS refund_e4,
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
ORDER BY order_id
