/** How much each of the two scores counts; together 1. */
export type Weights = { readonly similarity: number; readonly opportunity: number };

/** The final score with the two terms it is the sum of, each in tenths of a point. */
export type FinalScore = {
  readonly score: number;
  readonly similarity_term: number;
  readonly opportunity_term: number;
};

/**
 * w1 · similarity + w2 · opportunity, both 0–100. The terms are rounded to tenths first and the score is their sum, so that
 * what a reader adds up by hand is what stands there.
 *
 * @example
 * finalScore(92, 60, { similarity: 0.7, opportunity: 0.3 }); // => { score: 82.4, similarity_term: 64.4, opportunity_term: 18 }
 */
export function finalScore(similarity: number, opportunity: number, weights: Weights): FinalScore {
  const similarityTenths = Math.round(weights.similarity * similarity * 10);
  const opportunityTenths = Math.round(weights.opportunity * opportunity * 10);
  return {
    score: (similarityTenths + opportunityTenths) / 10,
    similarity_term: similarityTenths / 10,
    opportunity_term: opportunityTenths / 10,
  };
}
