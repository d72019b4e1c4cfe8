import type { SimilarityConfidence } from '../model/confidence.ts';

export type Confidence = {
  readonly confidence: 'high' | 'medium' | 'low';
  readonly confidence_limited_by: string;
};

/**
 * How far to trust a target's score, and what limits it most: the similarity's own confidence, or, where that is high, the
 * absence of any sign of opportunity. `similarity` is null where no model could be fitted; `evidence` counts readable signs.
 *
 * @example
 * const sure = { level: 'high', limited_by: 'nothing', words: 'nothing in particular', low: 90, high: 98 };
 * confidenceOf(sure, 2); // => { confidence: 'high', confidence_limited_by: 'nothing in particular' }
 * confidenceOf(sure, 0); // => { confidence: 'medium', confidence_limited_by: 'no sign for or against buying now' }
 * confidenceOf(null, 2).confidence; // => 'low'
 */
export function confidenceOf(similarity: SimilarityConfidence | null, evidence: number): Confidence {
  if (similarity === null)
    return { confidence: 'low', confidence_limited_by: 'nothing is known that tells companies apart' };
  if (similarity.level === 'high' && evidence === 0)
    return { confidence: 'medium', confidence_limited_by: 'no sign for or against buying now' };
  return { confidence: similarity.level, confidence_limited_by: similarity.words };
}
