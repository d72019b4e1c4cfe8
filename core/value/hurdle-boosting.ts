import { boostingDefaults, fitBoosting } from '../model/boosting.ts';
import { applyDesign } from '../model/design-matrix.ts';
import { scoreTrees, type TreeModel } from '../model/tree-model.ts';
import { historyTable } from './history-table.ts';
import { type OrderDays, type ValueRow, valueBetween, valueRows } from './order-days.ts';

/** Chance to buy at all × expected value if so, each by gradient boosting, trained on the last stretch of the history. */
export type HurdleBoosting = {
  readonly kind: 'hurdle-boosting';
  /** Days the training target covered: predictions scale from there. */
  readonly trained_days: number;
  readonly buys: TreeModel;
  /** Natural logarithm of the value of those that buy. */
  readonly log_value: TreeModel;
  /** Mean of exp(residual): turns the mean logarithm back into a mean (Duan 1983). */
  readonly smearing: number;
};

const leastBuyers = 100;

/**
 * Trains on customers as they were `days` before `cut`, with what they then bought until `cut`. Null when fewer than 100
 * customers bought (or did not): trees have nothing to learn from. Values of 0 and below count as not buying.
 * Source of the back-transform: Duan, "Smearing Estimate", JASA 78, 1983.
 *
 * @example
 * fitHurdleBoosting([{ customer_id: 'a', days: [1], values: [5] }], 100, 50); // => null
 */
export function fitHurdleBoosting(
  log: readonly OrderDays[],
  cut: number,
  days: number,
): HurdleBoosting | null {
  const rows = valueRows(log, cut - days);
  const value = valueBetween(log, rows, cut - days, cut);
  const buyers = [...rows.keys()].filter((r) => value[r]! > 0);
  if (buyers.length < leastBuyers || rows.length - buyers.length < leastBuyers) return null;
  const table = historyTable(rows);
  const params = { ...boostingDefaults, trees: 60, depth: 3, minLeaf: 30 };
  const buys = fitBoosting(
    table,
    value.map((v) => (v > 0 ? 1 : 0)),
    { ...params, loss: 'logistic' },
  );
  const bought = historyTable(buyers.map((r) => rows[r]!));
  const logs = Float64Array.from(buyers, (r) => Math.log(value[r]!));
  const log_value = fitBoosting(bought, logs, { ...params, loss: 'squared' });
  const fitted = scoreTrees(log_value, applyDesign(log_value.design, bought));
  const smearing = fitted.reduce((sum, score, i) => sum + Math.exp(logs[i]! - score), 0) / buyers.length;
  return { kind: 'hurdle-boosting', trained_days: days, buys, log_value, smearing };
}

/** Expected value of each customer in the next `ahead` days. */
export function predictHurdle(model: HurdleBoosting, rows: readonly ValueRow[], ahead: number): Float64Array {
  const table = historyTable(rows);
  const odds = scoreTrees(model.buys, applyDesign(model.buys.design, table));
  const logs = scoreTrees(model.log_value, applyDesign(model.log_value.design, table));
  return odds.map(
    (score, r) =>
      ((Math.exp(logs[r]!) * model.smearing) / (1 + Math.exp(-score))) * (ahead / model.trained_days),
  );
}
