import { lowerBound } from '../model/percentile-table.ts';
import { quantileSorted } from '../stats/quantile.ts';
import { decadeMarks, roundestWithin } from './nice-numbers.ts';

export type EdgeParams = {
  /** Least companies in each range. */
  readonly support: number;
  /** Ranges to aim at where the values themselves suggest none. */
  readonly bins: number;
  /** Edges to use instead, where a field has its own bands. */
  readonly fixed?: readonly number[];
};

/** Longer lists of ranges no longer read well, and each one is one more test. */
const mostBins = 10;

/**
 * Edges that cut a number into readable ranges [.., e₁), [e₁, e₂), …, each with enough companies. Looks at the values only,
 * never at who is best: an edge moved to where the label is would find traits in noise.
 *
 * - at most ten different, short values, or small whole numbers ("1, 2, 3 sites"): each value by itself;
 * - a long tail (90 % quantile ≥ 5 times the 10 % one and twice as far from the median): 1, 2, 5, 10, 20, 50 …, then only 1,
 *   5, 10 …, then 1, 10 … until at most ten ranges are left, where that gives at least four;
 * - anything else: the roundest number near each quantile.
 *
 * Fractions that are one number to a reader (30.00001 %) get no ranges. Neighbours are merged until each holds `support` values, the last one a quarter of it. O(bins · log n).
 *
 * @param sorted known values in rising order.
 * @returns inner edges in rising order; none when the values do not allow two ranges.
 * @example
 * rangeEdges(Float64Array.from({ length: 400 }, (_, i) => 2 * 1.016 ** i), { support: 20, bins: 6 }); // => [5, 10, 20, 50, 100, 200, 500, 1000]
 * rangeEdges(Float64Array.from({ length: 300 }, (_, i) => i / 300), { support: 17, bins: 5 }); // => [0.2, 0.4, 0.6, 0.8]
 * rangeEdges(Float64Array.from({ length: 300 }, (_, i) => 30 + i / 1e6), { support: 17, bins: 5 }); // => []
 * rangeEdges(Float64Array.from([1, 1, 1, 1, 2, 2, 2, 3]), { support: 2, bins: 6 }); // => [2, 3]
 */
export function rangeEdges(sorted: Float64Array, params: EdgeParams): number[] {
  const { support, bins, fixed } = params;
  if (sorted.length < 2 * support || sorted.length === 0) return [];
  if (fixed !== undefined) return withSupport(sorted, fixed, support);
  if (alikeToReaders(sorted)) return [];
  const single = singleValues(sorted);
  if (single !== null) return withSupport(sorted, single, support);
  for (const mantissas of [[1, 2, 5], [1, 5], [1]]) {
    const marks = longTailMarks(sorted, mantissas);
    if (marks === null) break;
    const edges = withSupport(sorted, marks, support);
    if (edges.length < 3) break;
    if (edges.length < mostBins) return edges;
  }
  return withSupport(sorted, quantileMarks(sorted, bins), support);
}

/** Fractions that differ, but for 2 % at each end, by less than this share of their size read as one number. */
const leastDifference = 0.01;

/** Whether a fraction hardly varies: a margin of 30 % everywhere, but for the rounding of its cents, makes no ranges. */
function alikeToReaders(sorted: Float64Array): boolean {
  const low = quantileSorted(sorted, 0.02);
  const high = quantileSorted(sorted, 0.98);
  return (
    high - low < leastDifference * Math.max(Math.abs(low), Math.abs(high)) &&
    sorted.some((value) => !Number.isInteger(value))
  );
}

/**
 * Marks at the values themselves: short ones when there are few, or whole numbers when nearly all lie within ten of the
 * least ("1, 2, 3 … sites", with a few companies of fifty).
 */
function singleValues(sorted: Float64Array): number[] | null {
  const least = sorted[0]!;
  if (sorted.every((value) => Number.isInteger(value)) && quantileSorted(sorted, 0.9) - least <= 10)
    return Array.from({ length: 11 }, (_, step) => least + step).slice(1);
  const distinct: number[] = [];
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i]!;
    if (i > 0 && value === sorted[i - 1]) continue;
    if (distinct.length === 10 || Math.round(value * 100) / 100 !== value) return null;
    distinct.push(value);
  }
  return distinct.slice(1);
}

function longTailMarks(sorted: Float64Array, mantissas: readonly number[]): number[] | null {
  const positive = sorted.subarray(lowerBound(sorted, Number.MIN_VALUE));
  if (positive.length * 2 < sorted.length || sorted[0]! < 0) return null;
  const [low = 0, middle = 0, high = 0] = [0.1, 0.5, 0.9].map((share) => quantileSorted(positive, share));
  if (high < 5 * low || high - middle < 2 * (middle - low)) return null;
  return decadeMarks(positive[0]!, positive.at(-1)!, mantissas);
}

function quantileMarks(sorted: Float64Array, bins: number): number[] {
  const spread = quantileSorted(sorted, 0.9) - quantileSorted(sorted, 0.1);
  const marks: number[] = [];
  for (let i = 1; i < bins; i++) {
    const middle = quantileSorted(sorted, i / bins);
    // Where values crowd, a round number nearby reads better than the exact quantile, and two edges side by side do not.
    const low = Math.min(quantileSorted(sorted, (i - 0.35) / bins), middle - 0.05 * spread);
    const high = Math.max(quantileSorted(sorted, (i + 0.35) / bins), middle + 0.05 * spread);
    const mark = roundestWithin(low, high);
    if (mark - (marks.at(-1) ?? Number.NEGATIVE_INFINITY) >= 0.08 * spread) marks.push(mark);
  }
  return marks;
}

/**
 * Drops edges until every range between the remaining ones holds `support` values. The last range alone may hold as
 * little as a quarter of it: "200–500" is worth saying though few companies are larger.
 */
function withSupport(sorted: Float64Array, marks: readonly number[], support: number): number[] {
  const edges: number[] = [];
  let below = 0;
  for (const mark of [...new Set(marks)].sort((a, b) => a - b)) {
    const count = lowerBound(sorted, mark);
    if (count - below < Math.max(1, support)) continue;
    edges.push(mark);
    below = count;
  }
  while (edges.length > 0 && 4 * (sorted.length - lowerBound(sorted, edges.at(-1)!)) < Math.max(4, support))
    edges.pop();
  return edges;
}
