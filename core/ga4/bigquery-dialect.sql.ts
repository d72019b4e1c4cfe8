import type { Dialect } from './dialect.ts';

/**
 * GoogleSQL over the export's daily shards. `@from`, `@to` and `@cut` are STRING parameters of eight digits, `@time_zone` is an IANA
 * name. `project` and `dataset` must be checked before: they stand in the text.
 */
export function bigqueryDialect(project: string, dataset: string): Dialect {
  const value = (name: string): string =>
    `COALESCE(${name}.int_value, SAFE_CAST(${name}.string_value AS INT64), CAST(ROUND(${name}.double_value) AS INT64), CAST(ROUND(${name}.float_value) AS INT64))`;
  return {
    name: 'bigquery',
    text: 'STRING',
    integer: 'INT64',
    from: `\`${project}.${dataset}.events_*\``,
    // Two ends of eight digits: `>=` alone would also match intraday_… and fresh_…, as letters sort after digits.
    inRange: '_TABLE_SUFFIX BETWEEN @from AND @to',
    shard: '_TABLE_SUFFIX',
    cut: '@cut',
    localDay: (microseconds) => `CAST(DATE(TIMESTAMP_MICROS(${microseconds}), @time_zone) AS STRING)`,
    e4: (amount) => `CAST(ROUND(${amount} * 10000) AS INT64)`,
    numberParameter: (key) =>
      `(SELECT MIN(${value('p.value')}) FROM UNNEST(event_params) AS p WHERE p.key = '${key}')`,
    userProperty: (key) =>
      `(SELECT MIN(COALESCE(u.value.string_value, CAST(u.value.int_value AS STRING), CAST(u.value.double_value AS STRING), CAST(u.value.float_value AS STRING))) FROM UNNEST(user_properties) AS u WHERE u.key = '${key}')`,
    asText: (nested) => `TO_JSON_STRING(${nested})`,
    firstBy: (column, order) =>
      `ARRAY_AGG(${column} IGNORE NULLS ORDER BY ${order}, ${column} LIMIT 1)[SAFE_OFFSET(0)]`,
    distinctList: (column) => `ARRAY_AGG(DISTINCT ${column} IGNORE NULLS ORDER BY ${column})`,
    eachItem: (items) => `CROSS JOIN UNNEST(${items}) AS item`,
  };
}
