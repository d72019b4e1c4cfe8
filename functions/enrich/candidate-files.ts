import { join } from 'node:path';
import { candidatesSql } from '../../core/match/candidates.sql.ts';
import type { PoolDecision } from '../../core/match/pools.ts';
import { filledCandidatesSql } from '../../core/provider/found-prospects.sql.ts';
import { type ProviderField, providerFields } from '../../core/provider/provider-company.ts';
import type { Row } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { fieldTypes } from './found-prospects.ts';

/** Values for what candidates lack, by candidate id. */
export type Fills = ReadonlyMap<string, { readonly [field in ProviderField]?: string | number | undefined }>;

/** The SQL that gives the candidates of both pools with what is known of them, fills included; loads what it needs. */
export async function candidateRows(
  { engine, columns }: StepTables,
  pooled: readonly PoolDecision[],
  fills: Fills,
): Promise<string> {
  await engine.run('DROP TABLE IF EXISTS decisions');
  await engine.run('DROP TABLE IF EXISTS fills');
  await engine.load(
    'decisions',
    { candidate_id: 'VARCHAR', id: 'VARCHAR', side: 'VARCHAR', pool: 'VARCHAR', tags: 'VARCHAR' },
    decisionRows(pooled),
  );
  const sql = candidatesSql({
    customers: columns.get('customers'),
    prospects: columns.get('prospects'),
    distances: columns.get('distances'),
  });
  if (fills.size === 0) return sql;
  await engine.load(
    'fills',
    {
      candidate_id: 'VARCHAR',
      ...Object.fromEntries(providerFields.map((field) => [field, fieldTypes[field] ?? 'VARCHAR'])),
    },
    [...fills].map(([candidate_id, fields]) => ({
      candidate_id,
      ...Object.fromEntries(providerFields.map((field) => [field, fields[field] ?? null])),
    })),
  );
  return filledCandidatesSql(sql);
}

function* decisionRows(pooled: readonly PoolDecision[]): Generator<Row> {
  for (const { candidate_id, id, side, pool, tags } of pooled)
    yield { candidate_id, id, side, pool, tags: tags.join(' ') };
}

/** The candidates as parquet, for ranking. */
export async function candidateParquet(tables: StepTables, sql: string, name: string): Promise<string> {
  const parquet = join(tables.scratch, name);
  await tables.engine.run(`COPY (${sql}) TO '${parquet}' (FORMAT parquet)`);
  return parquet;
}

/** The same rows as CSV, for people. */
export async function candidateCsv(tables: StepTables, sql: string, parquet: string): Promise<string> {
  const csv = join(tables.scratch, 'candidates.csv');
  await tables.engine.run(
    `COPY (${guarded(sql, await textColumns(tables, parquet))}) TO '${csv}' (FORMAT csv, HEADER)`,
  );
  return csv;
}

async function textColumns(
  tables: StepTables,
  parquet: string,
): Promise<readonly { readonly name: string; readonly text: boolean }[]> {
  const rows = await tables.engine.query(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet('${parquet}'))`,
  );
  return rows.map((row) => ({ name: String(row['name']), text: row['type'] === 'VARCHAR' }));
}

/** The same rows with an apostrophe before text that a spreadsheet would run as a formula. */
function guarded(sql: string, columns: readonly { readonly name: string; readonly text: boolean }[]): string {
  const cells = columns.map(({ name, text }) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return text
      ? `CASE WHEN regexp_matches(${quoted}, '^\\s*[=+@\\-]') THEN '''' || ${quoted} ELSE ${quoted} END AS ${quoted}`
      : quoted;
  });
  return `SELECT ${cells.join(', ')} FROM (${sql}) ORDER BY pool, candidate_id, tags`;
}
