import type { Random } from '../stats/random.ts';
import { restarts } from './lloyd.ts';
import type { PointCloud } from './point-cloud.ts';

/** How much tighter k clusters are than in data that have only the clusters of a smaller number. */
export type Gap = {
  readonly k: number;
  /** Mean ln(W*ₖ ÷ W*) over the references less ln(Wₖ ÷ W) of the data, W being the inertia of the smaller number. */
  readonly gap: number;
  /** Standard deviation over the references × √(1 + 1/references). */
  readonly se: number;
};

function errorOf(values: readonly number[]): number {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length;
  return Math.sqrt(variance * (1 + 1 / values.length));
}

const dataStarts = 6;
const referenceStarts = 2;

/**
 * How tight k clusters are, for each k of `ks`: ln(W ÷ W₁), W being the inertia of the best of several k-means++ starts and
 * W₁ that of one cluster, so that references need only be like the data in kind, not in total variance.
 */
export function tightness(
  cloud: PointCloud,
  ks: readonly number[],
  random: Random,
  starts = dataStarts,
): readonly number[] {
  const whole = restarts(cloud, 1, 1, random, 1).inertia;
  return ks.map((k) => {
    const { inertia } = restarts(cloud, k, k === 1 ? 1 : starts, random, 20);
    // A perfect fit would be minus infinity: nothing is tighter than a billionth of the whole.
    return whole > 0 ? Math.log(Math.max(inertia / whole, 1e-9)) : 0;
  });
}

/**
 * Gap statistic of each k over `base` clusters: how much tighter the data become than references that have `base` clusters
 * and no more. A gap clearly above 0 says that the data hold more than those. `data` is the {@link tightness} of the data for
 * `base` and then each of `ks`, from six starts, for a missed grouping would matter; references get two, for they have none
 * to miss. O(references × Σ k × k-means).
 * Source: Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via the gap statistic", JRSS B 63,
 * 2001, there with base 1; the references differ, see core/cluster/reference-points.ts.
 *
 * @example
 * const random = { next: () => 0.5, int: () => 0 };
 * gapStatistic([0, -2], 1, [2], [{ rows: 2, columns: 1, values: Float64Array.of(0, 1) }], random).map((gap) => gap.k); // => [2]
 */
export function gapStatistic(
  data: readonly number[],
  base: number,
  ks: readonly number[],
  references: readonly PointCloud[],
  random: Random,
): readonly Gap[] {
  const others = references.map((reference) => tightness(reference, [base, ...ks], random, referenceStarts));
  return ks.map((k, i) => {
    const values = others.map((other) => other[i + 1]! - other[0]!);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return { k, gap: mean - (data[i + 1]! - data[0]!), se: errorOf(values) };
  });
}
