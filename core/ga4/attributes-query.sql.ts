import { type Dialect, hiddenValue, known, noValue, type QueryOptions } from './dialect.ts';
import { keyedRows, whoColumns } from './user-key.sql.ts';

/** Text where a medium or source is named; "<Other>" stays, for it is a channel, if not one that is told. */
const named = (value: string): string =>
  `CASE WHEN ${value} IN ('${noValue.join("', '")}') THEN NULL ELSE ${value} END`;

/** Prefix of the result's columns that hold user properties. */
export const propertyPrefix = 'property_';

/**
 * What users are, one row each: the last known device, place and user properties; the source and medium of the first touch.
 * Values that only say "unknown" do not count. Equal time stamps are settled by the value, so the answer is one.
 */
export function attributesQuery(dialect: Dialect, { columns, userProperties }: QueryOptions): string {
  const touch = (field: 'source' | 'medium'): string => {
    const tries = [
      named(`traffic_source.${field}`),
      ...(columns.session ? [named(`session_traffic_source_last_click.manual_campaign.${field}`)] : []),
      // A click on an ad carries its id where nobody tagged the address.
      ...(columns.collected
        ? [
            `CASE WHEN collected_traffic_source.gclid IS NOT NULL THEN '${field === 'source' ? 'google' : 'cpc'}' END`,
            named(`collected_traffic_source.manual_${field}`),
          ]
        : []),
    ];
    return tries.length === 1 ? (tries[0] ?? 'NULL') : `COALESCE(${tries.join(', ')})`;
  };
  const properties = userProperties.map(
    (key) => `,\n    ${known(dialect.userProperty(key))} AS ${propertyPrefix}${key}`,
  );
  const latest = (name: string): string => dialect.firstBy(name, 'event_timestamp DESC');
  return `WITH scanned AS (
  SELECT
    event_timestamp,
    ${whoColumns},
    ${known('device.category')} AS device,
    ${known('device.operating_system')} AS operating_system,
    ${known('COALESCE(device.web_info.browser, device.browser)')} AS browser,
    ${known('geo.country')} AS country,
    ${known('geo.region')} AS region,
    ${known('geo.city')} AS city,
    ${touch('source')} AS first_source,
    ${touch('medium')} AS first_medium${properties.join('')}
  FROM ${dialect.from}
  WHERE ${dialect.inRange}
),
${keyedRows}
SELECT
  user_key,
  ${latest('device')} AS device,
  ${latest('operating_system')} AS operating_system,
  ${latest('browser')} AS browser,
  ${latest('country')} AS country,
  ${latest('region')} AS region,
  ${latest('city')} AS city,
  ${dialect.firstBy('first_source', 'event_timestamp')} AS first_source,
  ${dialect.firstBy('first_medium', 'event_timestamp')} AS first_medium${userProperties
    .map((key) => `,\n  ${latest(`${propertyPrefix}${key}`)} AS ${propertyPrefix}${key}`)
    .join('')}
FROM keyed
WHERE user_key IS NOT NULL
GROUP BY user_key
ORDER BY user_key`;
}

/** Values that stand for "unknown" in attributes, for who reads rows without SQL. */
export const unknownAttribute: ReadonlySet<string> = new Set([...noValue, hiddenValue]);
