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
    CASE WHEN list_min(list_transform(list_filter(user_properties, lambda u: u.key = 'plan_level'), lambda u: COALESCE(u.value.string_value, CAST(u.value.int_value AS VARCHAR), regexp_replace(CAST(u.value.double_value AS VARCHAR), '\.0$', ''), regexp_replace(CAST(u.value.float_value AS VARCHAR), '\.0$', '')))) IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE list_min(list_transform(list_filter(user_properties, lambda u: u.key = 'plan_level'), lambda u: COALESCE(u.value.string_value, CAST(u.value.int_value AS VARCHAR), regexp_replace(CAST(u.value.double_value AS VARCHAR), '\.0$', ''), regexp_replace(CAST(u.value.float_value AS VARCHAR), '\.0$', '')))) END AS property_plan_level,
    CASE WHEN list_min(list_transform(list_filter(user_properties, lambda u: u.key = 'user_type'), lambda u: COALESCE(u.value.string_value, CAST(u.value.int_value AS VARCHAR), regexp_replace(CAST(u.value.double_value AS VARCHAR), '\.0$', ''), regexp_replace(CAST(u.value.float_value AS VARCHAR), '\.0$', '')))) IN ('', '(not set)', '(data deleted)', '<Other>') THEN NULL ELSE list_min(list_transform(list_filter(user_properties, lambda u: u.key = 'user_type'), lambda u: COALESCE(u.value.string_value, CAST(u.value.int_value AS VARCHAR), regexp_replace(CAST(u.value.double_value AS VARCHAR), '\.0$', ''), regexp_replace(CAST(u.value.float_value AS VARCHAR), '\.0$', '')))) END AS property_user_type
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
)
SELECT
  user_key,
  (list(device ORDER BY event_timestamp DESC, device) FILTER (WHERE device IS NOT NULL))[1] AS device,
  (list(operating_system ORDER BY event_timestamp DESC, operating_system) FILTER (WHERE operating_system IS NOT NULL))[1] AS operating_system,
  (list(browser ORDER BY event_timestamp DESC, browser) FILTER (WHERE browser IS NOT NULL))[1] AS browser,
  (list(country ORDER BY event_timestamp DESC, country) FILTER (WHERE country IS NOT NULL))[1] AS country,
  (list(region ORDER BY event_timestamp DESC, region) FILTER (WHERE region IS NOT NULL))[1] AS region,
  (list(city ORDER BY event_timestamp DESC, city) FILTER (WHERE city IS NOT NULL))[1] AS city,
  (list(first_source ORDER BY event_timestamp, first_source) FILTER (WHERE first_source IS NOT NULL))[1] AS first_source,
  (list(first_medium ORDER BY event_timestamp, first_medium) FILTER (WHERE first_medium IS NOT NULL))[1] AS first_medium,
  (list(property_plan_level ORDER BY event_timestamp DESC, property_plan_level) FILTER (WHERE property_plan_level IS NOT NULL))[1] AS property_plan_level,
  (list(property_user_type ORDER BY event_timestamp DESC, property_user_type) FILTER (WHERE property_user_type IS NOT NULL))[1] AS property_user_type
FROM keyed
WHERE user_key IS NOT NULL
GROUP BY user_key
ORDER BY user_key
