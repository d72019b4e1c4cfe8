import { type BoostingParams, boostingDefaults, fitBoosting } from '../model/boosting.ts';
import { applyDesign } from '../model/design-matrix.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { selectRows } from '../model/select-rows.ts';
import { scoreTrees, type TreeModel } from '../model/tree-model.ts';

/** How the model did on users held out, in currency units. */
export type LeadValueFigures = {
  /** Users who had not bought by the cut, and those of them who then did. */
  readonly users: number;
  readonly buyers: number;
  readonly folds: number;
  /** Root mean squared error per user: of the model, and of always saying the mean. */
  readonly rmse: number;
  readonly rmse_mean: number;
  /** What was predicted for all ÷ what they brought, before the totals are made equal. */
  readonly total_ratio: number;
  /** Mean value of the fifth predicted highest ÷ mean value of all. */
  readonly top_fifth_lift: number;
};

/** What a lead is expected to bring in the next window, as plain JSON: chance to buy × value if so. */
export type LeadValue = {
  readonly version: 1;
  /** Days the prediction looks ahead: as many as the target covered. */
  readonly horizon_days: number;
  readonly features: FeatureTable['features'];
  readonly buys: TreeModel | null;
  /** Natural logarithm of the value of those that buy; null where too few did, then `mean_value` stands for all. */
  readonly log_value: TreeModel | null;
  readonly mean_value: number;
  /** Turns predictions into sums that agree with what was brought. */
  readonly factor: number;
  readonly unavailable_because: string | null;
  readonly figures: LeadValueFigures | null;
};

const folds = 5;
const leastBuyers = 30;
const leastForValues = 150;
const params: BoostingParams = { ...boostingDefaults, trees: 60, depth: 3, minLeaf: 20, rate: 0.08, l2: 5 };

type Parts = Pick<LeadValue, 'buys' | 'log_value' | 'mean_value'>;

/**
 * Learns from users as they were on the cut day, none of whom had bought, what they brought in the days after. Features are known
 * before the target begins, so nothing leaks; five folds by the hash of the id say how well it does, and where it does no
 * better than the mean, or fewer than 30 users bought, it is withheld with that reason.
 *
 * @param value what each brought after the cut, in currency units; 0 for nothing.
 * @example
 * fitLeadValue({ ids: [], features: [], columns: [] }, new Float64Array(0), 30).unavailable_because; // => '0 of 0 users who had not bought before bought afterwards: 30 are needed'
 */
export function fitLeadValue(table: FeatureTable, value: Float64Array, horizonDays: number): LeadValue {
  const buyers = value.filter((v) => v > 0).length;
  const nothing = {
    version: 1,
    horizon_days: horizonDays,
    features: table.features,
    buys: null,
    log_value: null,
    mean_value: 0,
    factor: 1,
  } as const;
  if (buyers < leastBuyers || value.length - buyers < leastBuyers)
    return {
      ...nothing,
      figures: null,
      unavailable_because: `${buyers} of ${value.length} users who had not bought before bought afterwards: ${leastBuyers} are needed`,
    };
  const fold = foldsOf(table.ids, folds, 42);
  const held = new Float64Array(value.length);
  const typical = new Float64Array(value.length);
  for (let k = 0; k < folds; k++) {
    const rows = [...fold.keys()];
    const train = rows.filter((row) => fold[row] !== k);
    const test = rows.filter((row) => fold[row] === k);
    const known = Float64Array.from(train, (row) => value[row] ?? 0);
    const predicted = expected(fitParts(selectRows(table, train), known), selectRows(table, test));
    const mean = sum(known) / Math.max(1, known.length);
    test.forEach((row, i) => {
      held[row] = predicted[i] ?? 0;
      typical[row] = mean;
    });
  }
  const total = sum(held) / Math.max(Number.MIN_VALUE, sum(value));
  const factor = 1 / Math.max(1e-9, total);
  const scaled = held.map((v) => v * factor);
  const figures: LeadValueFigures = {
    users: value.length,
    buyers,
    folds,
    rmse: rootMeanSquare(value, scaled),
    rmse_mean: rootMeanSquare(value, typical),
    total_ratio: total,
    top_fifth_lift: topFifthLift(scaled, value),
  };
  if (!(figures.rmse < figures.rmse_mean))
    return {
      ...nothing,
      figures,
      unavailable_because: `on users held out it foretells no better than the mean (error ${figures.rmse.toFixed(2)} against ${figures.rmse_mean.toFixed(2)})`,
    };
  return { ...nothing, ...fitParts(table, value), factor, figures, unavailable_because: null };
}

/** Expected value per row in the next `horizon_days`, in currency units; null for all where the model is withheld. */
export function predictLeadValue(model: LeadValue, table: FeatureTable): readonly (number | null)[] {
  if (model.buys === null) return table.ids.map(() => null);
  return Array.from(expected(model, table), (value) => value * model.factor);
}

function fitParts(table: FeatureTable, value: Float64Array): Parts {
  const buyers = [...value.keys()].filter((row) => (value[row] ?? 0) > 0);
  const buys = fitBoosting(
    table,
    value.map((v) => (v > 0 ? 1 : 0)),
    params,
  );
  const mean_value = buyers.reduce((total, row) => total + (value[row] ?? 0), 0) / Math.max(1, buyers.length);
  if (buyers.length < leastForValues) return { buys, log_value: null, mean_value };
  const log_value = fitBoosting(
    selectRows(table, buyers),
    Float64Array.from(buyers, (row) => Math.log(value[row] ?? 1)),
    { ...params, loss: 'squared', depth: 2 },
  );
  return { buys, log_value, mean_value };
}

function expected({ buys, log_value, mean_value }: Parts, table: FeatureTable): Float64Array {
  if (buys === null) return new Float64Array(table.ids.length);
  const odds = scoreTrees(buys, applyDesign(buys.design, table));
  const logs = log_value === null ? null : scoreTrees(log_value, applyDesign(log_value.design, table));
  return odds.map((score, row) => {
    const value = logs === null ? mean_value : Math.exp(logs[row] ?? 0);
    return value / (1 + Math.exp(-score));
  });
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

function rootMeanSquare(actual: Float64Array, predicted: Float64Array): number {
  const squares = actual.map((value, row) => (value - (predicted[row] ?? 0)) ** 2);
  return Math.sqrt(sum(squares) / Math.max(1, actual.length));
}

function topFifthLift(predicted: Float64Array, actual: Float64Array): number {
  const order = [...predicted.keys()].sort((a, b) => (predicted[b] ?? 0) - (predicted[a] ?? 0) || a - b);
  const top = order.slice(0, Math.ceil(order.length / 5));
  const mean = sum(actual) / Math.max(1, actual.length);
  const own = top.reduce((total, row) => total + (actual[row] ?? 0), 0) / Math.max(1, top.length);
  return mean > 0 ? own / mean : 0;
}
