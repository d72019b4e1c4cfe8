import { median } from '../stats/quantile.ts';
import type { Random } from '../stats/random.ts';
import { lloyd, plusPlus, restarts } from './lloyd.ts';
import { columnMeans, type PointCloud } from './point-cloud.ts';

/** How much tighter k clusters are than in data that have only the clusters of a smaller number. */
export type Gap = {
  readonly k: number;
  /** Median ln(W*ₖ ÷ W*) of the references less ln(Wₖ ÷ W) of the data, W being the inertia of the smaller number. */
  readonly gap: number;
  /** 1.4826 × median absolute deviation of the references × √(1 + 1/references). */
  readonly se: number;
};

const dataStarts = 6;
const referenceStarts = 2;

/**
 * How tight clusters are: ln(W ÷ W₀) for the known centres (k₀ × columns, row-major) and then for each k of `ks`, W being the
 * lowest inertia of several k-means++ starts and of one from the known centres with more added, W₀ that of one cluster.
 * Starting from what is known keeps a poor local minimum from passing for a finding.
 */
export function tightness(
  cloud: PointCloud,
  known: Float64Array,
  ks: readonly number[],
  random: Random,
  starts = dataStarts,
): readonly number[] {
  const whole = lloyd(cloud, columnMeans(cloud), 1).inertia;
  // A perfect fit would be minus infinity: nothing is tighter than a billionth of the whole.
  const log = (inertia: number): number => (whole > 0 ? Math.log(Math.max(inertia / whole, 1e-9)) : 0);
  const from = (k: number): number => lloyd(cloud, plusPlus(cloud, k, random, known), 20).inertia;
  return [
    log(lloyd(cloud, known, 20).inertia),
    ...ks.map((k) => log(Math.min(from(k), restarts(cloud, k, starts, random, 20).inertia))),
  ];
}

/**
 * Gap statistic of each k over known clusters: how much tighter the data become than references that have these clusters
 * and no more. A gap clearly above 0 says that the data hold more than those. `data` is the {@link tightness} of the data,
 * from six starts, for a missed grouping would matter; references get two, for they have none
 * to miss. O(references × Σ k × k-means).
 * Source: Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via the gap statistic", JRSS B 63,
 * 2001, there over one cluster; the references differ, see core/cluster/reference-points.ts.
 *
 * @example
 * const random = { next: () => 0.5, int: () => 0 };
 * gapStatistic([0, -2], Float64Array.of(0.5), [2], [{ rows: 2, columns: 1, values: Float64Array.of(0, 1) }], random).map((gap) => gap.k); // => [2]
 */
export function gapStatistic(
  data: readonly number[],
  known: Float64Array,
  ks: readonly number[],
  references: readonly PointCloud[],
  random: Random,
): readonly Gap[] {
  const others = references.map((reference) => tightness(reference, known, ks, random, referenceStarts));
  return ks.map((k, i) => {
    const values = others.map((other) => other[i + 1]! - other[0]!);
    // Medians: one reference that k-means cut badly must not widen the error.
    const middle = median(values);
    const spread = 1.4826 * median(values.map((value) => Math.abs(value - middle)));
    return { k, gap: middle - (data[i + 1]! - data[0]!), se: spread * Math.sqrt(1 + 1 / values.length) };
  });
}
