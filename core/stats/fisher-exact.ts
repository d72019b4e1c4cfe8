/**
 * Fisher's exact test of a 2 × 2 table, two-sided: how probable is a table at least as improbable as this one, given its
 * margins, if rows and columns have nothing to do with each other?
 *
 * ```
 *              has it   lacks it
 *   best          a        b
 *   rest          c        d
 * ```
 *
 * Use it for counts of any size, however small; unlike chi-square it needs no minimum. It is conservative (the true rate
 * of false alarms is below p) because counts are whole. It says nothing about how large a difference is: show the risk
 * ratio and its interval beside it.
 *
 * Two-sided as in R and SciPy: sums every table whose probability is at most that of the observed one, ties within a
 * relative 1e-7 included. Probabilities are built from the mode outwards by their ratios, never from factorials, so the
 * relative error stays near 1e-13 for totals up to a million. O(standard deviation of a), about 3,000 steps at a total of
 * one million. Below 1e-300 the answer is 0. Source: Agresti, Categorical Data Analysis, 3.5.
 *
 * @returns p in [0, 1]; 1 when a row or column is empty. Throws a RangeError for counts that are no whole numbers ≥ 0.
 * @example
 * fisherExact(3, 5, 5, 27).toFixed(4); // => '0.3199'
 * fisherExact(8, 2, 1, 5).toFixed(5); // => '0.03497'
 * fisherExact(0, 0, 4, 7); // => 1
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  for (const count of [a, b, c, d])
    if (!Number.isSafeInteger(count) || count < 0)
      throw new RangeError(`counts must be whole numbers of at least 0, got ${count}`);
  const row = a + b;
  const column = a + c;
  const total = row + c + d;
  const least = Math.max(0, row + column - total);
  const most = Math.min(row, column);
  if (least === most) return 1;
  /** P(k + 1) ÷ P(k) of the hypergeometric distribution of the first cell. */
  const ratio = (k: number): number =>
    (((row - k) / (k + 1)) * (column - k)) / (total - row - column + k + 1);
  const mode = Math.min(most, Math.max(least, Math.floor(((row + 1) * (column + 1)) / (total + 2))));
  const observed = weightAt(a, mode, ratio);
  const cutoff = observed * (1 + 1e-7);
  let sum = 0;
  let tail = 0;
  let weight = 1;
  for (let k = mode; k <= most; k++) {
    sum += weight;
    if (weight <= cutoff) tail += weight;
    if (weight <= cutoff && weight <= tail * 1e-18) break;
    weight *= ratio(k);
  }
  weight = 1;
  let lower = 0;
  for (let k = mode - 1; k >= least; k--) {
    weight /= ratio(k);
    sum += weight;
    if (weight <= cutoff) lower += weight;
    if (weight <= cutoff && weight <= lower * 1e-18) break;
  }
  return Math.min(1, (tail + lower) / sum);
}

/** Weight of the observed table relative to the most probable one. */
function weightAt(observed: number, mode: number, ratio: (k: number) => number): number {
  let weight = 1;
  for (let k = mode; k < observed; k++) weight *= ratio(k);
  for (let k = mode - 1; k >= observed; k--) weight /= ratio(k);
  return weight;
}
