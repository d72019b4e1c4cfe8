import { assignLists, type Capacity, type Listed } from './assign-lists.ts';
import type { Draw } from './draw-slots.ts';
import { finalScore, type Weights } from './final-score.ts';
import { type Evidence, type Opportunity, opportunityOf } from './opportunity.ts';
import type { Signal } from './signal.ts';
import type { PoolName, TierName } from './target.ts';
import { type TierCuts, tierOf } from './tier.ts';

/** What ranking needs of one candidate. */
export type Candidate = {
  readonly target_id: string;
  readonly pool: PoolName;
  readonly similarity: number;
  /** Log-odds behind the similarity; tells companies of one percentile apart. */
  readonly logOdds: number;
  readonly signals: readonly Signal[];
  readonly evidence: readonly Evidence[];
  /** Margin of the next 12 months in 1/10,000; null where it cannot be told. */
  readonly expected_margin_e4: number | null;
};

export type Scored = {
  readonly row: number;
  readonly target_id: string;
  readonly pool: PoolName;
  readonly tier: TierName;
  readonly similarity: number;
  readonly opportunity: Opportunity;
  readonly score: number;
  readonly finer: number;
  readonly similarity_term: number;
  readonly opportunity_term: number;
  readonly expected_margin_e4: number | null;
};

/** The settings that shape the lists. */
export type RankParams = {
  readonly asOf: string;
  readonly weights: Weights;
  readonly tiers: TierCuts;
  readonly capacity: Capacity;
  /** What orders the lists; tiers are of the score either way. */
  readonly order?: 'score' | 'expected-margin';
  readonly draw?: Draw;
};

/**
 * Scores every candidate and puts it on its list. `row` is the candidate's place in the input. O(n log n).
 *
 * @example
 * rankCandidates([{ target_id: 'a', pool: 'net-new', similarity: 95, logOdds: 2, signals: [], evidence: [], expected_margin_e4: null }], { asOf: '2026-07-01', weights: { similarity: 0.7, opportunity: 0.3 }, tiers: { A: 80, B: 60, C: 40 }, capacity: { tier_a: null, tier_b: null, win_back: null } }).map((t) => [t.list, t.score]); // => [['tier-a', 81.5]]
 */
export function rankCandidates(candidates: readonly Candidate[], params: RankParams): Listed<Scored>[] {
  return listScored(
    candidates.map((candidate, row) => scoreCandidate(candidate, row, params)),
    params,
  );
}

/** Puts scored candidates on their lists as the settings ask: {@link assignLists}. */
export function listScored(scored: readonly Scored[], params: RankParams): Listed<Scored>[] {
  const worth = (candidate: Scored): number =>
    params.order === 'expected-margin' ? (candidate.expected_margin_e4 ?? Number.MIN_SAFE_INTEGER) : 0;
  return assignLists(scored, params.capacity, params.draw, worth);
}

/** Scores one candidate; `row` is its place among all. What it keeps of one without evidence is about 200 bytes. */
export function scoreCandidate(candidate: Candidate, row: number, params: RankParams): Scored {
  const opportunity = opportunityOf(candidate.signals, candidate.evidence, params.asOf);
  const final = finalScore(candidate.similarity, opportunity.opportunity, params.weights);
  return {
    row,
    target_id: candidate.target_id,
    pool: candidate.pool,
    tier: tierOf(final.score, params.tiers),
    similarity: candidate.similarity,
    opportunity,
    finer: params.weights.opportunity * opportunity.raw + params.weights.similarity * candidate.logOdds,
    expected_margin_e4: candidate.expected_margin_e4,
    ...final,
  };
}
