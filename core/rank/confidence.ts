import type { SimilarityMode } from '../model/similarity-model.ts';

/** What a score rests on. `known` is the share of the model's features that are known of the company, `evidence` its readable signals. */
export type Basis = {
  readonly known: number;
  readonly evidence: number;
  readonly modelled: boolean;
  readonly mode: SimilarityMode;
};

export type Confidence = {
  readonly confidence: 'high' | 'medium' | 'low';
  readonly confidence_limited_by: string;
};

/**
 * How far to trust a score, and what limits it most: the amount of data behind the model, the share of its features that are
 * known of this company, or the absence of any sign of opportunity.
 *
 * @example
 * confidenceOf({ known: 0.9, evidence: 2, modelled: true, mode: 'all' }); // => { confidence: 'high', confidence_limited_by: 'nothing in particular' }
 * confidenceOf({ known: 0.3, evidence: 2, modelled: true, mode: 'all' }); // => { confidence: 'low', confidence_limited_by: 'only 30 % of what the model looks at is known' }
 */
export function confidenceOf({ known, evidence, modelled, mode }: Basis): Confidence {
  if (!modelled)
    return { confidence: 'low', confidence_limited_by: 'nothing is known that tells companies apart' };
  const share = `only ${Math.round(known * 100)} % of what the model looks at is known`;
  if (known < 0.5) return { confidence: 'low', confidence_limited_by: share };
  if (mode === 'traits-only')
    return { confidence: 'low', confidence_limited_by: 'fewer than 30 best customers to learn from' };
  if (known < 0.75) return { confidence: 'medium', confidence_limited_by: share };
  if (evidence === 0)
    return { confidence: 'medium', confidence_limited_by: 'no sign for or against buying now' };
  return mode === 'scorecard'
    ? { confidence: 'medium', confidence_limited_by: 'fewer than 100 best customers to learn from' }
    : { confidence: 'high', confidence_limited_by: 'nothing in particular' };
}
