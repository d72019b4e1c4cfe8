import type { Random } from '../stats/random.ts';
import { restarts } from './lloyd.ts';
import { type PointCloud, selectPoints } from './point-cloud.ts';

/** Words for a mean bootstrap Jaccard: the bands of R's fpc::clusterboot. */
export type StabilityBand = 'stable' | 'doubtful' | 'unstable';

/** Above 0.75 stable, 0.60–0.75 doubtful, below 0.60 unstable (Hennig 2007; fpc).
 *
 * @example
 * stabilityBand(0.8); // => 'stable'
 * stabilityBand(0.6); // => 'doubtful'
 */
export function stabilityBand(jaccard: number): StabilityBand {
  return jaccard >= 0.75 ? 'stable' : jaccard >= 0.6 ? 'doubtful' : 'unstable';
}

/**
 * Does each cluster come back in other samples of the same customers? For each of `samples` bootstraps the points drawn
 * are clustered anew, and every cluster is matched with the new cluster most like it (Jaccard: points in both ÷ points in
 * either, over the points drawn). Mean per cluster 0..k−1 of `labels`, each 0–1. A low value means that the cluster is
 * an accident of who happens to be in the data: do not name it. Stops after `samples` ÷ 6 when the outcome is clear
 * already (a cluster below 0.50).
 * O(samples × k-means). Source: Hennig, "Cluster-wise assessment of cluster stability", CSDA 52, 2007.
 */
export function bootstrapJaccard(
  cloud: PointCloud,
  labels: Int32Array,
  k: number,
  samples: number,
  random: Random,
  starts = 2,
): readonly number[] {
  const { rows } = cloud;
  const sums = new Float64Array(k);
  const early = Math.ceil(samples / 6);
  let done = 0;
  for (; done < samples; done += 1) {
    if (done === early && sums.some((sum) => sum < 0.5 * early)) break;
    const drawn = new Uint8Array(rows);
    const picks = Int32Array.from({ length: rows }, () => random.int(rows));
    for (const row of picks) drawn[row] = 1;
    const again = restarts(selectPoints(cloud, picks), k, starts, random, 20);
    const found = new Int32Array(rows).fill(-1);
    picks.forEach((row, i) => {
      found[row] = again.labels[i]!;
    });
    const both = new Int32Array(k * k);
    const before = new Int32Array(k);
    const after = new Int32Array(k);
    for (let r = 0; r < rows; r += 1) {
      if (drawn[r] === 0) continue;
      both[labels[r]! * k + found[r]!]! += 1;
      before[labels[r]!]! += 1;
      after[found[r]!]! += 1;
    }
    for (let j = 0; j < k; j += 1) {
      let best = 0;
      for (let m = 0; m < k; m += 1) {
        const shared = both[j * k + m]!;
        const either = before[j]! + after[m]! - shared;
        if (either > 0) best = Math.max(best, shared / either);
      }
      sums[j]! += best;
    }
  }
  return Array.from(sums, (sum) => sum / done);
}
