export type PoolName = 'net-new' | 'win-back';
export type ListName = 'tier-a' | 'tier-b' | 'nurture' | 'win-back';
export type TierName = 'A' | 'B' | 'C' | 'D';

/** The seeds' tiers, one per band of a single 0–100 score. */
export const tierLabels: Readonly<Record<TierName, string>> = {
  A: 'A - Excellent Fit',
  B: 'B - Good Fit',
  C: 'C - Moderate Fit',
  D: 'D - Poor Fit',
};

/**
 * One reason in words with what it is worth. Similarity points are log-odds × 100, rounded so that base + all points =
 * total exactly; opportunity points are points of the 0–100 opportunity score in the same manner.
 */
export type Reason = {
  readonly kind: 'trait' | 'similar-to' | 'signal' | 'win-back' | 'other';
  readonly words: string;
  readonly feature: string | null;
  readonly points: number;
  /** Where the evidence came from and when, for signals. */
  readonly source: string | null;
  readonly date: string | null;
};

/** base + sum of points = total, in whole points. */
export type ReasonSum = {
  readonly base: number;
  readonly total: number;
  readonly reasons: readonly Reason[];
};

/** One ranked company: a row of `targets.csv` and an item of the targets endpoint. */
export type Target = {
  readonly target_id: string;
  readonly pool: PoolName;
  readonly rank: number;
  readonly list: ListName;
  readonly tier: TierName;
  readonly name: string | null;
  readonly domain: string | null;
  /** w1 · similarity + w2 · opportunity, 0–100, one decimal; the two terms are kept beside it. */
  readonly score: number;
  readonly similarity: number;
  readonly opportunity: number;
  readonly similarity_term: number;
  readonly opportunity_term: number;
  readonly confidence: 'high' | 'medium' | 'low';
  /** Which of interval, share of features known, distance from support limits the confidence. */
  readonly confidence_limited_by: string;
  readonly closest_best_customer: {
    readonly customer_id: string;
    readonly name: string | null;
    readonly similarity_percent: number;
  } | null;
  readonly archetype: string | null;
  readonly owner: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly industry: string | null;
  readonly employees: number | null;
  /** e.g. `known_account`. */
  readonly tags: readonly string[];
  readonly similarity_reasons: ReasonSum;
  readonly opportunity_reasons: ReasonSum;
};
