import { type BoostingParams, boostingDefaults, fitBoosting } from './boosting.ts';
import { contrastRows, customersAgainstMarket } from './contrast.ts';
import { challengerDefaults, fitForestChallenger } from './forest-challenger.ts';
import { scorecardBoth, twoSteps } from './scorecard-methods.ts';
import { selectRows } from './select-rows.ts';
import { sumFits } from './similarity-fit.ts';
import type { SimilarityMethod } from './similarity-method.ts';

/** Shallow: what 100–400 positives can bear. More and slower trees find no more planted fits (docs/methods/similarity.md). */
const lookalikeBoosting: BoostingParams = {
  ...boostingDefaults,
  design: { ...boostingDefaults.design, bins: 32 },
  trees: 50,
  depth: 3,
  rate: 0.12,
  l2: 5,
  balanced: true,
};

export const boosting: SimilarityMethod = {
  name: 'boosting',
  words: 'boosted trees on best customers against candidates and ordinary customers in equal parts',
  complexity: 5,
  baseline: false,
  leastBest: 100,
  needs: ['features'],
  fit: (train) => {
    const { rows, target, weights } = contrastRows(train, 'both');
    return fitBoosting(selectRows(train.table, rows), target, lookalikeBoosting, weights);
  },
};

export const blend: SimilarityMethod = {
  name: 'blend',
  words: 'the mean of the scorecard and the boosted trees on the same contrast',
  complexity: 5,
  baseline: false,
  leastBest: 100,
  needs: ['features'],
  fit: (train, { fitOf }) =>
    sumFits([scorecardBoth, boosting].map((method) => ({ weight: 0.5, fit: fitOf(method, train) }))),
};

export const twoStep: SimilarityMethod = {
  name: 'two-step',
  words: 'a scorecard of best against other customers, plus half of what trees find to set customers apart',
  complexity: 5,
  baseline: false,
  leastBest: 100,
  needs: ['features', 'rest', 'candidates'],
  fit: (train, tools) => {
    const { target, weights } = customersAgainstMarket(train);
    const market = { ...lookalikeBoosting, depth: 2, trees: 60 };
    return twoSteps(train, tools, fitBoosting(train.table, target, market, weights));
  },
};

export const forest: SimilarityMethod = {
  name: 'forest',
  words: 'a random forest (ml-random-forest) fitted once, on at most 600 companies',
  complexity: 6,
  baseline: false,
  leastBest: 100,
  needs: ['features'],
  folds: 1,
  fit: (train, { seed }) => fitForestChallenger(train, { ...challengerDefaults, seed }),
};
