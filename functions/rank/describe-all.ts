import { scoreSimilarity } from '../../core/model/score-similarity.ts';
import type { Listed } from '../../core/rank/assign-lists.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import type { Target } from '../../core/rank/target.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import { companyColumnNames } from '../shared/company-columns.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { type DescriptionSources, describeTargets } from './describe-targets.ts';
import { readCandidates } from './read-candidates.ts';

/** Targets described at a time. */
const rowsAtATime = 4096;

/**
 * The chosen candidates as targets, some at a time in list order, read again with all their columns. `chosen` is in list order
 * and marked as explained in the table `scores`.
 */
export async function* describeAll(
  tables: StepTables,
  chosen: readonly Listed<Scored>[],
  sources: Omit<DescriptionSources, 'candidates' | 'table' | 'similarity'>,
): AsyncGenerator<readonly Target[]> {
  const { models } = sources;
  let from = 0;
  for await (const candidates of readCandidates(tables, {
    from: 'candidates c JOIN scores s ON s.target_id = c.candidate_id AND s.explained',
    order: 's.position',
    columns: companyColumnNames(tables.columns.get('candidates') ?? []),
    rows: rowsAtATime,
  })) {
    const to = from + candidates.companies.ids.length;
    const own = chosen.slice(from, to).map((target, row) => ({ ...target, row }));
    from = to;
    const table = models === null ? null : companyFeatures(models.plan, candidates.companies);
    const similarity =
      models === null || table === null ? null : scoreSimilarity(models.similarity, table, candidates.texts);
    yield describeTargets(own, { ...sources, candidates, table, similarity });
  }
}
