import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SchemaField } from '../../examples/ga4/event-schema.ts';

/** A daily or intraday table of the dataset: an NDJSON file of a folder. */
export type ShardTable = {
  readonly table: string;
  readonly suffix: string;
  readonly path: string;
  readonly bytes: number;
};

/** The tables a folder of `events_*.ndjson` stands for, by name. */
export function shardTables(folder: string): readonly ShardTable[] {
  return readdirSync(folder)
    .filter((name) => /^events_[a-z0-9_]+\.ndjson$/.test(name))
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const table = basename(name, '.ndjson');
      return { table, suffix: table.slice('events_'.length), path, bytes: statSync(path).size };
    });
}

/** A field's type in DuckDB's words, for reading rows with the columns a schema promises and no others. */
export function duckdbType({ type, mode, fields = [] }: SchemaField): string {
  const inner =
    type === 'RECORD'
      ? `STRUCT(${fields.map((field) => `"${field.name}" ${duckdbType(field)}`).join(', ')})`
      : { STRING: 'VARCHAR', INTEGER: 'BIGINT', FLOAT: 'DOUBLE', BOOLEAN: 'BOOLEAN' }[type];
  return mode === 'REPEATED' ? `${inner}[]` : inner;
}

/** Makes the table `events` of the shards' rows, as a wildcard query sees them: `table_suffix` tells the shard. */
export function eventsTable(tables: readonly ShardTable[], schema: readonly SchemaField[]): string {
  const columns = schema.map((field) => `"${field.name}": '${duckdbType(field)}'`).join(', ');
  const files = tables.map(({ path }) => `'${path.replaceAll("'", "''")}'`).join(', ');
  return `CREATE OR REPLACE TABLE events AS SELECT *, regexp_extract(filename, 'events_([a-z0-9_]+)\\.ndjson$', 1) AS table_suffix FROM read_json([${files}], format = 'newline_delimited', filename = true, columns = {${columns}})`;
}
