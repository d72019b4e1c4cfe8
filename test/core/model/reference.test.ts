import { describe, expect, it } from 'vitest';
import { boostingDefaults, fitBoosting } from '../../../core/model/boosting.ts';
import { applyCalibration } from '../../../core/model/calibrate.ts';
import { applyDesign } from '../../../core/model/design-matrix.ts';
import type { DesignSchema } from '../../../core/model/design-schema.ts';
import type { FlatTree } from '../../../core/model/flat-trees.ts';
import { fitForest, forestDefaults } from '../../../core/model/forest.ts';
import { fitIsotonic } from '../../../core/model/isotonic.ts';
import { fitPlatt } from '../../../core/model/platt.ts';
import { fitRidgeLogistic } from '../../../core/model/ridge-logistic.ts';
import { scoreTrees } from '../../../core/model/tree-model.ts';
import { treeShap } from '../../../core/model/tree-shap.ts';
import { rocAuc } from '../../../core/stats/roc-auc.ts';
import { modelReference, numericTable, referenceRows, type XgboostNode } from './reference-data.ts';

const reference = modelReference();
const train = referenceRows(4000, 10, 11);
const test = referenceRows(4000, 10, 12);
const trainTable = numericTable(train.x);
const testTable = numericTable(test.x);

const rmse = (predicted: Float64Array, truth: Float64Array): number =>
  Math.sqrt(predicted.reduce((sum, value, i) => sum + (value - truth[i]!) ** 2, 0) / truth.length);
const logLoss = (probabilities: Float64Array, truth: Float64Array): number =>
  -probabilities.reduce((sum, p, i) => sum + Math.log(truth[i] === 1 ? p : 1 - p), 0) / truth.length;

describe('trees against scikit-learn on the same rows', () => {
  it('boosts a classifier to the AUC and log loss of HistGradientBoostingClassifier, within 1 %', () => {
    const model = fitBoosting(trainTable, train.y, boostingDefaults);
    const scores = scoreTrees(model, applyDesign(model.design, testTable));
    expect(rocAuc(scores, test.y)!.value).toBeGreaterThan(reference.boosting_classifier.auc * 0.99);
    const loss = logLoss(
      scores.map((score) => 1 / (1 + Math.exp(-score))),
      test.y,
    );
    expect(loss).toBeLessThan(reference.boosting_classifier.log_loss * 1.01);
  });

  it('boosts a regressor to the RMSE of both scikit-learn regressors, within 1 %', () => {
    const model = fitBoosting(trainTable, train.z, { ...boostingDefaults, loss: 'squared' });
    const error = rmse(scoreTrees(model, applyDesign(model.design, testTable)), test.z);
    expect(error).toBeLessThan(reference.boosting_regressor.rmse * 1.01);
    const deep = fitBoosting(trainTable, train.z, { ...boostingDefaults, loss: 'squared', depth: 5 });
    expect(rmse(scoreTrees(deep, applyDesign(deep.design, testTable)), test.z)).toBeLessThan(
      reference.gradient_boosting_regressor.rmse * 1.02,
    );
  });

  it('grows a forest to the AUC of RandomForestClassifier, within 1 %', () => {
    const model = fitForest(trainTable, train.y, forestDefaults);
    const scores = scoreTrees(model, applyDesign(model.design, testTable));
    expect(rocAuc(scores, test.y)!.value).toBeGreaterThan(reference.forest.auc * 0.99);
    expect(Math.max(...scores)).toBeLessThanOrEqual(1 + 1e-12);
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(-1e-12);
  });
});

describe('ridge logistic regression', () => {
  it('equals scikit-learn on one-hot columns', () => {
    const schema: DesignSchema = {
      version: 1,
      columns: trainTable.features.map(({ name }) => ({
        feature: name,
        kind: 'numeric',
        // scikit-learn's columns take [0.2, 0.4); a cut sends equal values left, so it sits just below.
        cuts: [0.2, 0.4, 0.6, 0.8].map((cut) => cut - 1e-12),
      })),
    };
    const matrix = applyDesign(schema, trainTable);
    const penalties = schema.columns.map(() => ({ ridge: 8, difference: 0 }));
    const ones = new Float64Array(4000).fill(1);
    const fit = fitRidgeLogistic(matrix, train.y, ones, penalties);
    expect(fit.intercept).toBeCloseTo(reference.ridge_logistic.intercept, 5);
    const own = Array.from(fit.coefficients).filter((_, i) => i % 6 !== 0);
    own.forEach((value, i) => {
      expect(value).toBeCloseTo(reference.ridge_logistic.coefficients[i]!, 5);
    });
    expect(fit.degreesOfFreedom).toBeGreaterThan(30);
    expect(fit.degreesOfFreedom).toBeLessThan(41);
  });
});

describe('calibration against scikit-learn', () => {
  const { scores, labels, platt, grid, isotonic } = reference.calibration;

  it('has the same Platt curve', () => {
    const fit = fitPlatt(scores, labels);
    expect(fit.slope).toBeCloseTo(platt.slope, 4);
    expect(fit.intercept).toBeCloseTo(platt.intercept, 4);
  });

  it('has the same isotonic curve', () => {
    const fit = fitIsotonic(scores, labels);
    grid.forEach((score, i) => {
      expect(applyCalibration(fit, score)).toBeCloseTo(isotonic[i]!, 10);
    });
  });
});

describe('TreeSHAP', () => {
  it("equals xgboost's own contributions on xgboost's own trees", () => {
    const { rows, trees, contributions } = reference.tree_shap;
    const bins = Uint8Array.from(rows.flat(), (value) => value ?? 0);
    const matrix = { rows: rows.length, columns: 6, bins, binCounts: new Array<number>(6).fill(9) };
    const flat = trees.map(fromXgboost);
    const own = treeShap(flat, matrix);
    contributions.forEach((expected, r) => {
      for (let c = 0; c < 6; c++) {
        expect(Math.abs(own.contributions[r * 6 + c]! - expected[c]!)).toBeLessThan(5e-6);
      }
      expect(Math.abs(own.base - expected[6]!)).toBeLessThan(5e-6);
    });
    const scores = scoreTrees({ base: 0, trees: flat }, matrix);
    scores.forEach((score, r) => {
      const sum = own.contributions.subarray(r * 6, r * 6 + 6).reduce((a, b) => a + b, own.base);
      expect(Math.abs(sum - score)).toBeLessThan(1e-9);
    });
  });
});

function fromXgboost(root: XgboostNode): FlatTree {
  const nodes: XgboostNode[] = [];
  const visit = (node: XgboostNode): void => {
    nodes[node.nodeid] = node;
    node.children?.forEach(visit);
  };
  visit(root);
  const child = (node: XgboostNode, side: 'yes' | 'no'): number =>
    node.children!.find(({ nodeid }) => (nodeid === node.yes) === (side === 'yes'))!.nodeid;
  return {
    column: nodes.map((node) => (node.split === undefined ? -1 : Number(node.split.slice(1)))),
    threshold: nodes.map((node) => Math.ceil(node.split_condition ?? 1) - 1),
    unknown_left: nodes.map((node) => (node.missing === node.yes && node.leaf === undefined ? 1 : 0)),
    left: nodes.map((node) => (node.children ? child(node, 'yes') : -1)),
    right: nodes.map((node) => (node.children ? child(node, 'no') : -1)),
    value: nodes.map((node) => node.leaf ?? 0),
    cover: nodes.map((node) => node.cover),
  };
}
