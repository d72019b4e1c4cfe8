import { columnMeans, type PointCloud } from './point-cloud.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** A rotation into fewer dimensions, as plain JSON. */
export type PrincipalComponents = {
  readonly mean: readonly number[];
  /** One unit vector per component, largest variance first; the largest loading of each is positive. */
  readonly components: readonly (readonly number[])[];
  /** Variance (n − 1) along each component kept, and its share of the total. */
  readonly variances: readonly number[];
  readonly shares: readonly number[];
};

/**
 * Principal components that together hold at least `share` (0–1] of the variance. Use it before k-means to drop directions
 * that only carry noise; standardise first, for the directions follow the units. With one-hot columns it barely reduces.
 * At least one component, at most min(columns, rows − 1). O(rows × columns² + columns³).
 * Equals scikit-learn's PCA up to the sign of a component.
 *
 * @example
 * principalComponents({ rows: 3, columns: 2, values: Float64Array.of(0, 0, 1, 1, 2, 2) }, 0.95).variances.map((v) => Math.round(v * 1e9) / 1e9); // => [2]
 */
export function principalComponents(cloud: PointCloud, share: number): PrincipalComponents {
  const { rows, columns: d, values } = cloud;
  if (rows < 2 || d < 1) throw new RangeError('principal components need two points and one column');
  const mean = columnMeans(cloud);
  const covariance = new Float64Array(d * d);
  const centred = new Float64Array(d);
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < d; c += 1) centred[c] = values[r * d + c]! - mean[c]!;
    for (let i = 0; i < d; i += 1) {
      const x = centred[i]!;
      if (x === 0) continue;
      for (let j = i; j < d; j += 1) covariance[i * d + j]! += x * centred[j]!;
    }
  }
  for (let i = 0; i < d; i += 1)
    for (let j = i; j < d; j += 1) {
      covariance[i * d + j]! /= rows - 1;
      covariance[j * d + i] = covariance[i * d + j]!;
    }
  const eigen = symmetricEigen(covariance, d);
  const variances = Array.from(eigen.values, (v) => Math.max(0, v));
  const total = variances.reduce((sum, v) => sum + v, 0);
  let kept = 0;
  for (let held = 0; kept < Math.min(d, rows - 1); kept += 1) {
    if (kept > 0 && held >= share * total) break;
    held += variances[kept]!;
  }
  return {
    mean: Array.from(mean),
    components: variances.slice(0, kept).map((_, k) => Array.from(eigen.vectors.subarray(k * d, k * d + d))),
    variances: variances.slice(0, kept),
    shares: variances.slice(0, kept).map((v) => (total === 0 ? 0 : v / total)),
  };
}

/** The cloud in the components' coordinates. O(rows × columns × components). */
export function project(pca: PrincipalComponents, cloud: PointCloud): PointCloud {
  const { rows, columns: d, values } = cloud;
  const k = pca.components.length;
  const out = new Float64Array(rows * k);
  pca.components.forEach((axis, c) => {
    const weights = Float64Array.from(axis);
    const offset = axis.reduce((sum, w, i) => sum + w * pca.mean[i]!, 0);
    for (let r = 0; r < rows; r += 1) {
      let sum = -offset;
      for (let i = 0; i < d; i += 1) sum += values[r * d + i]! * weights[i]!;
      out[r * k + c] = sum;
    }
  });
  return { rows, columns: k, values: out };
}

/** A point of the components' space in the coordinates it came from (what the dropped directions held is lost). */
export function unproject(pca: PrincipalComponents, point: ArrayLike<number>): number[] {
  return pca.mean.map((m, i) => pca.components.reduce((sum, axis, k) => sum + axis[i]! * point[k]!, m));
}
