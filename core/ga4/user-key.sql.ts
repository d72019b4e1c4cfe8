import type { Dialect } from './dialect.ts';

/** The columns that say who it was. An empty user id is none. */
export const whoColumns = `NULLIF(user_id, '') AS login_id, user_pseudo_id`;

/**
 * CTEs `identity` and `keyed`: each row of `scanned` with its `user_key`. The user id counts where the event has one; else the one
 * user id its browser was seen with, if it was only one (a shared browser stays a browser); else the browser itself; else null:
 * without consent there is nobody to count for.
 */
export const keyedRows = `identity AS (
  SELECT user_pseudo_id, CASE WHEN COUNT(DISTINCT login_id) = 1 THEN MIN(login_id) END AS login_id
  FROM scanned
  WHERE user_pseudo_id IS NOT NULL
  GROUP BY user_pseudo_id
),
keyed AS (
  SELECT scanned.*, COALESCE(scanned.login_id, identity.login_id, scanned.user_pseudo_id) AS user_key
  FROM scanned LEFT JOIN identity ON scanned.user_pseudo_id = identity.user_pseudo_id
)`;

/**
 * CTEs `firsts` and `staged`: each row of `keyed` once per stage it belongs to. `window`: all of it. `lead`: before the user's
 * first purchase, all of it for who never bought: what could be known of a lead. `cut`: before the cut day, for models that
 * learn from what was bought after it. Events of nobody are in `window` only.
 */
export const stagedRows = ({ cut }: Dialect): string => `firsts AS (
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
    OR (keyed.user_key IS NOT NULL AND stages.stage = 'cut' AND keyed.event_date < ${cut})
)`;
