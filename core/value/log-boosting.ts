import { boostingDefaults, fitBoosting } from '../model/boosting.ts';
import { applyDesign } from '../model/design-matrix.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { selectRows } from '../model/select-rows.ts';
import { scoreTrees, type TreeModel } from '../model/tree-model.ts';
import { historyTable } from './history-table.ts';
import { type OrderDays, type ValueRow, valueBetween, valueRows } from './order-days.ts';

/** Gradient boosting on ln(1 + value) of the stretch after the history, with its cross-validated errors. */
export type LogBoosting = {
  readonly kind: 'log-boosting';
  /** Days the training target covered: predictions scale from there. */
  readonly trained_days: number;
  readonly log_value: TreeModel;
  /**
   * Turns the mean logarithm back into a mean: predictions of customers held out add up to what they brought. Duan's mean of
   * exp(residual) takes residuals to be alike for all, and those of customers that are gone are not.
   */
  readonly smearing: number;
  /** Root mean squared error of five folds, in ln(1 + value) and in the log's unit, beside always saying the mean. */
  readonly cross_validation: {
    readonly folds: number;
    readonly rmse_log: number;
    readonly rmse_log_mean: number;
    readonly rmse: number;
    readonly rmse_mean: number;
  };
};

const folds = 5;
const params = { ...boostingDefaults, loss: 'squared', trees: 60, depth: 3, minLeaf: 30 } as const;

/**
 * The seeds' recipe on honest windows: features end `days` before `cut`, the target is what came in between. Null with
 * fewer than 200 customers, or when nobody bought. Values below 0 count as 0. Errors are of customers held out (folds by
 * the hash of their id); the smearing factor is theirs too, for trees are too sure of the rows they grew on.
 *
 * @example
 * fitLogBoosting([{ customer_id: 'a', days: [1], values: [5] }], 100, 50); // => null
 */
export function fitLogBoosting(log: readonly OrderDays[], cut: number, days: number): LogBoosting | null {
  const rows = valueRows(log, cut - days);
  const value = valueBetween(log, rows, cut - days, cut).map((v) => Math.max(0, v));
  if (rows.length < 200 || !value.some((v) => v > 0)) return null;
  const table = historyTable(rows);
  const target = value.map(Math.log1p);
  const fold = foldsOf(table.ids, folds, 42);
  const held = new Float64Array(rows.length);
  const typical = new Float64Array(rows.length);
  for (let k = 0; k < folds; k++) {
    const [train, test] = [rowsWhere(fold, (f) => f !== k), rowsWhere(fold, (f) => f === k)];
    const model = fitBoosting(selectRows(table, train), pick(target, train), params);
    const scores = predictLog(model, selectRows(table, test));
    const mean = average(pick(target, train));
    test.forEach((row, i) => {
      held[row] = scores[i]!;
      typical[row] = mean;
    });
  }
  const smearing = average(value.map((v) => v + 1)) / average(held.map(Math.exp));
  const money = held.map((score) => Math.max(0, Math.exp(score) * smearing - 1));
  const mean = average(value);
  return {
    kind: 'log-boosting',
    trained_days: days,
    log_value: fitBoosting(table, target, params),
    smearing,
    cross_validation: {
      folds,
      rmse_log: rmse(held, target),
      rmse_log_mean: rmse(typical, target),
      rmse: rmse(money, value),
      rmse_mean: rmse(
        value.map(() => mean),
        value,
      ),
    },
  };
}

/** Expected value of each customer in the next `ahead` days. */
export function predictLogBoosting(
  model: LogBoosting,
  rows: readonly ValueRow[],
  ahead: number,
): Float64Array {
  return predictLog(model.log_value, historyTable(rows)).map(
    (score) => (Math.max(0, Math.exp(score) * model.smearing - 1) * ahead) / model.trained_days,
  );
}

function predictLog(model: TreeModel, table: FeatureTable): Float64Array {
  return scoreTrees(model, applyDesign(model.design, table));
}

function rowsWhere(fold: Uint8Array, of: (fold: number) => boolean): number[] {
  return Array.from(fold.keys()).filter((row) => of(fold[row]!));
}

const pick = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]!);
const average = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const rmse = (predicted: Float64Array, actual: Float64Array): number =>
  Math.sqrt(average(actual.map((value, r) => (value - predicted[r]!) ** 2)));
