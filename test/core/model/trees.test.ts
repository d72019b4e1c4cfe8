import { describe, expect, it } from 'vitest';
import { boostingDefaults, fitBoosting } from '../../../core/model/boosting.ts';
import { similarityDefaults } from '../../../core/model/choose-similarity.ts';
import { applyDesign } from '../../../core/model/design-matrix.ts';
import { driversOf } from '../../../core/model/drivers.ts';
import type { FlatTree } from '../../../core/model/flat-trees.ts';
import { fitForest, forestDefaults } from '../../../core/model/forest.ts';
import { fitForestChallenger } from '../../../core/model/forest-challenger.ts';
import { buildLookalikeSet } from '../../../core/model/lookalike-set.ts';
import { explainTrees, scoreTrees } from '../../../core/model/tree-model.ts';
import { treeShap } from '../../../core/model/tree-shap.ts';
import { plantWorld, precisionAt } from './planted-world.ts';

const world = plantWorld(31, { customers: 800, prospects: 3000 });
const target = Float64Array.from(world.best);

describe('boosted trees', () => {
  it('are the same every time, plain JSON, and reproduce their base when nothing can be learnt', () => {
    const model = fitBoosting(world.customers, target);
    expect(fitBoosting(world.customers, target)).toEqual(model);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    const flat = fitBoosting(world.customers, new Float64Array(target.length).fill(3), {
      ...boostingDefaults,
      loss: 'squared',
    });
    expect(flat.trees).toEqual([]);
    expect(flat.base).toBe(3);
  });

  it('explain every row to 1e-9, unknown values included', () => {
    for (const model of [
      fitBoosting(world.customers, target),
      fitForest(world.customers, target, { ...forestDefaults, trees: 10 }),
    ]) {
      const matrix = applyDesign(model.design, world.background);
      const { base, contributions, features } = explainTrees(model, matrix);
      const scores = scoreTrees(model, matrix);
      for (let r = 0; r < matrix.rows; r += 37) {
        const own = contributions.subarray(r * features.length, (r + 1) * features.length);
        expect(Math.abs(own.reduce((sum, value) => sum + value, base) - scores[r]!)).toBeLessThan(1e-9);
      }
    }
  });

  it('add exactly nothing for what is unknown', () => {
    const model = fitBoosting(world.customers, target);
    const matrix = applyDesign(model.design, world.background);
    const { base, contributions, features } = explainTrees(model, matrix);
    world.background.columns.forEach((column, f) => {
      const at = features.indexOf(world.background.features[f]!.name);
      const unknown = (row: number): boolean =>
        column.kind === 'numeric' ? column.known[row] === 0 : column.codes[row] === -1;
      const given = Array.from(world.background.ids.keys()).filter(unknown);
      expect(given.length).toBeGreaterThan(100);
      expect(given.filter((row) => contributions[row * features.length + at] !== 0)).toEqual([]);
    });
    const nothing = applyDesign(model.design, { ids: ['X'], features: [], columns: [] });
    expect(scoreTrees(model, nothing)[0]).toBeCloseTo(base, 12);
  });

  it('find the planted features and not the decoys', () => {
    const model = fitBoosting(world.customers, target, { ...boostingDefaults, trees: 40, depth: 3 });
    const ranked = driversOf(explainTrees(model, applyDesign(model.design, world.background)), 100);
    const order = ranked.map(({ feature }) => feature);
    expect(order.indexOf('naics')).toBeLessThan(order.indexOf('attribute_decoy_1'));
    expect(order.indexOf('edi')).toBeLessThan(order.indexOf('attribute_decoy_3'));
  });

  it('do not let missingness decide by itself', () => {
    const known = Uint8Array.from(target, (value, row) => (value === 1 ? Number(row % 10 < 2) : 1));
    const table = {
      ids: world.customers.ids,
      features: [{ ...world.customers.features[1]!, name: 'gap' }],
      columns: [{ kind: 'numeric' as const, values: Float64Array.from(target, (_, row) => row % 7), known }],
    };
    const neutral = fitBoosting(table, target);
    const greedy = fitBoosting(table, target, { ...boostingDefaults, unknown: 'learned' });
    const spread = (model: typeof neutral): number => {
      const scores = scoreTrees(model, applyDesign(model.design, table));
      const unknown = scores.filter((_, row) => known[row] === 0);
      const others = scores.filter((_, row) => known[row] === 1);
      const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
      return mean(unknown) - mean(others);
    };
    expect(spread(greedy)).toBeGreaterThan(2);
    expect(Math.abs(spread(neutral))).toBeLessThan(0.1);
  });
});

describe('TreeSHAP by leaf tables', () => {
  it('equals Shapley values by enumeration on a small tree', () => {
    const tree: FlatTree = {
      column: [0, 1, -1, -1, 0, 2, -1, -1, -1],
      threshold: [2, 1, 0, 0, 3, 1, 0, 0, 0],
      unknown_left: [0.3, 0, 0, 0, 0, 1, 0, 0, 0],
      left: [1, 2, -1, -1, 5, 6, -1, -1, -1],
      right: [4, 3, -1, -1, 8, 7, -1, -1, -1],
      value: [0, 0, 1.5, -0.5, 0, 0, 2, 0.25, -3],
      cover: [100, 60, 20, 40, 40, 30, 10, 20, 10],
    };
    const rows = [
      [1, 1, 1],
      [3, 2, 2],
      [4, 0, 1],
      [0, 2, 0],
    ];
    const matrix = { rows: 4, columns: 3, bins: Uint8Array.from(rows.flat()), binCounts: [5, 3, 3] };
    const own = treeShap([tree], matrix);
    rows.forEach((row, r) => {
      for (let c = 0; c < 3; c++) {
        expect(own.contributions[r * 3 + c]).toBeCloseTo(shapley(tree, row, c, 3), 12);
      }
    });
  });

  it('refuses trees that are too deep for tables', () => {
    const depth = 9;
    const nodes = 2 * depth + 1;
    const tree: FlatTree = {
      column: Array.from({ length: nodes }, (_, i) => (i % 2 === 0 && i < nodes - 1 ? i / 2 : -1)),
      threshold: new Array<number>(nodes).fill(1),
      unknown_left: new Array<number>(nodes).fill(0),
      left: Array.from({ length: nodes }, (_, i) => (i % 2 === 0 && i < nodes - 1 ? i + 1 : -1)),
      right: Array.from({ length: nodes }, (_, i) => (i % 2 === 0 && i < nodes - 1 ? i + 2 : -1)),
      value: new Array<number>(nodes).fill(1),
      cover: new Array<number>(nodes).fill(1),
    };
    const matrix = {
      rows: 0,
      columns: depth,
      bins: new Uint8Array(0),
      binCounts: new Array<number>(depth).fill(3),
    };
    expect(() => treeShap([tree], matrix)).toThrow('a tree of depth 9 is too deep to explain (8)');
  });
});

describe('the forest challenger', () => {
  it('turns the exported trees of ml-random-forest into ours: repeatable, explained to 1e-9, better than chance', () => {
    const set = buildLookalikeSet({ ...world, texts: null }, similarityDefaults.samples, 42);
    const params = { rows: 300, trees: 10, depth: 5, seed: 7 };
    const model = fitForestChallenger(set, params);
    expect(fitForestChallenger(set, params)).toEqual(model);
    const matrix = applyDesign(model.design, world.background);
    explainTrees(model, applyDesign(model.design, world.customers));
    expect(precisionAt(world, scoreTrees(model, matrix), 300)).toBeGreaterThan(0.05);
  });
});

/** Path-dependent Shapley value by summing over all subsets. */
function shapley(tree: FlatTree, row: readonly number[], column: number, columns: number): number {
  const expected = (node: number, known: number): number => {
    const split = tree.column[node]!;
    if (split < 0) return tree.value[node]!;
    const [left, right] = [tree.left[node]!, tree.right[node]!];
    if ((known >> split) & 1) {
      const bin = row[split]!;
      const share = bin === 0 ? tree.unknown_left[node]! : Number(bin <= tree.threshold[node]!);
      return share * expected(left, known) + (1 - share) * expected(right, known);
    }
    return (
      (expected(left, known) * tree.cover[left]! + expected(right, known) * tree.cover[right]!) /
      tree.cover[node]!
    );
  };
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  let sum = 0;
  for (let known = 0; known < 1 << columns; known++) {
    if ((known >> column) & 1) continue;
    const size = [0, 1, 2].filter((c) => (known >> c) & 1).length;
    const weight = (factorial(size) * factorial(columns - size - 1)) / factorial(columns);
    sum += weight * (expected(0, known | (1 << column)) - expected(0, known));
  }
  return sum;
}
