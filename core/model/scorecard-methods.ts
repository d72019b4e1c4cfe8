import { type Contrast, contrastRows, customersAgainstMarket } from './contrast.ts';
import type { LookalikeSet } from './lookalike-set.ts';
import { fitScorecard, scorecardDefaults } from './scorecard.ts';
import { selectRows } from './select-rows.ts';
import { type SimilarityFit, sumFits } from './similarity-fit.ts';
import type { MethodTools, SimilarityMethod } from './similarity-method.ts';
import type { MethodName } from './similarity-model.ts';

function scorecardMethod(name: MethodName, contrast: Contrast, words: string): SimilarityMethod {
  return {
    name,
    words,
    complexity: 2,
    baseline: false,
    leastBest: 30,
    needs: ['features', contrast === 'rest' ? 'rest' : 'candidates'],
    fit: (train) => {
      const { rows, target, weights } = contrastRows(train, contrast);
      return fitScorecard(selectRows(train.table, rows), target, scorecardDefaults, weights);
    },
  };
}

export const scorecardBoth = scorecardMethod(
  'scorecard-both',
  'both',
  'a scorecard of best customers against candidates and ordinary customers in equal parts',
);
export const scorecardRest = scorecardMethod(
  'scorecard-rest',
  'rest',
  'a scorecard of best customers against other customers',
);
export const scorecardBackground = scorecardMethod(
  'scorecard-background',
  'background',
  'a scorecard of best customers against candidates (positive-unlabelled)',
);

/**
 * log p(best)/p(rest) + ½ log p(customer)/p(candidate). The second step learns from all customers, not only the best
 * ones; it is halved because part of what sets customers apart is where a company happened to sell.
 */
export const twoSteps = (train: LookalikeSet, tools: MethodTools, market: SimilarityFit): SimilarityFit =>
  sumFits([
    { weight: 1, fit: tools.fitOf(scorecardRest, train) },
    { weight: 0.5, fit: market },
  ]);

export const twoScorecards: SimilarityMethod = {
  name: 'two-scorecards',
  words: 'a scorecard of best against other customers, plus half a scorecard of customers against candidates',
  complexity: 2,
  baseline: false,
  leastBest: 30,
  needs: ['features', 'rest', 'candidates'],
  fit: (train, tools) => {
    const { target, weights } = customersAgainstMarket(train);
    return twoSteps(train, tools, fitScorecard(train.table, target, scorecardDefaults, weights));
  },
};
