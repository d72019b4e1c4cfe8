/** Fewer whole months than this show no trend. */
export const leastMonthsForTrend = 3;

/**
 * Relative trend of a monthly series: its least-squares slope ÷ its mean, per month. 0.02 grows by 2 % of its average
 * a month. The series are the `months` whole months up to the window's end, empty months counting as 0. Null below three
 * months and where the mean is not positive, since a share of nothing or of a loss says nothing.
 *
 * With y_k the amount of the month k months back, n months, the slope of the n equally spaced points over their mean is
 * 6 ((n − 1) Σy − 2 Σk·y) ÷ ((n² − 1) Σy). Sums are exact integers; one division is rounded.
 *
 * @param sums months n, Σ y in 1/10,000, Σ k·y in the same unit
 * @example
 * trendPerMonth({ months: 3, total_e4: 60n, weighted_back_e4: 40n }); // => 0.5
 * trendPerMonth({ months: 3, total_e4: -60n, weighted_back_e4: 0n }); // => null
 */
export function trendPerMonth(sums: {
  readonly months: number;
  readonly total_e4: bigint;
  readonly weighted_back_e4: bigint;
}): number | null {
  const { months, total_e4, weighted_back_e4 } = sums;
  if (months < leastMonthsForTrend || total_e4 <= 0n) return null;
  const n = BigInt(months);
  return Number(6n * ((n - 1n) * total_e4 - 2n * weighted_back_e4)) / Number((n * n - 1n) * total_e4);
}
