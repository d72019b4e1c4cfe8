import { foldsOf } from './folds.ts';
import { type LookalikeSet, selectSet, side } from './lookalike-set.ts';
import { lowerBound, upperBound } from './percentile-table.ts';

/**
 * Where held-out best customers would have stood: for each, the share of held-out companies that score lower (equal
 * scores count half), 1 = above all of them. Null where that side has no companies.
 */
export type HeldOutRanks = {
  /** Positions of the best customers in the set, in the order of the ranks. */
  readonly rows: Int32Array;
  readonly amongMarket: Float64Array | null;
  readonly amongRest: Float64Array | null;
};

export type Scorer = (set: LookalikeSet) => Float64Array;

/**
 * K-fold cross-fitting: each method is fitted K times on the other folds and ranks the fold left out, so no company is
 * judged by a model that saw it. Everything a method learns (cuts, levels, penalties, traits) must be learnt inside
 * `learn`. Scores of different folds are never compared with one another.
 */
export function crossFit(
  set: LookalikeSet,
  folds: number,
  seed: number,
  learn: (train: LookalikeSet, fold: number) => Scorer,
): HeldOutRanks {
  const fold = foldsOf(set.table.ids, folds, seed);
  const rows: number[] = [];
  const amongMarket: number[] = [];
  const amongRest: number[] = [];
  for (let k = 0; k < folds; k++) {
    const held = positions(fold, (value) => value === k);
    const scores = learn(
      selectSet(
        set,
        positions(fold, (value) => value !== k),
      ),
      k,
    )(selectSet(set, held));
    const market = scores.filter((_, i) => set.sides[held[i]!] === side.background).sort();
    const rest = scores.filter((_, i) => set.sides[held[i]!] === side.rest).sort();
    held.forEach((row, i) => {
      if (set.sides[row] !== side.best) return;
      rows.push(row);
      if (market.length > 0) amongMarket.push(midRank(market, scores[i]!));
      if (rest.length > 0) amongRest.push(midRank(rest, scores[i]!));
    });
  }
  return {
    rows: Int32Array.from(rows),
    amongMarket:
      amongMarket.length === rows.length && rows.length > 0 ? Float64Array.from(amongMarket) : null,
    amongRest: amongRest.length === rows.length && rows.length > 0 ? Float64Array.from(amongRest) : null,
  };
}

function positions(folds: Uint8Array, passes: (fold: number) => boolean): Int32Array {
  return Int32Array.from(Array.from(folds.keys()).filter((row) => passes(folds[row]!)));
}

function midRank(sorted: Float64Array, score: number): number {
  return (lowerBound(sorted, score) + upperBound(sorted, score)) / 2 / sorted.length;
}
