import type { Interval } from './interval.ts';
import { quantileSorted } from './quantile.ts';
import type { Random } from './random.ts';

export type BootstrapParams = {
  /** Resamples; 1,000 fixes the ends of a 95 % interval to about ± 5 % of its width. */
  readonly resamples: number;
  readonly level: number;
};

export const bootstrapDefaults: BootstrapParams = { resamples: 1000, level: 0.95 };

/**
 * Percentile bootstrap interval of any statistic: draw as many rows as there are, with replacement, compute the statistic,
 * repeat, and take the middle `level` of the answers. Resample the unit that is independent (companies, not their orders).
 *
 * Too narrow below about 30 rows and wrong for extremes (a maximum, a count of distinct values). Statistics that are
 * null in a resample (no positives drawn) are left out; if more than a tenth are, the interval is null.
 * O(resamples × cost of the statistic). Source: Efron and Tibshirani, An Introduction to the Bootstrap, 13.3.
 *
 * @param size number of rows.
 * @param statistic gets row numbers 0…size−1, repeated as drawn; the array is reused, so do not keep it.
 * @returns null when there are no rows or the statistic is mostly undefined.
 * @example
 * bootstrapInterval(5, (rows) => rows.length, { int: () => 0 }); // => { low: 5, high: 5 }
 */
export function bootstrapInterval(
  size: number,
  statistic: (rows: Int32Array) => number | null,
  random: Pick<Random, 'int'>,
  params: BootstrapParams = bootstrapDefaults,
): Interval | null {
  if (!(params.resamples >= 1))
    throw new RangeError(`at least one resample is needed, got ${params.resamples}`);
  if (size === 0) return null;
  const rows = new Int32Array(size);
  const answers: number[] = [];
  for (let resample = 0; resample < params.resamples; resample++) {
    for (let i = 0; i < size; i++) rows[i] = random.int(size);
    const answer = statistic(rows);
    if (answer !== null) answers.push(answer);
  }
  if (answers.length < 0.9 * params.resamples) return null;
  const sorted = Float64Array.from(answers).sort();
  return {
    low: quantileSorted(sorted, (1 - params.level) / 2),
    high: quantileSorted(sorted, (1 + params.level) / 2),
  };
}
