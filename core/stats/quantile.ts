/**
 * Quantile by linear interpolation between order statistics: Hyndman and Fan's type 7 (The American Statistician 50,
 * 1996), the default of R, NumPy and pandas. `quantile(values, 0.5)` is the median.
 *
 * Sorts a copy: O(n log n). For several quantiles of the same values sort once and call {@link quantileSorted}.
 * Throws a RangeError for no values, a share outside [0, 1], or values that are not numbers.
 *
 * @param values in any order, without NaN.
 * @param share in [0, 1].
 * @example
 * quantile([4, 1, 3, 2], 0.5); // => 2.5
 * quantile([10, 20, 30], 0.9); // => 28
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  return quantileSorted(Float64Array.from(values).sort(), share);
}

/**
 * The same of values already in rising order. O(1).
 *
 * @example
 * quantileSorted([1, 2, 3, 4], 0.25); // => 1.75
 */
export function quantileSorted(sorted: ArrayLike<number>, share: number): number {
  const size = sorted.length;
  if (size === 0) throw new RangeError('a quantile needs at least one value');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`a share from 0 to 1 is needed, got ${share}`);
  const place = (size - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, size - 1)]!;
  if (Number.isNaN(low) || Number.isNaN(high)) throw new RangeError('a quantile needs numbers');
  return place === below ? low : low + (high - low) * (place - below);
}

/**
 * The middle value, or the mean of the two middle ones.
 *
 * @example
 * median([3, 1, 2]); // => 2
 */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}
