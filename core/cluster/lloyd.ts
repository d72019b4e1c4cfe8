import type { Random } from '../stats/random.ts';
import type { PointCloud } from './point-cloud.ts';

/** A partition of points around centres; centre j, coordinate c at `centres[j * columns + c]`. */
export type Partition = {
  readonly k: number;
  readonly labels: Int32Array;
  readonly centres: Float64Array;
  /** Points per cluster. */
  readonly sizes: Int32Array;
  /** Sum of squared distances of points to their centre. */
  readonly inertia: number;
};

/**
 * Lloyd's k-means from given centres (k × columns, row-major), until no point moves or `iterations` are used. A cluster
 * that empties takes the point farthest from its centre. O(rows × k × columns) an iteration. `restarts` of this from
 * `plusPlus` serve every resampling (references, bootstraps, the scan over k); the partition kept for a run is ml-kmeans's.
 *
 * @example
 * Array.from(lloyd({ rows: 4, columns: 1, values: Float64Array.of(0, 1, 10, 11) }, Float64Array.of(0, 1)).centres); // => [0.5, 10.5]
 */
export function lloyd(cloud: PointCloud, start: Float64Array, iterations = 100): Partition {
  const { rows, columns: d } = cloud;
  const k = start.length / d;
  const centres = start.slice();
  const labels = new Int32Array(rows).fill(-1);
  const sizes = new Int32Array(k);
  for (let round = 0; round < iterations; round += 1) {
    if (assign(cloud, centres, labels) === 0) break;
    recentre(cloud, labels, centres, sizes);
  }
  return { k, labels, centres, sizes, inertia: distances(cloud, labels, centres).inertia };
}

/** Labels every point with its nearest centre, the first of equals, and counts those that moved. */
function assign(cloud: PointCloud, centres: Float64Array, labels: Int32Array): number {
  const { rows, columns: d, values } = cloud;
  const k = centres.length / d;
  // x·c − |c|²/2 is largest at the nearest centre. Four centres at a time read each coordinate once.
  const padded = (k + 3) & ~3;
  const table = new Float64Array(padded * d);
  table.set(centres);
  const halves = new Float64Array(padded).fill(Number.MAX_VALUE);
  for (let j = 0; j < k; j += 1) {
    let norm = 0;
    for (let c = 0; c < d; c += 1) norm += centres[j * d + c]! ** 2;
    halves[j] = norm / 2;
  }
  let moved = 0;
  for (let r = 0, at = 0; r < rows; r += 1, at += d) {
    let best = 0;
    let top = -Infinity;
    for (let j = 0; j < padded; j += 4) {
      const o = j * d;
      let s0 = -halves[j]!;
      let s1 = -halves[j + 1]!;
      let s2 = -halves[j + 2]!;
      let s3 = -halves[j + 3]!;
      for (let c = 0; c < d; c += 1) {
        const x = values[at + c]!;
        s0 += x * table[o + c]!;
        s1 += x * table[o + d + c]!;
        s2 += x * table[o + 2 * d + c]!;
        s3 += x * table[o + 3 * d + c]!;
      }
      if (s0 > top) [top, best] = [s0, j];
      if (s1 > top) [top, best] = [s1, j + 1];
      if (s2 > top) [top, best] = [s2, j + 2];
      if (s3 > top) [top, best] = [s3, j + 3];
    }
    if (labels[r] !== best) moved += 1;
    labels[r] = best;
  }
  return moved;
}

/** Means of the labelled points into `centres`, counts into `sizes`; an empty cluster takes the farthest point. */
function recentre(cloud: PointCloud, labels: Int32Array, centres: Float64Array, sizes: Int32Array): void {
  const { rows, columns: d, values } = cloud;
  for (;;) {
    centres.fill(0);
    sizes.fill(0);
    for (let r = 0, at = 0; r < rows; r += 1) {
      const o = labels[r]! * d;
      sizes[labels[r]!]! += 1;
      for (let c = 0; c < d; c += 1, at += 1) centres[o + c]! += values[at]!;
    }
    for (let j = 0; j < sizes.length; j += 1)
      for (let c = 0; c < d; c += 1) centres[j * d + c]! /= Math.max(1, sizes[j]!);
    const empty = sizes.indexOf(0);
    if (empty === -1) return;
    const { farthest } = distances(cloud, labels, centres);
    // Without a point off its centre (all distinct points are centres already) the cluster stays empty.
    if (farthest === -1) return;
    labels[farthest] = empty;
  }
}

/** Sum of squared distances to the own centre, and the first of the farthest points (−1 when all are on their centres). */
function distances(
  cloud: PointCloud,
  labels: Int32Array,
  centres: Float64Array,
): { readonly inertia: number; readonly farthest: number } {
  const { rows, columns: d, values } = cloud;
  let inertia = 0;
  let widest = 0;
  let farthest = -1;
  for (let r = 0, at = 0; r < rows; r += 1) {
    const o = labels[r]! * d;
    let gap = 0;
    for (let c = 0; c < d; c += 1, at += 1) gap += (values[at]! - centres[o + c]!) ** 2;
    inertia += gap;
    if (gap > widest) [widest, farthest] = [gap, r];
  }
  return { inertia, farthest };
}

/**
 * k starting centres by greedy k-means++ (each next centre drawn by squared distance, the best of 2 + ⌊ln k⌋ draws kept),
 * as scikit-learn does; the first ones may be given. Source: Arthur and Vassilvitskii, "k-means++", SODA 2007.
 */
export function plusPlus(
  cloud: PointCloud,
  k: number,
  random: Random,
  known: Float64Array = new Float64Array(0),
): Float64Array {
  const { rows, columns: d, values } = cloud;
  const point = (r: number): Float64Array => values.subarray(r * d, r * d + d);
  const centres = new Float64Array(k * d);
  const given = known.length === 0 ? point(random.int(rows)) : known;
  centres.set(given);
  let nearest = new Float64Array(rows).fill(Infinity);
  for (let at = 0; at < given.length; at += d) nearest = nearer(cloud, given.subarray(at, at + d), nearest);
  const trials = 2 + Math.floor(Math.log(k));
  for (let j = given.length / d; j < k; j += 1) {
    const total = nearest.reduce((sum, gap) => sum + gap, 0);
    let kept = 0;
    let keptTotal = Infinity;
    let keptNearest = nearest;
    for (let t = 0; t < trials; t += 1) {
      let left = random.next() * total;
      let drawn = 0;
      while (drawn < rows - 1 && left >= nearest[drawn]!) {
        left -= nearest[drawn]!;
        drawn += 1;
      }
      const candidate = nearer(cloud, point(drawn), nearest);
      const sum = candidate.reduce((s, gap) => s + gap, 0);
      if (sum < keptTotal) [kept, keptTotal, keptNearest] = [drawn, sum, candidate];
    }
    centres.set(point(kept), j * d);
    nearest = keptNearest;
  }
  return centres;
}

/** Squared distance of every point to a centre, or to something nearer already known. */
function nearer(cloud: PointCloud, centre: Float64Array, nearest: Float64Array): Float64Array<ArrayBuffer> {
  const { rows, columns: d, values } = cloud;
  const out = new Float64Array(rows);
  for (let r = 0, at = 0; r < rows; r += 1) {
    let gap = 0;
    for (let c = 0; c < d; c += 1, at += 1) gap += (values[at]! - centre[c]!) ** 2;
    out[r] = Math.min(gap, nearest[r]!);
  }
  return out;
}

/** The partition of lowest inertia of several k-means++ starts; the earlier of equals. */
export function restarts(
  cloud: PointCloud,
  k: number,
  count: number,
  random: Random,
  iterations = 100,
): Partition {
  let best: Partition | null = null;
  for (let i = 0; i < Math.max(1, count); i += 1) {
    const partition = lloyd(cloud, plusPlus(cloud, k, random), iterations);
    if (best === null || partition.inertia < best.inertia) best = partition;
  }
  if (best === null) throw new RangeError('no restarts');
  return best;
}
