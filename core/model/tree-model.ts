import type { Explanation, FittedBase } from './contract.ts';
import type { DesignMatrix } from './design-matrix.ts';
import type { DesignSchema } from './design-schema.ts';
import { addTreeValues, type FlatTree } from './flat-trees.ts';
import { treeShap } from './tree-shap.ts';

/** Any sum of trees over a design: boosting, forest, converted forest. Score = base + Σ tree values. */
export type TreeModel = FittedBase & {
  readonly model: 'boosting' | 'forest';
  readonly design: DesignSchema;
  readonly base: number;
  readonly trees: readonly FlatTree[];
};

/** One score per encoded row. */
export function scoreTrees(model: Pick<TreeModel, 'base' | 'trees'>, matrix: DesignMatrix): Float64Array {
  const scores = new Float64Array(matrix.rows).fill(model.base);
  addTreeValues(model.trees, matrix, scores);
  return scores;
}

/**
 * Exact SHAP contributions per row, summed over the columns made from one feature. `base` is the mean prediction over
 * the training rows. Throws a RangeError naming the row when base + contributions differ from the score by more than
 * 1e-9 (relative to the score where it exceeds 1).
 */
export function explainTrees(model: TreeModel, matrix: DesignMatrix): Explanation {
  const { base, contributions } = treeShap(model.trees, matrix);
  const place = new Map(model.features.map((feature, index) => [feature, index]));
  const target = model.design.columns.map((column) => place.get(column.feature)!);
  const width = model.features.length;
  const summed = new Float64Array(matrix.rows * width);
  const scores = scoreTrees(model, matrix);
  for (let r = 0, cell = 0; r < matrix.rows; r++) {
    let sum = model.base + base;
    for (let c = 0; c < matrix.columns; c++, cell++) {
      const at = r * width + target[c]!;
      summed[at] = summed[at]! + contributions[cell]!;
      sum += contributions[cell]!;
    }
    if (!(Math.abs(sum - scores[r]!) <= 1e-9 * Math.max(1, Math.abs(scores[r]!))))
      throw new RangeError(`contributions of row ${r} add up to ${sum}, its score is ${scores[r]}`);
  }
  return { features: model.features, base: model.base + base, contributions: summed };
}
