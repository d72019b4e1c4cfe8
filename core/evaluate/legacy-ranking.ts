import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { fitLegacyIcpScorer, legacyColumns, legacyIcpScores } from '../model/legacy-icp-scorer.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import type { LabelledCustomers, PredictionParams } from './prediction.ts';

/**
 * The published scorer on the same customers and features as the model: fitted on the best customers of the cut before,
 * or, with one cut, for each fold on the best of the other folds. Zero where there are no best customers to fit on.
 */
export function legacyScores(
  later: LabelledCustomers,
  earlier: readonly LabelledCustomers[],
  params: PredictionParams,
): Float64Array {
  const before = earlier.at(-1);
  const names = later.table.features.map(({ name }) => name);
  if (before !== undefined) {
    const rows = Array.from(before.best.keys()).filter((row) => before.best[row] === 1);
    return scoreBy(selectRows(selectFeatures(before.table, names), rows), later.table);
  }
  const folds = foldsOf(later.table.ids, params.folds, params.seed);
  const scores = new Float64Array(folds.length);
  for (let k = 0; k < params.folds; k++) {
    const rows = Array.from(folds.keys());
    const ideal = rows.filter((row) => folds[row] !== k && later.best[row] === 1);
    const held = rows.filter((row) => folds[row] === k);
    const own = scoreBy(selectRows(later.table, ideal), selectRows(later.table, held));
    held.forEach((row, i) => {
      scores[row] = own[i]!;
    });
  }
  return scores;
}

function scoreBy(ideal: FeatureTable, table: FeatureTable): Float64Array {
  if (ideal.ids.length === 0) return new Float64Array(table.ids.length);
  return legacyIcpScores(fitLegacyIcpScorer(ideal, legacyColumns(ideal)), table);
}
