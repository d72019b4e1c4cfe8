import { RandomForestRegression } from 'ml-random-forest';
import { createRandom } from '../stats/random.ts';
import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import { designFeatures } from './design-schema.ts';
import { fitDesign } from './fit-design.ts';
import type { FlatTree } from './flat-trees.ts';
import { type LookalikeSet, side } from './lookalike-set.ts';
import { readForestTrees } from './read-forest-trees.ts';
import { selectRows } from './select-rows.ts';
import type { TreeModel } from './tree-model.ts';

export type ChallengerParams = {
  /** Rows it is fitted on at most: a third best customers, the rest from the other two sides in equal parts. */
  readonly rows: number;
  readonly trees: number;
  readonly depth: number;
  readonly seed: number;
};

export const challengerDefaults: ChallengerParams = { rows: 600, trees: 24, depth: 6, seed: 42 };

/**
 * ml-random-forest in the one use that is sound: its *regressor* on 0/1 targets, on few quantile bins, rows sorted by
 * label, bootstraps drawn here and one tree per call. (Its classifier is quadratic and votes hard labels, its
 * `predictProbability` drops a vote, its own bagging undoes the sort.) The exported trees become flat trees, so scoring
 * and explanations are the same code as everywhere else. In the fit an unknown value counts as the column's most frequent one.
 *
 * Score: (probability − base rate) ÷ (base rate × (1 − base rate)), the logit's tangent at the base rate: additive, and 0
 * for a company that is as likely as the sample's mean.
 */
export function fitForestChallenger(
  set: LookalikeSet,
  params: ChallengerParams = challengerDefaults,
): TreeModel {
  const random = createRandom(params.seed);
  const rows = stratify(set, params.rows, random.sample);
  const target = Float64Array.from(rows, (row) => (set.sides[row] === side.best ? 1 : 0));
  const weights = new Float64Array(rows.length).fill(1);
  const table = selectRows(set.table, rows);
  const design = fitDesign(
    table,
    { bins: 16, support: 8, levels: 30, digits: [2, 3, 4] },
    { target, weights },
  );
  const matrix = applyDesign(design, table);
  const usual = usualBins(matrix);
  const rate = target.reduce((sum, value) => sum + value, 0) / Math.max(1, rows.length);
  const trees: FlatTree[] = [];
  for (let t = 0; t < params.trees && matrix.columns > 0 && rate > 0 && rate < 1; t++) {
    const drawn = Int32Array.from(rows, () => random.int(rows.length));
    drawn.sort((a, b) => target[a]! - target[b]! || a - b);
    const forest = new RandomForestRegression({
      seed: params.seed + t,
      nEstimators: 1,
      maxFeatures: matrix.columns > 3 ? 0.5 : 1,
      replacement: false,
      useSampleBagging: false,
      noOOB: true,
      selectionMethod: 'mean',
      treeOptions: { maxDepth: params.depth, minNumSamples: 10, gainThreshold: -1 },
    });
    forest.train(
      Array.from(drawn, (row) => imputedRow(matrix, usual, row)),
      Array.from(drawn, (row) => target[row]!),
    );
    trees.push(
      ...readForestTrees(forest.toJSON(), matrix, drawn, usual, (value) => scaled(value, rate, params)),
    );
  }
  return { model: 'forest', version: 1, features: designFeatures(design), design, base: 0, trees };
}

function scaled(value: number, rate: number, { trees }: ChallengerParams): number {
  return (value - rate) / (rate * (1 - rate)) / trees;
}

/** Up to a third best customers, the rest in equal parts from the sides there are; rising row order. */
function stratify(
  set: LookalikeSet,
  most: number,
  sample: (n: number, count: number) => Int32Array,
): Int32Array {
  const members = [side.best, side.rest, side.background].map((where) =>
    Array.from(set.sides.keys()).filter((row) => set.sides[row] === where),
  );
  const others = members.slice(1).filter((rows) => rows.length > 0).length;
  const drawn = members.flatMap((rows, which) => {
    const share = which === 0 ? most / 3 : (most * 2) / 3 / Math.max(1, others);
    return Array.from(sample(rows.length, Math.min(rows.length, Math.floor(share))), (i) => rows[i]!);
  });
  return Int32Array.from(drawn).sort();
}

/** The most frequent known bin per column (the lowest of equals; 1 where nothing is known). */
function usualBins(matrix: DesignMatrix): Uint8Array {
  return Uint8Array.from(matrix.binCounts, (size, column) => {
    const counts = new Int32Array(size);
    for (let r = 0; r < matrix.rows; r++) {
      const bin = matrix.bins[r * matrix.columns + column]!;
      if (bin > 0) counts[bin] = counts[bin]! + 1;
    }
    return Math.max(1, counts.indexOf(Math.max(...counts)));
  });
}

function imputedRow(matrix: DesignMatrix, usual: Uint8Array, row: number): number[] {
  return Array.from(usual, (bin, c) => matrix.bins[row * matrix.columns + c]! || bin);
}
