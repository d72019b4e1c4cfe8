import { type Dialect, known } from './dialect.ts';

/** The order's own id; null where the export has none or hides it. */
export const transactionId = known('ecommerce.transaction_id');

/** What makes two purchase events one order: its id; without one, the browser and the microsecond. */
export const orderKey = ({ text }: Dialect): string =>
  `COALESCE(transaction_id, 'no-id:' || COALESCE(user_pseudo_id, login_id, 'nobody') || ':' || CAST(event_timestamp AS ${text}))`;

/** Of the events of one order, the one that counts: with a user before without, the earliest, then by user. */
export const orderRank = `ROW_NUMBER() OVER (
    PARTITION BY order_key ORDER BY CASE WHEN user_key IS NULL THEN 1 ELSE 0 END, event_timestamp, user_key, COALESCE(revenue_e4, 0) DESC
  )`;
