import type { Random } from '../stats/random.ts';
import type { PointCloud } from './point-cloud.ts';
import { principalComponents, unproject } from './principal-components.ts';

/** Points that belong to known clusters: the label of each row, and the centres (k × columns, row-major). */
export type Grouped = { readonly labels: Int32Array; readonly centres: Float64Array };

/**
 * References with the given clusters and nothing else: inside each cluster the rows of every feature are shuffled by
 * themselves (all coordinates of one feature together), so each keeps its own distribution there but goes with no other.
 * Against it a lone yes/no column, which always falls into two tight clumps, is not two more clusters: clusters are
 * features that go together. `features` gives the feature number of every coordinate; with one cluster the whole cloud is
 * shuffled. O(rows × columns).
 */
export function shuffledWithin(
  cloud: PointCloud,
  features: readonly number[],
  labels: Int32Array,
  random: Random,
): PointCloud {
  const { rows, columns, values } = cloud;
  const members = Array.from(
    { length: labels.reduce((k, label) => Math.max(k, label + 1), 0) },
    (): number[] => [],
  );
  labels.forEach((label, r) => {
    members[label]!.push(r);
  });
  const out = new Float64Array(values.length);
  for (let c = 0; c < columns; ) {
    const from = new Int32Array(rows);
    for (const group of members) {
      const order = random.permutation(group.length);
      group.forEach((row, i) => {
        from[row] = group[order[i]!]!;
      });
    }
    const feature = features[c];
    for (; c < columns && features[c] === feature; c += 1)
      for (let r = 0; r < rows; r += 1) out[r * columns + c] = values[from[r]! * columns + c]!;
  }
  return { rows, columns, values: out };
}

/**
 * Draws references with the given clusters, each a Gaussian around its centre with the covariance that points have around
 * their centres on the whole. With one cluster this is one Gaussian with the data's own correlations: against it a
 * stretched cloud is not two clusters. Returns a drawer, for the covariance is worked out once.
 * Source: Liu, Hayes, Nobel and Marron, "Statistical Significance of Clustering for High-Dimension, Low-Sample Size Data",
 * JASA 103, 2008 (SigClust: one Gaussian).
 */
export function gaussianAround(
  cloud: PointCloud,
  { labels, centres }: Grouped,
  random: Random,
): () => PointCloud {
  const { rows, columns, values } = cloud;
  const residuals = new Float64Array(values.length);
  for (let r = 0, at = 0; r < rows; r += 1)
    for (let c = 0; c < columns; c += 1, at += 1)
      residuals[at] = values[at]! - centres[labels[r]! * columns + c]!;
  const pca = principalComponents({ rows, columns, values: residuals }, 1);
  const spreads = pca.variances.map(Math.sqrt);
  return () => {
    const out = new Float64Array(values.length);
    for (let r = 0; r < rows; r += 1) {
      const residual = unproject(
        pca,
        spreads.map((spread) => spread * random.normal()),
      );
      for (let c = 0; c < columns; c += 1)
        out[r * columns + c] = residual[c]! + centres[labels[r]! * columns + c]!;
    }
    return { rows, columns, values: out };
  };
}
