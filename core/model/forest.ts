import { createRandom } from '../stats/random.ts';
import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import { type DesignSchema, designFeatures } from './design-schema.ts';
import type { FeatureTable } from './feature-table.ts';
import { type DesignParams, designDefaults, fitDesign } from './fit-design.ts';
import type { FlatTree } from './flat-trees.ts';
import { growTree, histogramCells } from './grow-tree.ts';
import type { TreeModel } from './tree-model.ts';

export type ForestParams = {
  readonly trees: number;
  readonly depth: number;
  readonly minLeaf: number;
  /** Columns a node may split on, as a share of all; the default is √columns ÷ columns. */
  readonly columnShare: number | null;
  readonly unknown: 'neutral' | 'learned';
  readonly design: DesignParams;
  readonly seed: number;
};

export const forestDefaults: ForestParams = {
  trees: 100,
  depth: 8,
  minLeaf: 5,
  columnShare: null,
  unknown: 'neutral',
  design: { ...designDefaults, bins: 64 },
  seed: 42,
};

/**
 * A random forest on histograms: each tree on a bootstrap sample, each node on a random part of the columns; the score is
 * the mean of the trees' leaf means (a probability for 0/1 targets, a value otherwise). Trees of depth up to 8 can be
 * explained exactly. Source: Breiman, Random forests, 2001.
 */
export function fitForest(
  table: FeatureTable,
  target: Float64Array,
  params: ForestParams = forestDefaults,
  weights: Float64Array = new Float64Array(target.length).fill(1),
): TreeModel {
  const design = fitDesign(table, params.design, { target, weights });
  return forestOn(design, applyDesign(design, table), target, params, weights);
}

/** The same on rows already encoded. */
export function forestOn(
  design: DesignSchema,
  matrix: DesignMatrix,
  target: Float64Array,
  params: ForestParams,
  weights: Float64Array,
): TreeModel {
  const random = createRandom(params.seed);
  const share = params.columnShare ?? Math.sqrt(matrix.columns) / matrix.columns;
  const count = Math.max(1, Math.min(matrix.columns, Math.round(share * matrix.columns)));
  const cells = histogramCells(matrix);
  const trees: FlatTree[] = [];
  for (let t = 0; t < params.trees && matrix.rows > 0 && matrix.columns > 0; t++) {
    const drawn = new Float64Array(matrix.rows);
    for (let i = 0; i < matrix.rows; i++) {
      const row = random.int(matrix.rows);
      drawn[row] = drawn[row]! + weights[row]!;
    }
    const rows = Int32Array.from(drawn.keys()).filter((row) => drawn[row]! > 0);
    const gradient = drawn.map((weight, row) => -weight * target[row]!);
    // With derivatives (−wy, w) and no shrinkage a leaf's value is its weighted mean and the gain its variance reduction.
    const rules = { ...params, l2: 0, minGain: 1e-12, rate: 1 / params.trees };
    const derivatives = { gradient, hessian: drawn, weights: drawn };
    const columns = (): Int32Array => random.sample(matrix.columns, count);
    trees.push(growTree(matrix, cells, derivatives, rows, rules, () => {}, columns));
  }
  return { model: 'forest', version: 1, features: designFeatures(design), design, base: 0, trees };
}
