import { midRanks } from './ranks.ts';

/**
 * Spearman's rank correlation: how far two measures put the same things in the same order, −1…1. Pearson's correlation of
 * the mid-ranks, so ties are treated fairly. Unlike Pearson's on the values it ignores scale and outliers.
 *
 * O(n log n). Source: Spearman 1904; Hollander and Wolfe 8.5.
 *
 * @returns null when a side does not vary (nothing to correlate). Throws a RangeError for unequal lengths.
 * @example
 * spearman([1, 2, 3, 4], [10, 20, 40, 30]); // => 0.8
 * spearman([1, 1], [2, 3]); // => null
 */
export function spearman(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  if (first.length !== second.length)
    throw new RangeError(`values in pairs are needed, got ${first.length} and ${second.length}`);
  return pearson(midRanks(first).ranks, midRanks(second).ranks);
}

/**
 * Pearson's correlation of pairs; null when a side does not vary. Two passes, so large means cost no digits.
 *
 * @example
 * pearson([1, 2, 3], [2, 4, 6]); // => 1
 */
export function pearson(first: ArrayLike<number>, second: ArrayLike<number>): number | null {
  const size = first.length;
  if (size !== second.length)
    throw new RangeError(`values in pairs are needed, got ${size} and ${second.length}`);
  let meanFirst = 0;
  let meanSecond = 0;
  for (let i = 0; i < size; i++) {
    meanFirst += first[i]! / size;
    meanSecond += second[i]! / size;
  }
  let both = 0;
  let squareFirst = 0;
  let squareSecond = 0;
  for (let i = 0; i < size; i++) {
    const x = first[i]! - meanFirst;
    const y = second[i]! - meanSecond;
    both += x * y;
    squareFirst += x * x;
    squareSecond += y * y;
  }
  if (!(squareFirst > 0 && squareSecond > 0)) return null;
  return Math.max(-1, Math.min(1, both / Math.sqrt(squareFirst * squareSecond)));
}
