import type { HeldOutRanks } from './cross-fit.ts';

/** Share of held-out best customers found in the top x % of a population, and how many times chance that is. */
export type RecallAt = { readonly top_percent: number; readonly recall: number; readonly lift: number };

/** How one method places held-out best customers. `null` where the population has no companies. */
export type HeldOutFigures = {
  readonly held_out_best: number;
  /** Among candidates: recall at the top 5, 10 and 20 %; chance is the percentage itself. */
  readonly recall_candidates: readonly RecallAt[] | null;
  readonly auc_candidates: number | null;
  readonly auc_candidates_se: number | null;
  /** Among the other customers. */
  readonly recall_rest: readonly RecallAt[] | null;
  readonly auc_rest: number | null;
  readonly auc_rest_se: number | null;
  /** Mean of {@link criterionOf} and its standard error. */
  readonly criterion: number;
  readonly criterion_se: number;
};

/**
 * The figure methods are chosen by, one per held-out best customer: the mean recall over all cuts from 0 to 20 %,
 * averaged over the two populations a best customer must stand out from: candidates and ordinary customers. Held against
 * candidates alone, a method can win by recognising *customers*; held against customers alone, by what matters only once
 * somebody buys. Chance is 0.1, perfect is 1.
 */
export function criterionOf(ranks: HeldOutRanks): Float64Array {
  const sides = [ranks.amongMarket, ranks.amongRest].filter((side) => side !== null);
  return Float64Array.from(ranks.rows, (_, i) => {
    let sum = 0;
    for (const side of sides) sum += Math.max(0, side[i]! - 0.8) / 0.2;
    return sides.length === 0 ? 0 : sum / sides.length;
  });
}

/** What a random order reaches. */
export const chanceCriterion = 0.1;

/** Sums the ranks of one method up. Throws a RangeError without any held-out best customer. */
export function heldOutFigures(ranks: HeldOutRanks): HeldOutFigures {
  if (ranks.rows.length === 0) throw new RangeError('no best customer was held out');
  const criterion = meanAndError(criterionOf(ranks));
  const market = ranks.amongMarket === null ? null : meanAndError(ranks.amongMarket);
  const rest = ranks.amongRest === null ? null : meanAndError(ranks.amongRest);
  return {
    held_out_best: ranks.rows.length,
    recall_candidates: ranks.amongMarket && recalls(ranks.amongMarket),
    auc_candidates: market?.mean ?? null,
    auc_candidates_se: market?.error ?? null,
    recall_rest: ranks.amongRest && recalls(ranks.amongRest),
    auc_rest: rest?.mean ?? null,
    auc_rest_se: rest?.error ?? null,
    criterion: criterion.mean,
    criterion_se: criterion.error,
  };
}

function recalls(ranks: Float64Array): RecallAt[] {
  return [5, 10, 20].map((percent) => {
    let found = 0;
    for (const rank of ranks) if (rank >= 1 - percent / 100) found++;
    const recall = found / ranks.length;
    return { top_percent: percent, recall, lift: recall / (percent / 100) };
  });
}

/**
 * Mean and its standard error (0 for a single value).
 *
 * @example
 * meanAndError([1, 2, 3]).mean; // => 2
 */
export function meanAndError(values: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  const size = values.length;
  if (size === 0) throw new RangeError('no values to average');
  let sum = 0;
  for (let i = 0; i < size; i++) sum += values[i]!;
  const mean = sum / size;
  let squares = 0;
  for (let i = 0; i < size; i++) squares += (values[i]! - mean) ** 2;
  return { mean, error: size < 2 ? 0 : Math.sqrt(squares / (size - 1) / size) };
}
