import { bigqueryDialect } from '../../core/ga4/bigquery-dialect.sql.ts';
import { duckdbDialect } from '../../core/ga4/duckdb-dialect.sql.ts';
import { eventColumns } from '../../core/ga4/event-columns.ts';
import { ga4Queries, type QueryName, queryNames } from '../../core/ga4/queries.ts';
import { resultColumns } from '../../core/ga4/result-rows.ts';
import type { SchemaField } from '../../examples/ga4/event-schema.ts';

export type Answerable = {
  readonly query: QueryName;
  readonly sql: (parameters: { readonly [name: string]: string }) => string;
  readonly schema: readonly SchemaField[];
};

const dashed = (day: string): string => `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6, 8)}`;

/**
 * What the local server can answer: the text of each of Kindred's queries in BigQuery's dialect, with the same query in DuckDB's.
 * Any other text is refused, so a query that was changed on one side only is noticed.
 */
export function knownQueries(
  project: string,
  dataset: string,
  schema: readonly SchemaField[],
  userProperties: readonly string[],
): ReadonlyMap<string, Answerable> {
  const { columns } = eventColumns(schema);
  const options = { columns, userProperties };
  const asked = ga4Queries(bigqueryDialect(project, dataset), options);
  return new Map(
    queryNames.map((query): [string, Answerable] => [
      asked[query],
      {
        query,
        sql: ({ from = '', to = '', cut = '', time_zone = 'UTC' }) =>
          ga4Queries(
            duckdbDialect({ from: dashed(from), to: dashed(to), cut: dashed(cut) }, time_zone),
            options,
          )[query],
        schema: Object.entries(resultColumns(query, userProperties)).map(([name, kind]) => ({
          name,
          type: kind === 'whole' ? 'INTEGER' : 'STRING',
          mode: kind === 'list' ? 'REPEATED' : 'NULLABLE',
        })),
      },
    ]),
  );
}
