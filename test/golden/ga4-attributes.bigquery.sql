WITH scanned AS (
  SELECT
    event_timestamp,
    NULLIF(user_id, '') AS login_id, user_pseudo_id,
    CASE WHEN device.category IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE device.category END AS device,
    CASE WHEN device.operating_system IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE device.operating_system END AS operating_system,
    CASE WHEN COALESCE(device.web_info.browser, device.browser) IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE COALESCE(device.web_info.browser, device.browser) END AS browser,
    CASE WHEN geo.country IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE geo.country END AS country,
    CASE WHEN geo.region IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE geo.region END AS region,
    CASE WHEN geo.city IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE geo.city END AS city,
    COALESCE(CASE WHEN traffic_source.source IN ('', '(not set)', '(data deleted)') THEN NULL ELSE traffic_source.source END, CASE WHEN session_traffic_source_last_click.manual_campaign.source IN ('', '(not set)', '(data deleted)') THEN NULL ELSE session_traffic_source_last_click.manual_campaign.source END, CASE WHEN collected_traffic_source.gclid IS NOT NULL THEN 'google' END, CASE WHEN collected_traffic_source.manual_source IN ('', '(not set)', '(data deleted)') THEN NULL ELSE collected_traffic_source.manual_source END) AS first_source,
    COALESCE(CASE WHEN traffic_source.medium IN ('', '(not set)', '(data deleted)') THEN NULL ELSE traffic_source.medium END, CASE WHEN session_traffic_source_last_click.manual_campaign.medium IN ('', '(not set)', '(data deleted)') THEN NULL ELSE session_traffic_source_last_click.manual_campaign.medium END, CASE WHEN collected_traffic_source.gclid IS NOT NULL THEN 'cpc' END, CASE WHEN collected_traffic_source.manual_medium IN ('', '(not set)', '(data deleted)') THEN NULL ELSE collected_traffic_source.manual_medium END) AS first_medium,
    CASE WHEN (SELECT MIN(COALESCE(u.value.string_value, CAST(u.value.int_value AS STRING), CAST(u.value.double_value AS STRING), CAST(u.value.float_value AS STRING))) FROM UNNEST(user_properties) AS u WHERE u.key = 'plan_level') IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE (SELECT MIN(COALESCE(u.value.string_value, CAST(u.value.int_value AS STRING), CAST(u.value.double_value AS STRING), CAST(u.value.float_value AS STRING))) FROM UNNEST(user_properties) AS u WHERE u.key = 'plan_level') END AS property_plan_level,
    CASE WHEN (SELECT MIN(COALESCE(u.value.string_value, CAST(u.value.int_value AS STRING), CAST(u.value.double_value AS STRING), CAST(u.value.float_value AS STRING))) FROM UNNEST(user_properties) AS u WHERE u.key = 'user_type') IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE (SELECT MIN(COALESCE(u.value.string_value, CAST(u.value.int_value AS STRING), CAST(u.value.double_value AS STRING), CAST(u.value.float_value AS STRING))) FROM UNNEST(user_properties) AS u WHERE u.key = 'user_type') END AS property_user_type
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
)
SELECT
  user_key,
  ARRAY_AGG(device IGNORE NULLS ORDER BY event_timestamp DESC, device LIMIT 1)[SAFE_OFFSET(0)] AS device,
  ARRAY_AGG(operating_system IGNORE NULLS ORDER BY event_timestamp DESC, operating_system LIMIT 1)[SAFE_OFFSET(0)] AS operating_system,
  ARRAY_AGG(browser IGNORE NULLS ORDER BY event_timestamp DESC, browser LIMIT 1)[SAFE_OFFSET(0)] AS browser,
  ARRAY_AGG(country IGNORE NULLS ORDER BY event_timestamp DESC, country LIMIT 1)[SAFE_OFFSET(0)] AS country,
  ARRAY_AGG(region IGNORE NULLS ORDER BY event_timestamp DESC, region LIMIT 1)[SAFE_OFFSET(0)] AS region,
  ARRAY_AGG(city IGNORE NULLS ORDER BY event_timestamp DESC, city LIMIT 1)[SAFE_OFFSET(0)] AS city,
  ARRAY_AGG(first_source IGNORE NULLS ORDER BY event_timestamp, first_source LIMIT 1)[SAFE_OFFSET(0)] AS first_source,
  ARRAY_AGG(first_medium IGNORE NULLS ORDER BY event_timestamp, first_medium LIMIT 1)[SAFE_OFFSET(0)] AS first_medium,
  ARRAY_AGG(property_plan_level IGNORE NULLS ORDER BY event_timestamp DESC, property_plan_level LIMIT 1)[SAFE_OFFSET(0)] AS property_plan_level,
  ARRAY_AGG(property_user_type IGNORE NULLS ORDER BY event_timestamp DESC, property_user_type LIMIT 1)[SAFE_OFFSET(0)] AS property_user_type
FROM keyed
WHERE user_key IS NOT NULL
GROUP BY user_key
ORDER BY user_key
