import { join } from 'node:path';
import { candidatesSql } from '../../core/match/candidates.sql.ts';
import type { PoolDecision } from '../../core/match/pools.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** The candidates of both pools with what is known of them, as parquet for ranking and as CSV for people. */
export async function candidateFiles(
  tables: StepTables,
  pooled: readonly PoolDecision[],
): Promise<{ readonly parquet: string; readonly csv: string }> {
  const { engine, scratch, columns } = tables;
  const rows = pooled.map(({ candidate_id, id, side, pool, tags }) => ({
    candidate_id,
    id,
    side,
    pool,
    tags: tags.join(' '),
  }));
  await engine.load(
    'decisions',
    { candidate_id: 'VARCHAR', id: 'VARCHAR', side: 'VARCHAR', pool: 'VARCHAR', tags: 'VARCHAR' },
    rows,
  );
  const sql = candidatesSql({
    customers: columns.get('customers'),
    prospects: columns.get('prospects'),
    distances: columns.get('distances'),
  });
  const parquet = join(scratch, 'candidates.parquet');
  const csv = join(scratch, 'candidates.csv');
  await engine.run(`COPY (${sql}) TO '${parquet}' (FORMAT parquet)`);
  await engine.run(
    `COPY (${guarded(sql, await textColumns(tables, parquet))}) TO '${csv}' (FORMAT csv, HEADER)`,
  );
  return { parquet, csv };
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
