/**
 * Coefficient of variation of the gaps between a customer's order days: sample standard deviation ÷ mean. Near 0 is a
 * clockwork buyer, 1 is as irregular as chance (Poisson), above 1 buys in bursts. Null below two gaps (three order
 * days), where a spread cannot be told. Takes integer sums, so that the answer does not depend on the order of adding.
 *
 * @param sums number of gaps, their sum and their sum of squares, in days and days²
 * @example
 * gapVariation({ gaps: 3, sum: 90, squares: 2700 }); // => 0
 * gapVariation({ gaps: 2, sum: 40, squares: 1000 }); // => 0.7071067811865476
 * gapVariation({ gaps: 1, sum: 30, squares: 900 }); // => null
 */
export function gapVariation(sums: {
  readonly gaps: number;
  readonly sum: number;
  readonly squares: number;
}): number | null {
  const { gaps, sum, squares } = sums;
  if (gaps < 2) return null;
  if (!(sum > 0 && gaps * squares >= sum * sum && Number.isSafeInteger(gaps * squares)))
    throw new RangeError('gaps between distinct days are positive integers');
  return Math.sqrt((gaps * squares - sum * sum) / (gaps * (gaps - 1))) / (sum / gaps);
}
