import { fitBuying, ordersAhead } from './buying-model.ts';
import { expectedOrderValue, fitGammaGamma } from './gamma-gamma.ts';
import { type OrderDays, type ValueRow, valueRows } from './order-days.ts';
import { predictValue } from './value-candidates.ts';

/**
 * The value of each customer in the `ahead` days after `cut`, from the days before it alone: MBG/NBD orders × Gamma-Gamma
 * value, or the own rate carried on where that cannot be fitted. Nothing is chosen, so it is cheap enough for every cut of
 * a backtest; the forecast a run publishes is {@link forecastValue}'s, chosen among more.
 *
 * @example
 * quickForecast([{ customer_id: 'a', days: [0, 50, 200], values: [10, 10, 99] }], 101, 100).get('a'); // => 10
 */
export function quickForecast(
  log: readonly OrderDays[],
  cut: number,
  ahead: number,
): ReadonlyMap<string, number> {
  const rows = valueRows(log, cut);
  const values = bought(rows, ahead) ?? predictValue({ kind: 'own-rate' }, rows, ahead);
  return new Map(rows.map(({ customer_id }, r) => [customer_id, values[r]!]));
}

function bought(rows: readonly ValueRow[], ahead: number): Float64Array | null {
  const buying = fitBuying(
    rows.map((row) => row.history),
    'mbg-nbd',
  );
  const spend = fitGammaGamma(rows.map((row) => row.spend));
  if ('unavailable_because' in buying || spend === null) return null;
  return Float64Array.from(
    rows,
    (row) =>
      ordersAhead(buying.parameters, row.history, ahead) * expectedOrderValue(spend.parameters, row.spend),
  );
}
