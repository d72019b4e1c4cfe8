import { midRanks } from '../stats/ranks.ts';

/**
 * Percentile of each value among those known: (number below + half the number equal) ÷ number known, strictly between
 * 0 and 1; null where the value is null. Equal values get equal percentiles, and only the order of values matters, so one
 * huge customer does not flatten the rest as min–max scaling would. O(n log n).
 *
 * @example
 * midrankPercentiles([10, 30, null, 20, 10]); // => [0.25, 0.875, null, 0.625, 0.25]
 */
export function midrankPercentiles(values: readonly (number | null)[]): readonly (number | null)[] {
  const known = values.filter((value) => value !== null);
  const { ranks } = midRanks(known);
  let next = 0;
  return values.map((value) => {
    if (value === null) return null;
    const rank = ranks[next] ?? 0;
    next += 1;
    return (rank - 0.5) / known.length;
  });
}
