import { probabilityHighValue, scoreSimilarity } from '../../core/model/score-similarity.ts';
import type { AccountFacts } from '../../core/rank/account-facts.ts';
import type { Listed } from '../../core/rank/assign-lists.ts';
import { expectedMarginE4 } from '../../core/rank/expected-margin.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { Evidence } from '../../core/rank/opportunity.ts';
import { listScored, type RankParams, type Scored, scoreCandidate } from '../../core/rank/rank-candidates.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import { predictProspectValue } from '../../core/value/prospect-value.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { inFileOrder, readCandidates } from './read-candidates.ts';

/** Candidates scored at a time: what is read of them is let go of before the next are read. */
const rowsAtATime = 32_768;

export type ScoringSources = {
  readonly models: LeadModels | null;
  readonly signals: ReadonlyMap<string, readonly CandidateSignal[]>;
  /** What a lapsed customer's past says for calling it, by customer. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly lapsed: ReadonlyMap<string, WinBack>;
  readonly accounts: AccountFacts;
};

/** Scores every candidate and puts it on its list; keeps the scores, not what they were read from. */
export async function scoreCandidates(
  tables: StepTables,
  { models, signals, evidence, lapsed, accounts }: ScoringSources,
  params: RankParams,
): Promise<Listed<Scored>[]> {
  const scored: Scored[] = [];
  for await (const candidates of readCandidates(tables, {
    ...inFileOrder,
    columns: modelColumns(tables, models),
    rows: rowsAtATime,
  })) {
    const table = models === null ? null : companyFeatures(models.plan, candidates.companies);
    const similarity =
      models === null || table === null ? null : scoreSimilarity(models.similarity, table, candidates.texts);
    const worth =
      models === null || table === null || models.value.of !== 'margin'
        ? null
        : predictProspectValue(models.value, table);
    for (const [row, target_id] of candidates.companies.ids.entries()) {
      const pool = candidates.pools[row] ?? 'net-new';
      const sourceId = candidates.sourceIds[row] ?? '';
      const past = pool === 'win-back' ? evidence.get(sourceId) : undefined;
      const candidate = {
        target_id,
        pool,
        similarity: similarity?.similarity[row] ?? 50,
        logOdds: similarity?.logOdds[row] ?? 0,
        signals: signals.get(target_id) ?? [],
        evidence: past === undefined ? [] : [past],
        expected_margin_e4:
          pool === 'win-back'
            ? (lapsed.get(sourceId)?.recoverable_margin_e4_12m ?? null)
            : worth?.[row] != null
              ? Math.round(worth[row].value * 10_000)
              : expectedMarginE4(
                  models === null || similarity === null
                    ? null
                    : probabilityHighValue(models.similarity, similarity.logOdds[row] ?? 0).probability,
                  accounts.typical_margins,
                ),
      };
      scored.push(scoreCandidate(candidate, scored.length, params));
    }
  }
  return listScored(scored, params);
}

/** The columns the models look at; texts are read where there are any. */
function modelColumns({ columns }: StepTables, models: LeadModels | null): readonly string[] {
  const known = columns.get('candidates') ?? [];
  const used = new Set(['description', ...(models?.plan.features.map((feature) => feature.column) ?? [])]);
  return known.filter((name) => used.has(name));
}
