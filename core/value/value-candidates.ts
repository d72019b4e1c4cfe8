import { type BuyingFit, type BuyingKind, fitBuying, type NoFit, ordersAhead } from './buying-model.ts';
import { expectedOrderValue, fitGammaGamma, type GammaGammaFit } from './gamma-gamma.ts';
import { fitHurdleBoosting, type HurdleBoosting, predictHurdle } from './hurdle-boosting.ts';
import { fitLogBoosting, type LogBoosting, predictLogBoosting } from './log-boosting.ts';
import { type OrderDays, type ValueRow, valueRows } from './order-days.ts';

/** A fitted predictor of a customer's value in the days to come, as plain JSON. Times in days. */
export type FittedValue =
  | { readonly kind: 'own-rate' }
  | { readonly kind: 'buying'; readonly buying: BuyingFit; readonly spend: GammaGammaFit }
  | LogBoosting
  | HurdleBoosting;

/** Simpler first: the order decides between equals. */
export const valueCandidates = [
  'own-rate',
  'bg-nbd',
  'mbg-nbd',
  'pareto-nbd',
  'log-boosting',
  'hurdle-boosting',
] as const;
export type ValueCandidate = (typeof valueCandidates)[number];

/** What each candidate is, for reports. */
export const candidateWords: Readonly<Record<ValueCandidate, string>> = {
  'own-rate': "the customer's own repeat value per day, carried on",
  'bg-nbd': 'BG/NBD orders × Gamma-Gamma value',
  'mbg-nbd': 'MBG/NBD orders × Gamma-Gamma value',
  'pareto-nbd': 'Pareto/NBD orders × Gamma-Gamma value',
  'log-boosting': 'gradient boosting on ln(1 + value), taken back with smearing',
  'hurdle-boosting': 'chance to buy × value if so, by gradient boosting',
};

/**
 * Fits a candidate to everything before day `cut`, to look `ahead` days; says why where it cannot. `most` histories are fitted
 * at most by a buying model (see {@link fitBuying}).
 */
export function fitCandidate(
  name: ValueCandidate,
  log: readonly OrderDays[],
  cut: number,
  ahead: number,
  most?: number,
): FittedValue | NoFit {
  if (name === 'own-rate') return { kind: 'own-rate' };
  const rows = valueRows(log, cut);
  if (name === 'hurdle-boosting' || name === 'log-boosting') {
    const first = log.reduce((least, { days }) => Math.min(least, days[0] ?? least), cut);
    // A target as long as the one asked for, but never more than half of the history.
    const days = Math.min(ahead, Math.floor((cut - first) / 2));
    return name === 'log-boosting'
      ? (fitLogBoosting(log, cut, days) ?? {
          unavailable_because: 'fewer than 200 customers in the training stretch, or none bought',
        })
      : (fitHurdleBoosting(log, cut, days) ?? {
          unavailable_because: 'fewer than 100 customers bought, or did not, in the training stretch',
        });
  }
  return fitBuyingValue(name, rows, most);
}

function fitBuyingValue(kind: BuyingKind, rows: readonly ValueRow[], most?: number): FittedValue | NoFit {
  const buying = fitBuying(
    rows.map((row) => row.history),
    kind,
    most,
    // Fewer histories are for comparing models only: a fit that is kept takes all it may.
    most === undefined,
  );
  if ('unavailable_because' in buying) return buying;
  const spend = fitGammaGamma(rows.map((row) => row.spend));
  if (spend === null)
    return { unavailable_because: 'the Gamma-Gamma spend model could not be fitted to the repeat orders' };
  return { kind: 'buying', buying, spend };
}

/**
 * Expected value of each customer in the `ahead` days after the rows' cut, in the rows' unit.
 *
 * @example
 * const row = { customer_id: 'a', history: { repeats: 2, last: 40, observed: 100 }, spend: { orders: 2, mean: 30 }, first_value: 20, last_value: 40 };
 * Array.from(predictValue({ kind: 'own-rate' }, [row], 50)); // => [30]
 */
export function predictValue(fitted: FittedValue, rows: readonly ValueRow[], ahead: number): Float64Array {
  if (fitted.kind === 'hurdle-boosting') return predictHurdle(fitted, rows, ahead);
  if (fitted.kind === 'log-boosting') return predictLogBoosting(fitted, rows, ahead);
  if (fitted.kind === 'own-rate')
    return Float64Array.from(rows, ({ spend, history }) =>
      history.observed > 0 ? (spend.orders * spend.mean * ahead) / history.observed : 0,
    );
  return Float64Array.from(
    rows,
    ({ history, spend }) =>
      ordersAhead(fitted.buying.parameters, history, ahead) *
      expectedOrderValue(fitted.spend.parameters, spend),
  );
}
