import { standardiseIdeal } from './legacy-icp-scorer.ts';

export type LegacyIcpScore = {
  readonly score: number;
  readonly tier: 'A - Excellent Fit' | 'B - Good Fit' | 'C - Moderate Fit' | 'D - Poor Fit';
  readonly match_confidence: 'high' | 'medium' | 'low';
};

/**
 * `ICPScorer.score` of the published design for one lead, with its tier and its "confidence" (the spread of the cosines,
 * which measures the number of features). For comparison only; see docs/methods/similarity.md for what is wrong with it.
 *
 * @param ideal row-major matrix of the ideal customers. @param lead one row.
 * @example
 * legacyIcpScore(new Float64Array([1, 0, 0, 1, 2, 2]), new Float64Array([1, 1])); // => { score: 0, tier: 'D - Poor Fit', match_confidence: 'high' }
 */
export function legacyIcpScore(ideal: Float64Array, lead: Float64Array): LegacyIcpScore {
  const width = lead.length;
  const rows = ideal.length / width;
  const { mean, deviation } = standardiseIdeal(ideal, width);
  const scale = (row: ArrayLike<number>, start: number): number[] =>
    mean.map((centre, c) => (row[start + c]! - centre) / deviation[c]!);
  const own = scale(lead, 0);
  const cosines = Array.from({ length: rows }, (_, r) => cosine(own, scale(ideal, r * width)));
  const average = cosines.reduce((sum, value) => sum + value, 0) / rows;
  const variance = cosines.reduce((sum, value) => sum + (value - average) ** 2, 0) / rows;
  const score = average * 100 + 0;
  const spread = Math.sqrt(variance);
  return {
    score,
    tier:
      score >= 80
        ? 'A - Excellent Fit'
        : score >= 60
          ? 'B - Good Fit'
          : score >= 40
            ? 'C - Moderate Fit'
            : 'D - Poor Fit',
    match_confidence: spread < 0.1 ? 'high' : spread < 0.2 ? 'medium' : 'low',
  };
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const length = (v: readonly number[]): number =>
    Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
  const product = length(a) * length(b);
  return product > 0 ? a.reduce((sum, value, i) => sum + value * b[i]!, 0) / product : 0;
}
