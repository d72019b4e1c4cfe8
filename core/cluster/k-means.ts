import { kmeans } from 'ml-kmeans';
import { lloyd, type Partition } from './lloyd.ts';
import { columnMeans, type PointCloud } from './point-cloud.ts';

/**
 * k-means by ml-kmeans: k-means++ from each of the seeds, each result carried to full convergence, the one of lowest
 * inertia kept (the earlier of equals). Clusters come largest first, ties by centre, so that labels do not depend on the
 * order found. All-equal points and k above the number of distinct points give fewer clusters than asked for: none is
 * ever empty. Throws a RangeError when k is not a whole number of 1..rows. O(seeds × iterations × rows × k × columns).
 *
 * @example
 * kMeans({ rows: 4, columns: 1, values: Float64Array.of(0, 1, 10, 11) }, 2).inertia; // => 1
 */
export function kMeans(
  cloud: PointCloud,
  k: number,
  seeds: readonly number[] = [42, 43, 44, 45, 46, 47, 48, 49, 50, 51],
): Partition {
  const { rows, columns: d, values } = cloud;
  if (!Number.isInteger(k) || k < 1 || k > rows)
    throw new RangeError(`k is a whole number of 1..${rows}, got ${k}`);
  if (k === 1) return inOrder(lloyd(cloud, columnMeans(cloud)), d);
  const data = Array.from({ length: rows }, (_, r) => Array.from(values.subarray(r * d, r * d + d)));
  let best: Partition | null = null;
  for (const seed of seeds) {
    const found = kmeans(data, k, {
      seed,
      initialization: 'kmeans++',
      maxIterations: 100,
      // ml-kmeans compares squared centre shifts with an absolute number; scikit-learn's 1e-4 is of the variance.
      tolerance: 1e-4 * meanVariance(cloud),
    });
    // ml-kmeans reports no inertia, stops at its tolerance, and may leave a cluster empty: finish here.
    const partition = lloyd(cloud, Float64Array.from(found.centroids.flat()));
    if (best === null || partition.inertia < best.inertia) best = partition;
  }
  if (best === null) throw new RangeError('k-means needs at least one seed');
  return inOrder(best, d);
}

function meanVariance(cloud: PointCloud): number {
  const means = columnMeans(cloud);
  let sum = 0;
  for (let r = 0, at = 0; r < cloud.rows; r += 1)
    for (let c = 0; c < cloud.columns; c += 1, at += 1) sum += (cloud.values[at]! - means[c]!) ** 2;
  return sum / (cloud.rows * cloud.columns);
}

/** The same partition with its clusters largest first, ties by centre, and empty ones left out. */
export function inOrder(partition: Partition, columns: number): Partition {
  const centre = (j: number): Float64Array => partition.centres.subarray(j * columns, j * columns + columns);
  const order = Array.from(partition.sizes.keys())
    .filter((j) => partition.sizes[j]! > 0)
    .sort((i, j) => {
      if (partition.sizes[i] !== partition.sizes[j]) return partition.sizes[j]! - partition.sizes[i]!;
      const other = centre(j);
      const at = centre(i).findIndex((x, c) => x !== other[c]);
      return at === -1 ? i - j : centre(i)[at]! - other[at]!;
    });
  const place = new Int32Array(partition.k).fill(-1);
  const centres = new Float64Array(order.length * columns);
  order.forEach((from, to) => {
    place[from] = to;
    centres.set(centre(from), to * columns);
  });
  return {
    k: order.length,
    labels: partition.labels.map((label) => place[label]!),
    centres,
    sizes: Int32Array.from(order, (j) => partition.sizes[j]!),
    inertia: partition.inertia,
  };
}

/** Index of the nearest centre of each point; the first of equals. O(rows × k × columns). */
export function nearestCentres(centres: Float64Array, cloud: PointCloud): Int32Array {
  const { rows, columns: d, values } = cloud;
  const k = centres.length / d;
  const labels = new Int32Array(rows);
  for (let r = 0; r < rows; r += 1) {
    let bestGap = Infinity;
    for (let j = 0; j < k; j += 1) {
      let gap = 0;
      for (let c = 0; c < d; c += 1) gap += (values[r * d + c]! - centres[j * d + c]!) ** 2;
      if (gap < bestGap) {
        bestGap = gap;
        labels[r] = j;
      }
    }
  }
  return labels;
}
