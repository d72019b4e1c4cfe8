import { foldsOf } from './folds.ts';
import { type LookalikeSet, selectSet, side } from './lookalike-set.ts';
import { lowerBound, upperBound } from './percentile-table.ts';

/**
 * Where held-out best customers would have stood: for each, the share of held-out companies that score lower (equal
 * scores count half), 1 = above all of them. Null where that side has no companies.
 */
export type HeldOutRanks = {
  /** Every held-out company's score by the model that did not see it, by position in the set. */
  readonly scores: ReadonlyMap<number, number>;
  /** Positions of the best customers in the set, in the order of the ranks. */
  readonly rows: Int32Array;
  readonly amongMarket: Float64Array | null;
  readonly amongRest: Float64Array | null;
};

export type Scorer = (set: LookalikeSet) => Float64Array;

/** One fold: what a method may learn from, and the companies it must rank. */
export type FoldSplit = {
  readonly train: LookalikeSet;
  readonly held: LookalikeSet;
  /** Positions of the held-out companies in the whole set. */
  readonly heldRows: Int32Array;
};

/** Splits a set into folds by the hash of the ids. */
export function splitFolds(set: LookalikeSet, folds: number, seed: number): FoldSplit[] {
  const fold = foldsOf(set.table.ids, folds, seed);
  return Array.from({ length: folds }, (_, k) => {
    const heldRows = positions(fold, (value) => value === k);
    return {
      train: selectSet(
        set,
        positions(fold, (value) => value !== k),
      ),
      held: selectSet(set, heldRows),
      heldRows,
    };
  });
}

/**
 * K-fold cross-fitting: a method is fitted once per fold on the other folds and ranks the fold left out, so no company is
 * judged by a model that saw it. Everything a method learns (cuts, levels, penalties, traits) must be learnt inside
 * `learn`. Scores of different folds are never compared with one another.
 */
export function crossFit(
  splits: readonly FoldSplit[],
  learn: (train: LookalikeSet, fold: number) => Scorer,
): HeldOutRanks {
  const rows: number[] = [];
  const amongMarket: number[] = [];
  const amongRest: number[] = [];
  const all = new Map<number, number>();
  splits.forEach(({ train, held, heldRows }, k) => {
    const scores = learn(train, k)(held);
    const market = scores.filter((_, i) => held.sides[i] === side.background).sort();
    const rest = scores.filter((_, i) => held.sides[i] === side.rest).sort();
    heldRows.forEach((row, i) => {
      all.set(row, scores[i]!);
      if (held.sides[i] !== side.best) return;
      rows.push(row);
      if (market.length > 0) amongMarket.push(midRank(market, scores[i]!));
      if (rest.length > 0) amongRest.push(midRank(rest, scores[i]!));
    });
  });
  const whole = (ranks: number[]): Float64Array | null =>
    ranks.length === rows.length && rows.length > 0 ? Float64Array.from(ranks) : null;
  return {
    scores: all,
    rows: Int32Array.from(rows),
    amongMarket: whole(amongMarket),
    amongRest: whole(amongRest),
  };
}

function positions(folds: Uint8Array, passes: (fold: number) => boolean): Int32Array {
  return Int32Array.from(Array.from(folds.keys()).filter((row) => passes(folds[row]!)));
}

function midRank(sorted: Float64Array, score: number): number {
  return (lowerBound(sorted, score) + upperBound(sorted, score)) / 2 / sorted.length;
}
