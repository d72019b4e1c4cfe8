import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { kMeans } from '../../../core/cluster/k-means.ts';
import { restarts } from '../../../core/cluster/lloyd.ts';
import { pointCloud } from '../../../core/cluster/point-cloud.ts';
import { principalComponents, project, unproject } from '../../../core/cluster/principal-components.ts';
import { silhouetteOf } from '../../../core/cluster/silhouette.ts';
import { createRandom } from '../../../core/stats/random.ts';

const numbers = z.array(z.number());
const reference = z
  .object({
    points: z.array(numbers),
    pca: z.object({ components: z.array(numbers), variances: numbers, shares: numbers }),
    k_means: z.record(z.string(), z.object({ inertia: z.number(), silhouette: z.number(), labels: numbers })),
  })
  .parse(
    JSON.parse(readFileSync(join(import.meta.dirname, '../../reference/cluster-scikit-learn.json'), 'utf8')),
  );

const cloud = pointCloud(reference.points);
const pca = principalComponents(cloud, 0.95);
const projected = project(pca, cloud);

describe('against scikit-learn', () => {
  it('keeps the same components, to four decimals and up to sign', () => {
    expect(pca.components.length).toBe(reference.pca.components.length);
    pca.components.forEach((axis, k) => {
      const theirs = reference.pca.components[k] ?? [];
      const sign = Math.sign(axis.reduce((sum, x, i) => sum + x * (theirs[i] ?? 0), 0));
      axis.forEach((x, i) => {
        expect(x).toBeCloseTo(sign * (theirs[i] ?? Number.NaN), 4);
      });
      expect(pca.variances[k]).toBeCloseTo(reference.pca.variances[k] ?? Number.NaN, 6);
      expect(pca.shares[k]).toBeCloseTo(reference.pca.shares[k] ?? Number.NaN, 8);
    });
  });

  it('has the same silhouette for the same labels, to four decimals', () => {
    for (const fit of Object.values(reference.k_means))
      expect(silhouetteOf(projected, fit.labels)).toBeCloseTo(fit.silhouette, 4);
  });

  it('reaches an inertia within 1 %, by ml-kmeans and by the own restarts', () => {
    for (const [k, fit] of Object.entries(reference.k_means)) {
      expect(kMeans(projected, Number(k)).inertia / fit.inertia).toBeLessThanOrEqual(1.01);
      expect(restarts(projected, Number(k), 10, createRandom(42)).inertia / fit.inertia).toBeLessThanOrEqual(
        1.01,
      );
    }
  });

  it('turns centres back into the coordinates they came from', () => {
    const back = unproject(pca, projected.values.subarray(0, projected.columns));
    const lost = back.reduce((sum, x, i) => sum + (x - (reference.points[0]?.[i] ?? 0)) ** 2, 0);
    expect(lost).toBeLessThan(0.05 * cloud.columns);
  });
});
