import { dayNumber } from '../../core/rollup/calendar.ts';
import { fitBuying, ordersAhead } from '../../core/value/buying-model.ts';
import { fitGammaGamma } from '../../core/value/gamma-gamma.ts';
import { type OrderDays, valueBetween, valueRows } from '../../core/value/order-days.ts';
import { fitCandidate, predictValue, valueCandidates } from '../../core/value/value-candidates.ts';
import { capturedShare, chooseValueModel } from '../../core/value/value-model.ts';
import { publicRows } from './public-data.ts';

/** The calibration ends and the 39-week holdout begins, and ends. */
const cut = dayNumber('1997-10-01');
const end = dayNumber('1998-07-01');

/** Figures on the CDNOW sample as Markdown; null where the data are not at hand. Some ten seconds. */
export function valueFigures(): string | null {
  const log = readLog();
  if (log === null) return null;
  const rows = valueRows(log, cut);
  const weeks = rows.map(({ history }) => ({
    repeats: history.repeats,
    last: history.last / 7,
    observed: history.observed / 7,
  }));
  const buying = fitBuying(weeks, 'bg-nbd');
  const spend = fitGammaGamma(rows.map((row) => row.spend));
  if ('unavailable_because' in buying || buying.parameters.kind === 'pareto-nbd' || spend === null)
    throw new Error('BG/NBD and Gamma-Gamma fit the CDNOW sample');
  const { r, alpha, a, b } = buying.parameters;
  const { p, q, gamma } = spend.parameters;
  const foretold = weeks.map((history) => ordersAhead(buying.parameters, history, 39));
  const counted = log.map((entry) => ({ ...entry, values: entry.days.map(() => 1) }));
  const orders = valueBetween(counted, rows, cut, end);
  const actual = valueBetween(log, rows, cut, end);
  // The chooser is not even given the holdout.
  const known = log.map((entry) => {
    const count = entry.days.filter((day) => day < cut).length;
    return { ...entry, days: entry.days.slice(0, count), values: entry.values.slice(0, count) };
  });
  const model = chooseValueModel(known, cut, end - cut);
  const past = Float64Array.from(rows, ({ spend: own }) => own.orders * own.mean);
  const total = actual.reduce((sum, value) => sum + value, 0);
  const line = (name: string, predicted: Float64Array): string =>
    `| ${name} | ${rmse(predicted, actual).toFixed(2)} | ${(100 * capturedShare(predicted, actual)).toFixed(1)} % | ${(predicted.reduce((sum, x) => sum + x, 0) / total).toFixed(2)} |`;
  return [
    `**Parameters** (${rows.length.toLocaleString('en-US')} customers, 39 weeks): BG/NBD r ${r.toFixed(3)}, α ${alpha.toFixed(3)}, a ${a.toFixed(3)}, b ${b.toFixed(3)}, log-likelihood ${buying.log_likelihood.toFixed(2)} (published: 0.243, 4.414, 0.793, 2.426, −9582.4); Gamma-Gamma p ${p.toFixed(2)}, q ${q.toFixed(2)}, γ ${gamma.toFixed(2)} (published: 6.25, 3.74, 15.44).`,
    '',
    `**Orders of the next 39 weeks** by BG/NBD: RMSE ${rmse(foretold, orders).toFixed(3)} (at most 1.61), correlation ${correlation(foretold, orders).toFixed(3)} (at least 0.62).`,
    '',
    '**Spend of the next 39 weeks**:',
    '',
    '| candidate | RMSE (at most 72.30) | spend in its top fifth (at least 67.0 %) | total predicted ÷ actual |',
    '| --- | --- | --- | --- |',
    line(
      `**chosen on the first 39 weeks alone: ${model.chosen}**`,
      predictValue(model.fitted, rows, end - cut),
    ),
    ...valueCandidates.flatMap((name) => {
      const fitted = fitCandidate(name, known, cut, end - cut);
      return 'unavailable_because' in fitted ? [] : [line(name, predictValue(fitted, rows, end - cut))];
    }),
    `| ranking by past repeat spend | | ${(100 * capturedShare(past, actual)).toFixed(1)} % | |`,
    `| perfect ranking | | ${(100 * capturedShare(actual, actual)).toFixed(1)} % | |`,
  ].join('\n');
}

function readLog(): readonly OrderDays[] | null {
  const orders = publicRows('cdnow/Orders.csv.gz');
  const customers = publicRows('cdnow/Customers.csv.gz');
  if (orders === null || customers === null) return null;
  const sample = new Set(
    customers.flatMap((row) => (row['in_one_tenth_sample'] === '1' ? [row['customer_id'] ?? ''] : [])),
  );
  const log = new Map<string, Map<number, number>>();
  for (const row of orders) {
    const id = row['customer_id'] ?? '';
    if (!sample.has(id)) continue;
    const days = log.get(id) ?? new Map<number, number>();
    const day = dayNumber((row['order_date'] ?? '').slice(0, 10));
    days.set(day, (days.get(day) ?? 0) + Number(row['order_revenue']));
    log.set(id, days);
  }
  return [...log]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([customer_id, own]) => {
      const sorted = [...own].sort(([x], [y]) => x - y);
      return {
        customer_id,
        days: sorted.map(([day]) => day),
        values: sorted.map(([, value]) => value),
      };
    });
}

const rmse = (predicted: ArrayLike<number>, actual: Float64Array): number =>
  Math.sqrt(actual.reduce((sum, y, i) => sum + (predicted[i]! - y) ** 2, 0) / actual.length);

function correlation(x: readonly number[], y: Float64Array): number {
  const mean = (v: ArrayLike<number>): number => Array.from(v).reduce((sum, a) => sum + a, 0) / v.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = (v: ArrayLike<number>, m: number): number =>
    Math.sqrt(Array.from(v).reduce((sum, a) => sum + (a - m) ** 2, 0));
  return x.reduce((sum, a, i) => sum + (a - mx) * (y[i]! - my), 0) / (spread(x, mx) * spread(y, my));
}
