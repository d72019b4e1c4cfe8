import { type BoostingParams, boostingDefaults, fitBoosting } from './boosting.ts';
import type { Model } from './contract.ts';
import { applyDesign } from './design-matrix.ts';
import type { FeatureTable } from './feature-table.ts';
import { type ForestParams, fitForest, forestDefaults } from './forest.ts';
import {
  explainCard,
  fitScorecard,
  type Scorecard,
  type ScorecardParams,
  scoreCard,
  scorecardDefaults,
} from './scorecard.ts';
import { explainTrees, scoreTrees, type TreeModel } from './tree-model.ts';

/** What predicts may look at: features of customers that were known before the label's window, and timeless ones. */
const needs = { population: 'customer', known: ['timeless', 'feature-window'] } as const;

const trees = {
  score: (fitted: TreeModel, table: FeatureTable) => scoreTrees(fitted, applyDesign(fitted.design, table)),
  explain: (fitted: TreeModel, table: FeatureTable) =>
    explainTrees(fitted, applyDesign(fitted.design, table)),
};

/** Ridge logistic scorecard under the common contract; 0/1 targets, scores in log-odds. */
export const scorecardModel: Model<ScorecardParams, Scorecard> = {
  name: 'scorecard',
  needs,
  defaults: scorecardDefaults,
  fit: fitScorecard,
  score: (fitted, table) => scoreCard(fitted, applyDesign(fitted.design, table)),
  explain: (fitted, table) => explainCard(fitted, applyDesign(fitted.design, table)),
};

/** Gradient boosting under the common contract; log-odds for `logistic`, values for `squared`. */
export const boostingModel: Model<BoostingParams, TreeModel> = {
  name: 'boosting',
  needs,
  defaults: boostingDefaults,
  fit: fitBoosting,
  ...trees,
};

/** Random forest under the common contract; probabilities for 0/1 targets, values otherwise. */
export const forestModel: Model<ForestParams, TreeModel> = {
  name: 'forest',
  needs,
  defaults: forestDefaults,
  fit: fitForest,
  ...trees,
};
