import { normalCdf } from './normal.ts';
import { midRanks } from './ranks.ts';

export type MannWhitney = {
  /** Pairs in which the value of `first` is larger, ties counting half: U ÷ (n₁ n₂) is the ROC AUC. */
  readonly u: number;
  /** Two-sided. */
  readonly p: number;
};

/**
 * Mann–Whitney U (Wilcoxon rank sum): do values of one group tend to be larger than those of the other? Normal
 * approximation with tie and continuity correction, two-sided, as SciPy's `method='asymptotic'`.
 *
 * Use it to compare a number between best customers and the rest without assuming a shape. It answers "which is larger
 * for a random pair", not "which mean is larger". Below about 8 values a side the approximation is rough.
 * O(n log n). Source: Mann and Whitney, Ann. Math. Stat. 18 (1947); tie correction Hollander and Wolfe 4.1.
 *
 * @returns p = 1 when all values are equal. Throws a RangeError when a group is empty.
 * @example
 * mannWhitney([1, 4, 6, 8, 9], [2, 3, 5, 7]).u; // => 13
 * mannWhitney([1, 4, 6, 8, 9], [2, 3, 5, 7]).p.toFixed(4); // => '0.5403'
 */
export function mannWhitney(first: ArrayLike<number>, second: ArrayLike<number>): MannWhitney {
  const m = first.length;
  const n = second.length;
  if (m === 0 || n === 0) throw new RangeError('both groups need values');
  const all = new Float64Array(m + n);
  all.set(first, 0);
  all.set(second, m);
  const { ranks, tieSum } = midRanks(all);
  let rankSum = 0;
  for (let i = 0; i < m; i++) rankSum += ranks[i]!;
  const u = rankSum - (m * (m + 1)) / 2;
  const total = m + n;
  const variance = ((m * n) / 12) * (total + 1 - tieSum / (total * (total - 1)));
  if (!(variance > 0)) return { u, p: 1 };
  const z = (Math.abs(u - (m * n) / 2) - 0.5) / Math.sqrt(variance);
  return { u, p: Math.min(1, 2 * normalCdf(-z)) };
}
