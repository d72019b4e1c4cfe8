import type { Random } from '../stats/random.ts';
import { restarts } from './lloyd.ts';
import type { PointCloud } from './point-cloud.ts';
import type { PrincipalComponents } from './principal-components.ts';

/** How much tighter k clusters are than in data without clusters. */
export type Gap = {
  readonly k: number;
  /** Mean ln(W* ÷ W*₁) over the references less ln(W ÷ W₁) of the data: 0 at k = 1, above 0 where clusters are real. */
  readonly gap: number;
  /** Standard deviation over the references × √(1 + 1/references). */
  readonly se: number;
  /** ln(W* ÷ W*₁) of each reference. */
  readonly references: readonly number[];
};

/**
 * Is the gap of `a` smaller than that of `b` by no more than one standard error? References that are tight for one k are
 * tight for all, so the error is taken over the differences, reference by reference.
 */
export function withinOneError(a: Gap, b: Gap): boolean {
  const differences = b.references.map((reference, i) => reference - a.references[i]!);
  return b.gap - a.gap <= errorOf(differences);
}

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
    const { inertia } = restarts(cloud, k, starts, random, 20);
    // A perfect fit would be minus infinity: nothing is tighter than a billionth of the whole.
    return whole > 0 ? Math.log(Math.max(inertia / whole, 1e-9)) : 0;
  });
}

/**
 * Gap statistic against references of the caller's making; k = 1 (gap 0) is a legal answer: where no k has a gap clearly
 * above 0 there is nothing but noise. `data` is the {@link tightness} of the data, from six starts, for a missed grouping
 * would matter; references get two, for they have none to miss. O(references × Σ k × k-means).
 * Source: Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via the gap statistic", JRSS B 63,
 * 2001; the references differ, see {@link oneGaussian} and {@link independentFeatures}.
 *
 * @example
 * const random = { next: () => 0.5, int: () => 0 };
 * gapStatistic([-2], [2], [{ rows: 2, columns: 1, values: Float64Array.of(0, 1) }], random).map((gap) => gap.k); // => [2]
 */
export function gapStatistic(
  data: readonly number[],
  ks: readonly number[],
  references: readonly PointCloud[],
  random: Random,
): readonly Gap[] {
  const others = references.map((reference) => tightness(reference, ks, random, referenceStarts));
  return ks.map((k, i) => {
    const values = others.map((other) => other[i]!);
    const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
    return { k, gap: mean - data[i]!, se: errorOf(values), references: values };
  });
}

/**
 * A reference that has the data's correlations but no clusters: one Gaussian with the variances of its principal
 * components. Against it a stretched cloud is not two clusters. Source: Liu, Hayes, Nobel and Marron, "Statistical
 * Significance of Clustering for High-Dimension, Low-Sample Size Data", JASA 103, 2008 (SigClust).
 */
export function oneGaussian(pca: PrincipalComponents, rows: number, random: Random): PointCloud {
  const columns = pca.variances.length;
  const spreads = pca.variances.map(Math.sqrt);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < values.length; i += 1) values[i] = spreads[i % columns]! * random.normal();
  return { rows, columns, values };
}

/**
 * A reference that has every feature's own distribution but nothing between features: the rows of each feature are
 * shuffled by themselves (all coordinates of one feature together). Against it a lone yes/no column, which always falls
 * into two tight clumps, is not two clusters: clusters are features that go together.
 * `features` gives the feature number of every coordinate.
 */
export function independentFeatures(
  cloud: PointCloud,
  features: readonly number[],
  random: Random,
): PointCloud {
  const { rows, columns, values } = cloud;
  const out = new Float64Array(values.length);
  for (let c = 0; c < columns; ) {
    const order = random.permutation(rows);
    const feature = features[c];
    for (; c < columns && features[c] === feature; c += 1)
      for (let r = 0; r < rows; r += 1) out[r * columns + c] = values[order[r]! * columns + c]!;
  }
  return { rows, columns, values: out };
}
