import type { Explanation } from './contract.ts';

/** How much one feature moves scores. */
export type Driver = {
  readonly feature: string;
  /** Mean absolute points (log-odds × 100) over the companies explained. */
  readonly points: number;
  /** Its part of all features' points, 0–1. */
  readonly share: number;
};

/**
 * What drives a model: the mean absolute contribution of each feature, largest first, ties by name; features that never
 * move a score are left out. Read it on companies the model is used on. Unlike impurity importance it does not favour
 * features with many values, and it is in the unit of the reasons shown. It says what the model uses, not what makes a
 * customer good.
 *
 * @param pointsPerUnit 100 for log-odds in hundredths.
 * @example
 * driversOf({ features: ['a', 'b'], base: 0, contributions: new Float64Array([0.75, -0.25, -0.75, 0.25]) }, 100); // => [{ feature: 'a', points: 75, share: 0.75 }, { feature: 'b', points: 25, share: 0.25 }]
 */
export function driversOf({ features, contributions }: Explanation, pointsPerUnit: number): Driver[] {
  const width = features.length;
  const rows = width === 0 ? 0 : contributions.length / width;
  const sums = new Float64Array(width);
  contributions.forEach((value, cell) => {
    sums[cell % width] = sums[cell % width]! + Math.abs(value);
  });
  const total = sums.reduce((sum, value) => sum + value, 0);
  return features
    .map((feature, index) => ({
      feature,
      points: (pointsPerUnit * sums[index]!) / Math.max(1, rows),
      share: total > 0 ? sums[index]! / total : 0,
    }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points || (a.feature < b.feature ? -1 : 1));
}
