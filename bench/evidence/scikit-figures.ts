import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { kMeans } from '../../core/cluster/k-means.ts';
import { pointCloud } from '../../core/cluster/point-cloud.ts';
import { principalComponents, project } from '../../core/cluster/principal-components.ts';
import { silhouetteOf } from '../../core/cluster/silhouette.ts';
import { boostingDefaults, fitBoosting } from '../../core/model/boosting.ts';
import { applyDesign } from '../../core/model/design-matrix.ts';
import { fitForest, forestDefaults } from '../../core/model/forest.ts';
import { scoreTrees } from '../../core/model/tree-model.ts';
import { treeShap } from '../../core/model/tree-shap.ts';
import { rocAuc } from '../../core/stats/roc-auc.ts';
import { modelReference, numericTable, referenceRows } from '../../test/core/model/reference-data.ts';

const numbers = z.array(z.number());
const clusterReference = z.object({
  points: z.array(numbers),
  pca: z.object({ components: z.array(numbers) }),
  k_means: z.record(z.string(), z.object({ inertia: z.number(), silhouette: z.number(), labels: numbers })),
});

/** Against scikit-learn's own answers on the same data (test/reference/*.json, with the scripts that made them). Seconds. */
export function scikitFigures(): string {
  const clusters = clusterReference.parse(
    JSON.parse(
      readFileSync(join(import.meta.dirname, '../../test/reference/cluster-scikit-learn.json'), 'utf8'),
    ),
  );
  const cloud = pointCloud(clusters.points);
  const pca = principalComponents(cloud, 0.95);
  const projected = project(pca, cloud);
  const fits = Object.entries(clusters.k_means);
  const inertia = Math.max(...fits.map(([k, fit]) => kMeans(projected, Number(k)).inertia / fit.inertia));
  const silhouette = Math.max(
    ...fits.map(([, fit]) => Math.abs(silhouetteOf(projected, fit.labels) - fit.silhouette)),
  );
  const component = Math.max(
    ...pca.components.map((axis, k) => {
      const theirs = clusters.pca.components[k]!;
      const sign = Math.sign(axis.reduce((sum, x, i) => sum + x * theirs[i]!, 0));
      return Math.max(...Array.from(axis, (x, i) => Math.abs(x - sign * theirs[i]!)));
    }),
  );
  const theirs = modelReference();
  const train = referenceRows(4000, 10, 11);
  const test = referenceRows(4000, 10, 12);
  const trainTable = numericTable(train.x);
  const testTable = numericTable(test.x);
  const classifier = fitBoosting(trainTable, train.y, boostingDefaults);
  const matrix = applyDesign(classifier.design, testTable);
  const scores = scoreTrees(classifier, matrix);
  const regressor = fitBoosting(trainTable, train.z, { ...boostingDefaults, loss: 'squared' });
  const predicted = scoreTrees(regressor, applyDesign(regressor.design, testTable));
  const rmse = Math.sqrt(
    predicted.reduce((sum, value, i) => sum + (value - test.z[i]!) ** 2, 0) / predicted.length,
  );
  const forest = fitForest(trainTable, train.y, forestDefaults);
  const votes = scoreTrees(forest, applyDesign(forest.design, testTable));
  const shap = treeShap(classifier.trees, matrix);
  const gap = Math.max(
    ...Array.from(scores, (score, row) => {
      let sum = classifier.base + shap.base;
      for (let c = 0; c < matrix.columns; c++) sum += shap.contributions[row * matrix.columns + c]!;
      return Math.abs(sum - score);
    }),
  );
  const auc = (own: Float64Array): number => rocAuc(own, test.y)!.value;
  const row = (what: string, own: string, reference: string, wanted: string): string =>
    `| ${what} | ${own} | ${reference} | ${wanted} |`;
  return [
    '| | Kindred | scikit-learn | wanted |',
    '| --- | --- | --- | --- |',
    row(
      `k-means inertia ÷ theirs, worst of k = ${fits.map(([k]) => k).join(', ')}`,
      inertia.toFixed(4),
      '1',
      '≤ 1.01',
    ),
    row(
      'principal components, largest difference',
      component < 5e-5 ? '< 0.00005' : component.toFixed(5),
      '',
      '4 decimals',
    ),
    row(
      'silhouette, largest difference',
      silhouette < 5e-5 ? '< 0.00005' : silhouette.toFixed(5),
      '',
      '4 decimals',
    ),
    row(
      'boosting, AUC',
      auc(scores).toFixed(4),
      `${theirs.boosting_classifier.auc.toFixed(4)} (HistGradientBoosting)`,
      '≥ 99 %',
    ),
    row(
      'boosting, RMSE',
      rmse.toFixed(4),
      `${theirs.boosting_regressor.rmse.toFixed(4)} (Hist), ${theirs.gradient_boosting_regressor.rmse.toFixed(4)} (GradientBoosting)`,
      '≤ 101 %',
    ),
    row('forest, AUC', auc(votes).toFixed(4), theirs.forest.auc.toFixed(4), '≥ 99 %'),
    row('SHAP: base + parts − score, largest', gap < 1e-9 ? '< 1e-9' : gap.toExponential(1), '', '≤ 1e-9'),
  ].join('\n');
}
