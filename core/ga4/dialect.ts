/** Columns of the export that newer shards have and older ones lack. */
export type EventColumns = {
  /** `batch_page_id`, `batch_ordering_id`, `batch_event_index`: tell events of one microsecond apart (mid-2024). */
  readonly batch: boolean;
  /** `collected_traffic_source` (June 2023). */
  readonly collected: boolean;
  /** `session_traffic_source_last_click.manual_campaign` (mid-2024). */
  readonly session: boolean;
};

/** Days of the property: both ends are read; `cut` is the first day of the part whose purchases a value model learns from. */
export type QueryRange = { readonly from: string; readonly to: string; readonly cut: string };

/** What one query is about, apart from the engine that runs it. */
export type QueryOptions = {
  readonly columns: EventColumns;
  /** Keys of user properties to carry along: letters, digits and underscores only. */
  readonly userProperties: readonly string[];
};

/**
 * The few words in which BigQuery's SQL and DuckDB's differ. A query is written once over these, so what is tested on one engine is
 * what runs on the other. Every function returns an expression.
 */
export type Dialect = {
  readonly name: 'bigquery' | 'duckdb';
  /** Type names. */
  readonly text: string;
  readonly integer: string;
  /** Where the events stand, with the condition that reads the daily shards of the range and no other table. */
  readonly from: string;
  readonly inRange: string;
  /** Name of the pseudo-column that tells a row's shard. */
  readonly shard: string;
  readonly cut: string;
  /** A day, YYYY-MM-DD, in the property's time zone, of microseconds since the epoch. */
  readonly localDay: (microseconds: string) => string;
  /** An amount as an integer of 1/10,000, halves away from zero. */
  readonly e4: (amount: string) => string;
  /** The whole number a parameter of an event holds, in whichever of its four values. */
  readonly numberParameter: (key: string) => string;
  /** The text of a user property, in whichever of its four values. */
  readonly userProperty: (key: string) => string;
  /** A nested value as text, for comparing only. */
  readonly asText: (nested: string) => string;
  /** First value of a group by an order; nulls do not count. */
  readonly firstBy: (value: string, order: string) => string;
  /** Different values of a group, sorted; nulls do not count. */
  readonly distinctList: (value: string) => string;
  /** Joins each row with its items, one at a time, as `item`. */
  readonly eachItem: (items: string) => string;
};

/** What the export writes where nothing is known. */
export const noValue = ['', '(not set)', '(data deleted)'] as const;
/** As the public sample writes over what it hides. */
export const hiddenValue = '<Other>';

/** Text, or null where it only says that nothing is known. */
export const known = (value: string): string =>
  `CASE WHEN ${value} IN ('${[...noValue, hiddenValue].join("', '")}') THEN NULL ELSE ${value} END`;
