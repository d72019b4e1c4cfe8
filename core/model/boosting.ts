import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import { type DesignSchema, designFeatures } from './design-schema.ts';
import type { FeatureTable } from './feature-table.ts';
import { type DesignParams, designDefaults, fitDesign } from './fit-design.ts';
import type { FlatTree } from './flat-trees.ts';
import { type GrowParams, growTree, histogramCells } from './grow-tree.ts';
import { priorLogOdds } from './ridge-logistic.ts';
import type { TreeModel } from './tree-model.ts';

export type BoostingParams = {
  /** `logistic`: target 0/1, scores are log-odds. `squared`: scores are values. */
  readonly loss: 'logistic' | 'squared';
  readonly trees: number;
  readonly rate: number;
  readonly depth: number;
  readonly minLeaf: number;
  readonly l2: number;
  readonly unknown: GrowParams['unknown'];
  readonly design: DesignParams;
  /** Logistic only: subtract log(positives ÷ negatives), so that 0 means "as among the contrast". */
  readonly balanced: boolean;
};

export const boostingDefaults: BoostingParams = {
  loss: 'logistic',
  trees: 100,
  rate: 0.1,
  depth: 4,
  minLeaf: 20,
  l2: 1,
  unknown: 'neutral',
  design: { ...designDefaults, bins: 64 },
  balanced: false,
};

/**
 * Histogram gradient boosting: trees are added one after the other, each fitted to the loss's derivatives at what the
 * trees before it predict. Nothing is random, so there is no seed: the same table gives the same model.
 *
 * Use it above a few hundred rows where features interact; below that a scorecard is as good and easier to read. Time is
 * O(trees × rows × columns × depth / 2). Encodes the table itself; categories are ordered by the target inside the fit.
 * Source: Friedman 2001; Chen & Guestrin, XGBoost, KDD 2016 §2 (second-order leaves).
 *
 * @param target 0/1 for `logistic`, any value for `squared`. @param weights positive, default 1.
 */
export function fitBoosting(
  table: FeatureTable,
  target: Float64Array,
  params: BoostingParams = boostingDefaults,
  weights: Float64Array = new Float64Array(target.length).fill(1),
): TreeModel {
  const design = fitDesign(table, params.design, { target, weights });
  return boostOn(design, applyDesign(design, table), target, params, weights);
}

/** The same on rows already encoded. */
export function boostOn(
  design: DesignSchema,
  matrix: DesignMatrix,
  target: Float64Array,
  params: BoostingParams,
  weights: Float64Array,
): TreeModel {
  if (target.length !== matrix.rows || weights.length !== matrix.rows)
    throw new RangeError(`${target.length} targets and ${weights.length} weights for ${matrix.rows} rows`);
  const logistic = params.loss === 'logistic';
  const start = logistic ? priorLogOdds(target, weights) : weightedMean(target, weights);
  const scores = new Float64Array(matrix.rows).fill(start);
  const gradient = new Float64Array(matrix.rows);
  const hessian = new Float64Array(matrix.rows);
  const rows = new Int32Array(matrix.rows);
  const cells = histogramCells(matrix);
  const trees: FlatTree[] = [];
  const update = (part: Int32Array, value: number): void => {
    for (const row of part) scores[row] = scores[row]! + value;
  };
  for (let round = 0; round < params.trees && matrix.columns > 0; round++) {
    for (let r = 0; r < rows.length; r++) {
      rows[r] = r;
      const weight = weights[r]!;
      if (logistic) {
        const probability = 1 / (1 + Math.exp(-scores[r]!));
        gradient[r] = weight * (probability - target[r]!);
        hessian[r] = weight * probability * (1 - probability);
      } else {
        gradient[r] = weight * (scores[r]! - target[r]!);
        hessian[r] = weight;
      }
    }
    const tree = growTree(
      matrix,
      cells,
      { gradient, hessian, weights },
      rows,
      { ...params, minGain: 1e-9 },
      update,
    );
    if (tree.column.length === 1) break;
    trees.push(tree);
  }
  return {
    model: 'boosting',
    version: 1,
    features: designFeatures(design),
    design,
    base: logistic && params.balanced ? 0 : start,
    trees,
  };
}

function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let weight = 0;
  values.forEach((value, row) => {
    sum += weights[row]! * value;
    weight += weights[row]!;
  });
  return weight > 0 ? sum / weight : 0;
}
