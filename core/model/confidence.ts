import { similarityOf } from './score-similarity.ts';
import type { SimilarityModel } from './similarity-model.ts';

export type ConfidenceLevel = 'high' | 'medium' | 'low';

/** How far a similarity can be trusted, and what holds it back most. */
export type SimilarityConfidence = {
  readonly level: ConfidenceLevel;
  /** `interval`: the model itself is unsteady here. `known`: too little is known. `support`: unlike what it learnt from. */
  readonly limited_by: 'interval' | 'known' | 'support' | 'nothing';
  readonly words: string;
  /** 95 % interval of the similarity. */
  readonly low: number;
  readonly high: number;
};

/** What is to be judged: one company's points, share of features known, share of those within the training support. */
export type ScoredCompany = { readonly points: number; readonly known: number; readonly support: number };

/**
 * Confidence is the least of three: the width of the similarity's interval (20 and 40 points), the share of features that
 * are known (75 % and 50 %), and the share of known features that lie where the model learnt (90 % and 70 %). It does not
 * measure the number of features, as the spread of cosines in the published scorer does.
 */
export function similarityConfidence(
  model: Pick<SimilarityModel, 'reference' | 'uncertainty'>,
  { points, known, support }: ScoredCompany,
): SimilarityConfidence {
  const similarity = similarityOf(model, points);
  const tenth = Math.min(9, Math.floor(similarity / 10));
  const error = model.uncertainty === null ? null : model.uncertainty.points_error_by_tenth[tenth]!;
  const low = error === null ? 0 : similarityOf(model, points - 1.96 * error);
  const high = error === null ? 100 : similarityOf(model, points + 1.96 * error);
  const percent = (share: number): number => Math.round(share * 100);
  const limits = [
    {
      limited_by: 'known' as const,
      level: known < 0.5 ? 2 : known < 0.75 ? 1 : 0,
      words: `only ${percent(known)} % of what the model looks at is known`,
    },
    {
      limited_by: 'interval' as const,
      level: high - low > 40 ? 2 : high - low > 20 ? 1 : 0,
      words:
        error === null
          ? 'too few best customers to say how steady the score is'
          : `the similarity could be anything from ${Math.round(low)} to ${Math.round(high)}`,
    },
    {
      limited_by: 'support' as const,
      level: support < 0.7 ? 2 : support < 0.9 ? 1 : 0,
      words: `${percent(1 - support)} % of what is known lies outside what the model learnt from`,
    },
  ];
  const worst = limits.reduce((most, limit) => (limit.level > most.level ? limit : most));
  return {
    level: (['high', 'medium', 'low'] as const)[worst.level]!,
    limited_by: worst.level === 0 ? 'nothing' : worst.limited_by,
    words: worst.level === 0 ? 'nothing in particular' : worst.words,
    low,
    high,
  };
}
