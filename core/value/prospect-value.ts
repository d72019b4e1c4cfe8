import { boostingDefaults, fitBoosting } from '../model/boosting.ts';
import { applyDesign } from '../model/design-matrix.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { selectRows } from '../model/select-rows.ts';
import { scoreTrees, type TreeModel } from '../model/tree-model.ts';
import { quantile } from '../stats/quantile.ts';
import { rangeShare } from './value-bands.ts';

/** How well value follows from what a company is, on customers held out. */
export type ProspectValueFigures = {
  readonly customers: number;
  readonly folds: number;
  /** Root mean squared error in ln(1 + value): of the model, and of always saying the mean. */
  readonly rmse_log: number;
  readonly rmse_log_mean: number;
  /** 1 − (rmse_log ÷ rmse_log_mean)². */
  readonly explained: number;
  /** Mean squared error of the mean − of the model, per customer, ÷ its standard error. */
  readonly better_by_se: number;
  /** Mean value of the fifth predicted highest ÷ mean value of all. */
  readonly top_fifth_lift: number;
};

/** Yearly value of a company of which nothing is known but what it is, as plain JSON. */
export type ProspectValue = {
  readonly version: 1;
  readonly of: 'margin' | 'revenue';
  /** Null where a prediction would be no better than everybody's mean, with the reason. */
  readonly model: TreeModel | null;
  readonly unavailable_because: string | null;
  /** Turns the predicted mean logarithm into a mean: predictions of held-out customers add up to what they brought. */
  readonly smearing: number;
  /** Logarithms of actual ÷ predicted that a tenth of held-out customers lay below, and a tenth above. */
  readonly range: { readonly low: number; readonly high: number };
  readonly figures: ProspectValueFigures | null;
};

const folds = 5;
const leastCustomers = 100;
const params = {
  ...boostingDefaults,
  loss: 'squared',
  trees: 60,
  depth: 2,
  rate: 0.08,
  minLeaf: 20,
  l2: 5,
} as const;

/**
 * Learns a customer's yearly value (in any unit of money) from features that a prospect can have too. Five folds by the
 * hash of the id decide whether it says anything: its squared error in ln(1 + value) must be below that of the mean by
 * more than 1.645 standard errors (one-sided 5 %), or the model is withheld. The table must hold timeless features alone:
 * they do not contain the value, so the window may be the label's own. Values below 0 count as 0.
 *
 * Do not read it as a forecast for one company: it is the mean of companies like it, once they buy.
 *
 * @throws RangeError for a feature that is not timeless or that no prospect has.
 * @example
 * fitProspectValue({ ids: [], features: [], columns: [] }, new Float64Array(0), 'margin').unavailable_because; // => '0 customers with a known value are too few: 100 are needed'
 */
export function fitProspectValue(
  table: FeatureTable,
  value: Float64Array,
  of: 'margin' | 'revenue',
): ProspectValue {
  const wrong = table.features.find(
    ({ known, population }) => known !== 'timeless' || population === 'customer',
  );
  if (wrong !== undefined) throw new RangeError(`${wrong.name} is not what a prospect can have`);
  const nothing = { version: 1, of, model: null, smearing: 1, range: { low: 0, high: 0 } } as const;
  if (table.ids.length < leastCustomers)
    return {
      ...nothing,
      figures: null,
      unavailable_because: `${table.ids.length} customers with a known value are too few: ${leastCustomers} are needed`,
    };
  if (table.features.length === 0)
    return {
      ...nothing,
      figures: null,
      unavailable_because: 'nothing is known of customers that prospects have too',
    };
  const target = value.map((v) => Math.log1p(Math.max(0, v)));
  const held = new Float64Array(value.length);
  const typical = new Float64Array(value.length);
  const fold = foldsOf(table.ids, folds, 42);
  for (let k = 0; k < folds; k++) {
    const rows = Array.from(fold.keys());
    const [train, test] = [rows.filter((r) => fold[r] !== k), rows.filter((r) => fold[r] === k)];
    const known = Float64Array.from(train, (row) => target[row]!);
    const scores = scoresOf(fitBoosting(selectRows(table, train), known, params), selectRows(table, test));
    const mean = average(known);
    test.forEach((row, i) => {
      held[row] = scores[i]!;
      typical[row] = mean;
    });
  }
  const gain = target.map((y, r) => (y - typical[r]!) ** 2 - (y - held[r]!) ** 2);
  const [own, mean] = [meanSquare(target, held), meanSquare(target, typical)];
  const spread = Math.sqrt(average(gain.map((g) => (g - average(gain)) ** 2)) / gain.length);
  const brought = value.map((v) => Math.max(0, v));
  const smearing =
    average(brought.map((v) => v + 1)) / Math.max(Number.MIN_VALUE, average(held.map(Math.exp)));
  const ratios = target.map((y, r) => y - held[r]! - Math.log(smearing));
  const figures: ProspectValueFigures = {
    customers: value.length,
    folds,
    rmse_log: Math.sqrt(own),
    rmse_log_mean: Math.sqrt(mean),
    explained: mean > 0 ? 1 - own / mean : 0,
    better_by_se: spread > 0 ? average(gain) / spread : 0,
    top_fifth_lift: topFifthLift(held, brought),
  };
  if (!(figures.better_by_se > 1.645))
    return {
      ...nothing,
      figures,
      unavailable_because: `on ${value.length} customers held out, what a company is foretells its ${of} no better than everybody's mean (error ${figures.rmse_log.toFixed(2)} against ${figures.rmse_log_mean.toFixed(2)} in logarithms)`,
    };
  return {
    version: 1,
    of,
    model: fitBoosting(table, target, params),
    unavailable_because: null,
    smearing,
    range: { low: quantile(ratios, (1 - rangeShare) / 2), high: quantile(ratios, (1 + rangeShare) / 2) },
    figures,
  };
}

/** A predicted yearly value with the range that held four fifths of held-out customers. */
export type PredictedValue = { readonly value: number; readonly low: number; readonly high: number };

/** What companies like each row bring in a year as customers; null for all where the model is withheld. */
export function predictProspectValue(
  fitted: ProspectValue,
  table: FeatureTable,
): readonly (PredictedValue | null)[] {
  const { model, smearing, range } = fitted;
  if (model === null) return table.ids.map(() => null);
  return Array.from(scoresOf(model, table), (score) => {
    const mean = Math.exp(score) * smearing;
    const at = (ratio: number): number => Math.max(0, mean * Math.exp(ratio) - 1);
    return { value: at(0), low: at(range.low), high: at(range.high) };
  });
}

function scoresOf(model: TreeModel, table: FeatureTable): Float64Array {
  return scoreTrees(model, applyDesign(model.design, table));
}

function topFifthLift(held: Float64Array, brought: Float64Array): number {
  const order = Array.from(held.keys()).sort((a, b) => held[b]! - held[a]! || a - b);
  const top = order.slice(0, Math.ceil(held.length / 5));
  const all = average(brought);
  return all > 0 ? average(Float64Array.from(top, (row) => brought[row]!)) / all : 0;
}

const average = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const meanSquare = (a: Float64Array, b: Float64Array): number =>
  average(a.map((value, r) => (value - b[r]!) ** 2));
