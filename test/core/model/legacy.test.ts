import { describe, expect, it } from 'vitest';
import { legacyIcpScore } from '../../../core/model/legacy-icp-score.ts';
import {
  fitLegacyIcpScorer,
  legacyColumns,
  legacyIcpScores,
  standardiseIdeal,
} from '../../../core/model/legacy-icp-scorer.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { plantWorld } from './planted-world.ts';

const lognormal = (seed: number, rows: number, width: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: rows * width }, () => Math.exp(0.6 * random.normal()));
};

/** The highest score any lead can get: 100 × length of the mean unit vector. */
const bound = (ideal: Float64Array, width: number): number =>
  100 * Math.hypot(...standardiseIdeal(ideal, width).direction);

describe('the published scorer, as published', () => {
  it.each([
    [50, 6, 12.2],
    [200, 12, 6.6],
    [1000, 30, 3.3],
    [1247, 60, 1.9],
  ])('cannot score any lead much above zero: %i ideal customers, %i features', (rows, width, published) => {
    const reached = bound(lognormal(42, rows, width), width);
    expect(reached).toBeLessThan(published * 1.6);
    expect(reached).toBeLessThan(40);
  });

  it('scores a company at the centre of the ideal ones 0, in the lowest tier, with high confidence', () => {
    const ideal = lognormal(1, 50, 6);
    const centre = Float64Array.from(standardiseIdeal(ideal, 6).mean);
    const scored = legacyIcpScore(ideal, centre);
    expect(Math.abs(scored.score)).toBeLessThan(1e-9);
    expect(scored.tier).toBe('D - Poor Fit');
    expect(scored.match_confidence).toBe('high');
  });

  it('does not see how far away a company is', () => {
    const ideal = lognormal(2, 100, 8);
    const { mean, deviation } = standardiseIdeal(ideal, 8);
    const at = (distance: number): number =>
      legacyIcpScore(
        ideal,
        Float64Array.from(mean, (centre, c) => centre + distance * deviation[c]!),
      ).score;
    expect(at(0.01)).toBeCloseTo(at(100), 6);
  });

  it.each([
    [10, 'low'],
    [50, 'medium'],
    [150, 'high'],
  ] as const)('calls confidence what is the number of features: %i', (width, confidence) => {
    const ideal = lognormal(3, 300, width);
    const lead = lognormal(4, 1, width);
    expect(legacyIcpScore(ideal, lead).match_confidence).toBe(confidence);
  });

  it('ranks a table by the same mean cosine', () => {
    const { customers } = plantWorld(5, { customers: 120, prospects: 10 });
    const columns = legacyColumns(customers);
    const model = fitLegacyIcpScorer(customers, columns);
    expect(columns.filter(({ feature }) => feature === 'naics').length).toBe(10);
    const scores = legacyIcpScores(model, customers);
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(40);
  });
});
