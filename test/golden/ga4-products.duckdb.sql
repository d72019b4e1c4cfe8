WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    NULLIF(user_id, '') AS login_id, user_pseudo_id,
    CASE WHEN ecommerce.transaction_id IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE ecommerce.transaction_id END AS transaction_id,
    CAST(round(ecommerce.purchase_revenue_in_usd * 10000) AS BIGINT) AS revenue_e4,
    items
  FROM events
  WHERE table_suffix BETWEEN '20260403' AND '20260629'
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
firsts AS (
  SELECT user_key, MIN(CASE WHEN event_name = 'purchase' THEN event_timestamp END) AS first_purchase_us
  FROM keyed
  WHERE user_key IS NOT NULL
  GROUP BY user_key
),
staged AS (
  SELECT stages.stage, keyed.*
  FROM keyed
  LEFT JOIN firsts ON keyed.user_key = firsts.user_key
  CROSS JOIN (SELECT 'window' AS stage UNION ALL SELECT 'lead' AS stage UNION ALL SELECT 'cut' AS stage) AS stages
  WHERE stages.stage = 'window'
    OR (keyed.user_key IS NOT NULL AND stages.stage = 'lead'
      AND (firsts.first_purchase_us IS NULL OR keyed.event_timestamp < firsts.first_purchase_us))
    OR (keyed.user_key IS NOT NULL AND stages.stage = 'cut' AND keyed.event_date < '20260601')
),
sold AS (
  SELECT staged.*, COALESCE(transaction_id, 'no-id:' || COALESCE(user_pseudo_id, login_id, 'nobody') || ':' || CAST(event_timestamp AS VARCHAR)) AS order_key FROM staged WHERE event_name = 'purchase'
),
counted AS (
  SELECT stage, user_key, event_name, items, 0 AS order_rank FROM staged
  WHERE event_name = 'add_to_cart' OR event_name IN ('view_item', 'view_item_list', 'select_item')
  UNION ALL
  SELECT stage, user_key, event_name, items, ROW_NUMBER() OVER (
    PARTITION BY stage, order_key ORDER BY CASE WHEN user_key IS NULL THEN 1 ELSE 0 END, event_timestamp, user_key, COALESCE(revenue_e4, 0) DESC
  ) AS order_rank FROM sold
),
pieces AS (
  SELECT
    stage,
    user_key,
    event_name,
    order_rank,
    CASE WHEN item.item_id IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE item.item_id END AS item_id,
    CASE WHEN event_name IN ('view_item', 'view_item_list', 'select_item') THEN CASE WHEN item.item_category IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE item.item_category END END AS category_viewed,
    CAST(round(item.item_revenue_in_usd * 10000) AS BIGINT) AS revenue_e4,
    item.quantity AS quantity
  FROM counted CROSS JOIN UNNEST(counted.items) AS unnested(item)
  WHERE user_key IS NOT NULL
)
SELECT
  user_key,
  stage,
  COALESCE(list(DISTINCT category_viewed ORDER BY category_viewed) FILTER (WHERE category_viewed IS NOT NULL), []) AS categories_viewed,
  COUNT(DISTINCT CASE WHEN event_name = 'view_item' THEN item_id END) AS unique_products_viewed,
  COUNT(DISTINCT CASE WHEN event_name = 'add_to_cart' THEN item_id END) AS products_added_to_cart,
  COUNT(DISTINCT CASE WHEN event_name = 'purchase' THEN item_id END) AS products_purchased,
  CAST(SUM(CASE WHEN order_rank = 1 THEN COALESCE(revenue_e4, 0) ELSE 0 END) AS BIGINT) AS item_revenue_e4,
  CAST(SUM(CASE WHEN order_rank = 1 AND revenue_e4 IS NOT NULL THEN COALESCE(quantity, 0) ELSE 0 END) AS BIGINT) AS pieces
FROM pieces
GROUP BY user_key, stage
ORDER BY user_key, stage
