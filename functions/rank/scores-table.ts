import { join } from 'node:path';
import type { Listed } from '../../core/rank/assign-lists.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import type { Row } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';

const scoreColumns = {
  position: 'BIGINT',
  target_id: 'VARCHAR',
  pool: 'VARCHAR',
  list: 'VARCHAR',
  rank: 'BIGINT',
  tier: 'VARCHAR',
  score: 'DOUBLE',
  similarity: 'DOUBLE',
  opportunity: 'DOUBLE',
  slot: 'VARCHAR',
  propensity: 'DOUBLE',
} as const;

/**
 * Loads every candidate's scores, in list order, as the table `scores`, and writes them as parquet; returns the file. `explained`
 * marks those that are described further; it is not in the file.
 */
export async function scoresTable(
  { engine, scratch }: StepTables,
  listed: readonly Listed<Scored>[],
  explained: ReadonlySet<number>,
): Promise<string> {
  const rows = function* (): Generator<Row> {
    for (const [index, target] of listed.entries()) {
      const { target_id, pool, list, rank, tier, score, similarity, opportunity } = target;
      yield {
        position: index + 1,
        target_id,
        pool,
        list,
        rank,
        tier,
        score,
        similarity,
        opportunity: opportunity.opportunity,
        slot: target.slot.kind,
        propensity: target.slot.propensity,
        explained: explained.has(target.row),
      };
    }
  };
  await engine.load('scores', { ...scoreColumns, explained: 'BOOLEAN' }, rows());
  const path = join(scratch, 'targets.parquet');
  await engine.run(
    `COPY (SELECT ${Object.keys(scoreColumns).join(', ')} FROM scores ORDER BY position) TO '${path}' (FORMAT parquet)`,
  );
  return path;
}
