import { describe, expect, it } from 'vitest';
import { gapStatistic, tightness } from '../../../core/cluster/gap-statistic.ts';
import { kMeans, nearestCentres } from '../../../core/cluster/k-means.ts';
import { lloyd } from '../../../core/cluster/lloyd.ts';
import { pointCloud } from '../../../core/cluster/point-cloud.ts';
import { gaussianAround, shuffledWithin } from '../../../core/cluster/reference-points.ts';
import { sampledSilhouette, silhouetteOf } from '../../../core/cluster/silhouette.ts';
import { bootstrapJaccard } from '../../../core/cluster/stability.ts';
import { symmetricEigen } from '../../../core/cluster/symmetric-eigen.ts';
import { createRandom } from '../../../core/stats/random.ts';

const random = createRandom(4);
/** Three round groups of 80 around the corners of a triangle `apart` wide. */
const groups = (apart: number) =>
  pointCloud(
    Array.from({ length: 240 }, (_, r) => [
      (r % 3 === 1 ? apart : 0) + random.normal(),
      (r % 3 === 2 ? apart : 0) + random.normal(),
    ]),
  );
const far = groups(8);
const none = groups(0);

describe('kMeans', () => {
  it('puts the largest cluster first and never returns an empty one', () => {
    const fit = kMeans(pointCloud([[0], [10], [10.1], [9.9], [0.1]]), 2);
    expect(Array.from(fit.sizes)).toEqual([3, 2]);
    expect(Array.from(fit.labels)).toEqual([1, 0, 0, 0, 1]);
    const same = kMeans(pointCloud([[1], [1], [1], [1]]), 3);
    expect(same.k).toBe(1);
    expect(same.inertia).toBe(0);
    expect(() => kMeans(far, 0)).toThrow(RangeError);
    expect(() => kMeans(far, 241)).toThrow(RangeError);
  });

  it('finds what is there, and labels new points by the nearest centre', () => {
    const fit = kMeans(far, 3);
    expect(Array.from(fit.sizes)).toEqual([80, 80, 80]);
    expect(nearestCentres(fit.centres, far)).toEqual(fit.labels);
  });
});

describe('lloyd', () => {
  it('refills a cluster that empties', () => {
    const fit = lloyd(pointCloud([[0], [1], [10]]), Float64Array.of(0, 100, 200));
    expect(Array.from(fit.sizes).every((size) => size === 1)).toBe(true);
  });
});

describe('the gap statistic', () => {
  /** Gaps of 2, 3 and 4 clusters over those of the partition. */
  const gapsOf = (cloud: typeof far, k: number) => {
    const base = kMeans(cloud, k);
    const ks = [2, 3, 4].filter((more) => more > k);
    const draw = gaussianAround(cloud, base, random);
    const references = Array.from({ length: 12 }, () => draw());
    return gapStatistic(tightness(cloud, base.centres, ks, random), base.centres, ks, references, random);
  };

  it('is large where there are groups and nothing where there are none', () => {
    const [, three] = gapsOf(far, 1);
    expect(three?.gap).toBeGreaterThan(0.5);
    for (const { gap, se } of gapsOf(none, 1)) expect(gap).toBeLessThan(2 * se + 0.02);
  });

  it('stops at the groups there are', () => {
    const [three] = gapsOf(far, 2);
    expect(three?.gap).toBeGreaterThan(0.5);
    const [four] = gapsOf(far, 3);
    expect(four?.gap).toBeLessThan(2 * (four?.se ?? 0) + 0.02);
  });

  it('does not take a lone yes/no column for groups', () => {
    const cloud = pointCloud(Array.from({ length: 200 }, (_, r) => [r % 2 === 0 ? 1 : -1, random.normal()]));
    const middle = Float64Array.of(0, 0);
    const references = Array.from({ length: 12 }, () =>
      shuffledWithin(cloud, [0, 1], new Int32Array(200), random),
    );
    const [two] = gapStatistic(tightness(cloud, middle, [2], random), middle, [2], references, random);
    expect(Math.abs(two?.gap ?? 1)).toBeLessThan(0.05);
  });
});

describe('references', () => {
  it('keep the clusters they are given', () => {
    const base = kMeans(far, 3);
    const shuffled = shuffledWithin(far, [0, 1], base.labels, random);
    expect(Array.from(kMeans(shuffled, 3).sizes)).toEqual([80, 80, 80]);
    // The same values in each column of each cluster.
    const column = (cloud: typeof far): number[] =>
      Array.from(base.labels.keys())
        .filter((r) => base.labels[r] === 1)
        .map((r) => cloud.values[r * 2]!)
        .sort((a, b) => a - b);
    expect(column(shuffled)).toEqual(column(far));
    const drawn = gaussianAround(far, base, random)();
    expect(kMeans(drawn, 3).inertia / base.inertia).toBeGreaterThan(0.8);
    expect(kMeans(drawn, 3).inertia / base.inertia).toBeLessThan(1.25);
  });
});

describe('bootstrapJaccard', () => {
  it('is 1 for groups that always come back and low for cuts through one cloud', () => {
    const steady = bootstrapJaccard(far, kMeans(far, 3).labels, 3, 20, random);
    expect(Math.min(...steady)).toBeGreaterThan(0.99);
    const cut = bootstrapJaccard(none, kMeans(none, 4).labels, 4, 20, random);
    expect(Math.min(...cut)).toBeLessThan(0.75);
  });
});

describe('silhouette', () => {
  it('is near the exact value on a sample', () => {
    const big = pointCloud(
      Array.from({ length: 3000 }, (_, r) => [(r % 2) * 4 + random.normal(), random.normal()]),
    );
    const labels = Int32Array.from({ length: 3000 }, (_, r) => r % 2);
    expect(Math.abs(sampledSilhouette(big, labels, random, 1500) - silhouetteOf(big, labels))).toBeLessThan(
      0.01,
    );
  });
});

describe('symmetricEigen', () => {
  it('gives the matrix back, with orthonormal vectors of fixed sign', () => {
    const n = 12;
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i += 1)
      for (let j = i; j < n; j += 1) {
        a[i * n + j] = random.normal();
        a[j * n + i] = a[i * n + j]!;
      }
    const { values, vectors } = symmetricEigen(a, n);
    for (let i = 0; i < n; i += 1)
      for (let j = 0; j < n; j += 1) {
        let [entry, dot] = [0, 0];
        for (let k = 0; k < n; k += 1) {
          entry += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!;
          dot += vectors[i * n + k]! * vectors[j * n + k]!;
        }
        expect(entry).toBeCloseTo(a[i * n + j]!, 10);
        expect(dot).toBeCloseTo(i === j ? 1 : 0, 10);
      }
    for (let k = 0; k < n; k += 1) {
      const vector = Array.from(vectors.subarray(k * n, k * n + n));
      expect(Math.max(...vector)).toBeCloseTo(Math.max(...vector.map(Math.abs)), 12);
    }
  });
});
