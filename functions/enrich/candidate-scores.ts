import { scoreSimilarity } from '../../core/model/score-similarity.ts';
import { finalScore } from '../../core/rank/final-score.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { type Evidence, opportunityOf } from '../../core/rank/opportunity.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import { readCompanies } from '../shared/company-columns.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** Candidates as ranking will see them: their columns, and where they stand. */
export type CandidateScores = {
  readonly companies: CompanyColumns;
  readonly similarity: Float64Array;
  readonly opportunity: Float64Array;
  readonly score: Float64Array;
};

/** Scores the candidates of a parquet file by the run's own models, before anything is bought. */
export async function candidateScores(
  tables: StepTables,
  parquet: string,
  models: LeadModels,
  signals: readonly CandidateSignal[],
  evidence: ReadonlyMap<string, Evidence>,
  { weights }: Settings,
  asOf: string,
): Promise<CandidateScores> {
  await tables.engine.run(
    `CREATE OR REPLACE VIEW scored_candidates AS SELECT * FROM read_parquet('${parquet.replaceAll("'", "''")}')`,
  );
  const described = await tables.engine.query('SELECT column_name FROM (DESCRIBE scored_candidates)');
  const columns = new Map([
    ...tables.columns,
    ['scored_candidates', described.map((row) => String(row['column_name']))] as const,
  ]);
  const companies = (await readCompanies(
    { ...tables, columns },
    'scored_candidates',
    'candidate_id',
    'pool, candidate_id, tags',
  )) ?? { ids: [], columns: {} };
  const descriptions = companies.columns['description'];
  const texts = companies.ids.map((_, row) => {
    const text = descriptions?.[row];
    return typeof text === 'string' ? text : null;
  });
  const { similarity } = scoreSimilarity(models.similarity, companyFeatures(models.plan, companies), texts);
  const byCandidate = Map.groupBy(signals, (signal) => signal.candidate_id);
  const opportunity = Float64Array.from(companies.ids, (id) => {
    const own = evidence.get(id);
    return opportunityOf(byCandidate.get(id) ?? [], own === undefined ? [] : [own], asOf).opportunity;
  });
  const score = Float64Array.from(
    similarity,
    (value, row) => finalScore(value, opportunity[row] ?? 50, weights).score,
  );
  return { companies, similarity, opportunity, score };
}
