/**
 * Benjamini–Hochberg q-values: taking every test with q ≤ 0.10 as a finding keeps the expected share of false findings
 * among them at 10 % or less. Holds for independent and for positively dependent tests (Benjamini and Yekutieli 2001).
 *
 * Hand in *every* test that was tried, not only the promising ones: leaving out the dull ones is what makes false
 * findings. It does not bound the chance of a single false finding among many true ones; that is Bonferroni's.
 *
 * q of the i-th smallest of m = min over j ≥ i of p(j) · m ÷ j, at most 1. O(m log m). Source: Benjamini and Hochberg, JRSS B
 * 57 (1995) 289–300.
 *
 * @param pValues in [0, 1], any order.
 * @returns q-values in the same order. Equal p give equal q. Throws a RangeError for values outside [0, 1].
 * @example
 * Array.from(benjaminiHochberg([0.01, 0.04, 0.03, 0.5])).map((q) => q.toFixed(4)); // => ['0.0400', '0.0533', '0.0533', '0.5000']
 * Array.from(benjaminiHochberg([])); // => []
 */
export function benjaminiHochberg(pValues: ArrayLike<number>): Float64Array {
  const count = pValues.length;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const p = pValues[i]!;
    if (!(p >= 0 && p <= 1)) throw new RangeError(`p-values lie from 0 to 1, got ${p}`);
    order[i] = i;
  }
  order.sort((i, j) => pValues[i]! - pValues[j]! || i - j);
  const q = new Float64Array(count);
  let least = 1;
  for (let rank = count; rank >= 1; rank--) {
    const index = order[rank - 1]!;
    least = Math.min(least, (pValues[index]! * count) / rank);
    q[index] = least;
  }
  return q;
}
