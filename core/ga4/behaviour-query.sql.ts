import type { Dialect, QueryOptions } from './dialect.ts';
import { keyedRows, stagedRows, whoColumns } from './user-key.sql.ts';

/**
 * What users did, one row per user and stage: days, sessions, page views, engagement, first and last activity. Repeated events
 * count once; a session is a browser's session id, not a time stamp; engagement is a sum, to be divided by sessions. One row
 * without a user counts what came without consent.
 */
export function behaviourQuery(dialect: Dialect, { columns }: QueryOptions): string {
  const { integer, text } = dialect;
  const batch = columns.batch ? ', batch_page_id, batch_ordering_id, batch_event_index' : '';
  return `WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    ${whoColumns},
    user_first_touch_timestamp,
    ${dialect.numberParameter('ga_session_id')} AS session_id,
    ${dialect.numberParameter('engagement_time_msec')} AS engagement_ms
  FROM ${dialect.from}
  WHERE ${dialect.inRange}
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY user_pseudo_id, user_id, event_timestamp, event_name, event_bundle_sequence_id${batch}, ${dialect.asText('event_params')}
    ORDER BY ${dialect.shard}
  ) = 1
),
${keyedRows},
${stagedRows(dialect)}
SELECT
  user_key,
  stage,
  COUNT(*) AS events,
  COUNT(DISTINCT event_date) AS days_active,
  COUNT(DISTINCT COALESCE(user_pseudo_id, user_key) || '.' || CAST(session_id AS ${text})) AS sessions,
  CAST(SUM(CASE WHEN event_name IN ('page_view', 'screen_view') THEN 1 ELSE 0 END) AS ${integer}) AS page_views,
  CAST(SUM(COALESCE(engagement_ms, 0)) AS ${integer}) AS engagement_ms,
  MIN(event_date) AS first_day,
  MAX(event_date) AS last_day,
  ${dialect.localDay('MIN(user_first_touch_timestamp)')} AS first_touch_day
FROM staged
GROUP BY user_key, stage
ORDER BY user_key NULLS FIRST, stage`;
}
