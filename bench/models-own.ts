import { fitBoosting } from '../core/model/boosting.ts';
import { applyDesign } from '../core/model/design-matrix.ts';
import { designDefaults } from '../core/model/fit-design.ts';
import { explainTrees, scoreTrees } from '../core/model/tree-model.ts';
import { median } from './bench-table.ts';
import { modelData, tableOf } from './model-data.ts';

/** `models-own.ts ROWS COLUMNS ROUNDS`: CPU seconds of a fit and of explaining, medians after a warm-up, as JSON. */
const [rows = 0, columns = 0, rounds = 0] = process.argv.slice(2).map(Number);
const train = modelData(rows, columns, 1);
const test = modelData(10_000, columns, 2);
const table = tableOf(train);
const params = {
  loss: 'squared',
  trees: 100,
  rate: 0.1,
  depth: 5,
  minLeaf: 20,
  l2: 0,
  unknown: 'neutral',
  design: { ...designDefaults, bins: 254 },
  balanced: false,
} as const;

function cpuOf<T>(work: () => T): { readonly value: T; readonly cpu: number } {
  const used = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(used);
  return { value, cpu: (user + system) / 1e6 };
}

const fitOnce = () => fitBoosting(table, train.target, params);
let model = fitOnce();
const fits: number[] = [];
for (let round = 0; round < rounds; round += 1) {
  const timed = cpuOf(fitOnce);
  model = timed.value;
  fits.push(timed.cpu);
}
const matrix = applyDesign(model.design, tableOf(test));
const scores = scoreTrees(model, matrix);
const rmse = Math.sqrt(
  scores.reduce((sum, score, r) => sum + (score - (test.target[r] ?? 0)) ** 2, 0) / scores.length,
);
explainTrees(model, matrix);
const shaps = Array.from({ length: rounds }, () => cpuOf(() => explainTrees(model, matrix)).cpu);
console.log(JSON.stringify({ own: { cpu: median(fits), rmse }, shap: { cpu: median(shaps) } }));
