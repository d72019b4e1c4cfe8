WITH scanned AS (
  SELECT
    event_date,
    event_timestamp,
    event_name,
    NULLIF(user_id, '') AS login_id, user_pseudo_id,
    user_first_touch_timestamp,
    list_min(list_transform(list_filter(event_params, lambda p: p.key = 'ga_session_id'), lambda p: COALESCE(p.value.int_value, TRY_CAST(p.value.string_value AS BIGINT), CAST(round(p.value.double_value) AS BIGINT), CAST(round(p.value.float_value) AS BIGINT)))) AS session_id,
    list_min(list_transform(list_filter(event_params, lambda p: p.key = 'engagement_time_msec'), lambda p: COALESCE(p.value.int_value, TRY_CAST(p.value.string_value AS BIGINT), CAST(round(p.value.double_value) AS BIGINT), CAST(round(p.value.float_value) AS BIGINT)))) AS engagement_ms
  FROM events
  WHERE table_suffix BETWEEN '20260403' AND '20260629'
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY user_pseudo_id, user_id, event_timestamp, event_name, event_bundle_sequence_id, batch_page_id, batch_ordering_id, batch_event_index, CAST(event_params AS VARCHAR)
    ORDER BY table_suffix
  ) = 1
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
)
SELECT
  user_key,
  stage,
  COUNT(*) AS events,
  COUNT(DISTINCT event_date) AS days_active,
  COUNT(DISTINCT COALESCE(user_pseudo_id, user_key) || '.' || CAST(session_id AS VARCHAR)) AS sessions,
  CAST(SUM(CASE WHEN event_name IN ('page_view', 'screen_view') THEN 1 ELSE 0 END) AS BIGINT) AS page_views,
  CAST(SUM(COALESCE(engagement_ms, 0)) AS BIGINT) AS engagement_ms,
  MIN(event_date) AS first_day,
  MAX(event_date) AS last_day,
  CAST(CAST(timezone('America/Phoenix', CAST(make_timestamp(MIN(user_first_touch_timestamp)) AS TIMESTAMPTZ)) AS DATE) AS VARCHAR) AS first_touch_day
FROM staged
GROUP BY user_key, stage
ORDER BY user_key NULLS FIRST, stage
