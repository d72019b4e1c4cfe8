import { fitLegacyIcpScorer, legacyColumns } from './legacy-icp-scorer.ts';
import { side } from './lookalike-set.ts';
import { fitNearestBest, nearestDefaults, traitImportance } from './nearest-best.ts';
import { scorecardBackground, scorecardBoth, scorecardRest, twoScorecards } from './scorecard-methods.ts';
import { selectRows } from './select-rows.ts';
import { customersOf, type SimilarityMethod } from './similarity-method.ts';
import { fitTextSimilarity } from './text-similarity.ts';
import { blend, boosting, forest, twoStep } from './tree-methods.ts';
import { fitWeightedTraits } from './weighted-traits.ts';

const weightedTraits: SimilarityMethod = {
  name: 'weighted-traits',
  words: 'the strongest traits, each weighed by its lift',
  complexity: 1,
  baseline: false,
  leastBest: 0,
  needs: ['features'],
  fit: (train, { findTraits }) => {
    const { table, label } = customersOf(train);
    return fitWeightedTraits(findTraits(table, label));
  },
};

const nearestBest: SimilarityMethod = {
  name: 'nearest-best',
  words: 'likeness to the five closest best customers, features weighed by their strongest trait',
  complexity: 3,
  baseline: false,
  leastBest: 30,
  needs: ['features'],
  fit: (train, { findTraits, seed }) => {
    const { table, label } = customersOf(train);
    return fitNearestBest(train, traitImportance(findTraits(table, label)), { ...nearestDefaults, seed });
  },
};

const text: SimilarityMethod = {
  name: 'text',
  words: 'words in the description that best customers use and others do not',
  complexity: 4,
  baseline: false,
  leastBest: 30,
  needs: ['texts'],
  fit: fitTextSimilarity,
};

const legacy: SimilarityMethod = {
  name: 'legacy',
  words: 'the published scorer: mean cosine to best customers after standardising on them',
  complexity: 0,
  baseline: true,
  leastBest: 2,
  needs: ['features'],
  fit: (train) => {
    const best = Array.from(train.sides.keys()).filter((row) => train.sides[row] === side.best);
    const ideal = selectRows(train.table, best);
    return fitLegacyIcpScorer(ideal, legacyColumns(ideal));
  },
};

/** All methods that compete, and the baseline. Within a class of complexity the most robust comes first. */
export const similarityMethods: readonly SimilarityMethod[] = [
  weightedTraits,
  scorecardBoth,
  scorecardRest,
  scorecardBackground,
  twoScorecards,
  nearestBest,
  text,
  blend,
  boosting,
  twoStep,
  forest,
  legacy,
];
