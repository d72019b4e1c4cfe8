import type { Dialect, QueryRange } from './dialect.ts';

/**
 * DuckDB over a view `events` of export rows with the shard's suffix as `table_suffix`. The same logic as on BigQuery, executed where
 * no BigQuery is at hand: by tests, and by the local server behind the demonstration.
 */
export function duckdbDialect(range: QueryRange, timeZone: string): Dialect {
  const digits = (day: string): string => `'${day.replaceAll('-', '')}'`;
  const value = `COALESCE(p.value.int_value, TRY_CAST(p.value.string_value AS BIGINT), CAST(round(p.value.double_value) AS BIGINT), CAST(round(p.value.float_value) AS BIGINT))`;
  const wholeText = (name: string): string => `regexp_replace(CAST(${name} AS VARCHAR), '\\.0$', '')`;
  const property = `COALESCE(u.value.string_value, CAST(u.value.int_value AS VARCHAR), ${wholeText('u.value.double_value')}, ${wholeText('u.value.float_value')})`;
  return {
    name: 'duckdb',
    text: 'VARCHAR',
    integer: 'BIGINT',
    from: 'events',
    inRange: `table_suffix BETWEEN ${digits(range.from)} AND ${digits(range.to)}`,
    shard: 'table_suffix',
    cut: digits(range.cut),
    localDay: (microseconds) =>
      `CAST(CAST(timezone('${timeZone.replaceAll("'", "''")}', CAST(make_timestamp(${microseconds}) AS TIMESTAMPTZ)) AS DATE) AS VARCHAR)`,
    e4: (amount) => `CAST(round(${amount} * 10000) AS BIGINT)`,
    numberParameter: (key) =>
      `list_min(list_transform(list_filter(event_params, lambda p: p.key = '${key}'), lambda p: ${value}))`,
    userProperty: (key) =>
      `list_min(list_transform(list_filter(user_properties, lambda u: u.key = '${key}'), lambda u: ${property}))`,
    asText: (nested) => `CAST(${nested} AS VARCHAR)`,
    firstBy: (column, order) =>
      `(list(${column} ORDER BY ${order}, ${column}) FILTER (WHERE ${column} IS NOT NULL))[1]`,
    distinctList: (column) =>
      `COALESCE(list(DISTINCT ${column} ORDER BY ${column}) FILTER (WHERE ${column} IS NOT NULL), [])`,
    eachItem: (items) => `CROSS JOIN UNNEST(${items}) AS unnested(item)`,
  };
}
