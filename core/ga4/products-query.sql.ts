import { type Dialect, known } from './dialect.ts';
import { orderKey, orderRank, transactionId } from './order-key.sql.ts';
import { keyedRows, stagedRows, whoColumns } from './user-key.sql.ts';

const viewed = `event_name IN ('view_item', 'view_item_list', 'select_item')`;

/**
 * What users did with products, one row per user and stage: categories and products they looked at, put into the cart and bought,
 * and what a piece cost them on average (revenue ÷ pieces, each order once). "Viewed" counts views alone. All events are scanned,
 * for a login in any of them says whose browser it is; that costs nothing, as bytes are paid by column.
 */
export function productsQuery(dialect: Dialect): string {
  const { integer } = dialect;
  return `WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    ${whoColumns},
    ${transactionId} AS transaction_id,
    ${dialect.e4('ecommerce.purchase_revenue_in_usd')} AS revenue_e4,
    items
  FROM ${dialect.from}
  WHERE ${dialect.inRange}
),
${keyedRows},
${stagedRows(dialect)},
sold AS (
  SELECT staged.*, ${orderKey(dialect)} AS order_key FROM staged WHERE event_name = 'purchase'
),
counted AS (
  SELECT stage, user_key, event_name, items, 0 AS order_rank FROM staged
  WHERE event_name = 'add_to_cart' OR ${viewed}
  UNION ALL
  SELECT stage, user_key, event_name, items, ${orderRank.replace('PARTITION BY order_key', 'PARTITION BY stage, order_key')} AS order_rank FROM sold
),
pieces AS (
  SELECT
    stage,
    user_key,
    event_name,
    order_rank,
    ${known('item.item_id')} AS item_id,
    CASE WHEN ${viewed} THEN ${known('item.item_category')} END AS category_viewed,
    ${dialect.e4('item.item_revenue_in_usd')} AS revenue_e4,
    item.quantity AS quantity
  FROM counted ${dialect.eachItem('counted.items')}
  WHERE user_key IS NOT NULL
)
SELECT
  user_key,
  stage,
  ${dialect.distinctList('category_viewed')} AS categories_viewed,
  COUNT(DISTINCT CASE WHEN event_name = 'view_item' THEN item_id END) AS unique_products_viewed,
  COUNT(DISTINCT CASE WHEN event_name = 'add_to_cart' THEN item_id END) AS products_added_to_cart,
  COUNT(DISTINCT CASE WHEN event_name = 'purchase' THEN item_id END) AS products_purchased,
  CAST(SUM(CASE WHEN order_rank = 1 THEN COALESCE(revenue_e4, 0) ELSE 0 END) AS ${integer}) AS item_revenue_e4,
  CAST(SUM(CASE WHEN order_rank = 1 AND revenue_e4 IS NOT NULL THEN COALESCE(quantity, 0) ELSE 0 END) AS ${integer}) AS pieces
FROM pieces
GROUP BY user_key, stage
ORDER BY user_key, stage`;
}
