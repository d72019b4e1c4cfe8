import { stableHash } from '../model/stable-hash.ts';
import { aliveProbability, type BuyingFit, likeliestBuying, type NoFit } from './buying-model.ts';
import { fitGammaGamma, type GammaGammaFit } from './gamma-gamma.ts';
import { type OrderDays, valueRows } from './order-days.ts';
import { rangeAt } from './value-bands.ts';
import { predictValue } from './value-candidates.ts';
import { chooseValueModel, type ValueModel } from './value-model.ts';

/** What one customer is expected to bring in the horizon, in the log's unit. */
export type CustomerForecast = {
  readonly customer_id: string;
  readonly predicted: number;
  /** Four fifths of the customers with about this forecast brought between these; null where it could not be tested. */
  readonly low: number | null;
  readonly high: number | null;
  /** Chance that it still buys by the run's buying model; null where none could be fitted or it cannot tell. */
  readonly p_alive: number | null;
};

export type Forecast = {
  readonly horizon_days: number;
  readonly model: ValueModel;
  /** The chosen model's own parts, or the likeliest ones where another kind was chosen. */
  readonly buying: BuyingFit | NoFit;
  readonly spend: GammaGammaFit | null;
  readonly customers: readonly CustomerForecast[];
};

/** Customers that models are fitted and compared on at most; forecasts are of all. */
const mostFitted = 10_000;

/**
 * Forecasts every customer's value in the `ahead` days after `cut`, by the model that {@link chooseValueModel} finds best on
 * the history, with ranges from the stretch of that history whose length comes nearest to `ahead`. Above 10,000 customers
 * those whose id has the smallest hash are learnt from. Deterministic; the order of the log decides nothing.
 *
 * @example
 * forecastValue([{ customer_id: 'a', days: [0, 50], values: [10, 10] }], 101, 100).customers[0].predicted; // => 10
 */
export function forecastValue(given: readonly OrderDays[], cut: number, ahead: number): Forecast {
  const log = [...given].sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
  const learnt = thinned(log);
  const model = chooseValueModel(learnt, cut, ahead);
  const { calibration } = model;
  const rows = valueRows(log, cut);
  const { fitted } = model;
  const known = fitted.kind === 'buying' ? null : valueRows(learnt, cut);
  const buying =
    fitted.kind === 'buying' ? fitted.buying : likeliestBuying(known?.map((row) => row.history) ?? []);
  const predicted = predictValue(fitted, rows, ahead);
  const scale = calibration === null ? 1 : calibration.days / ahead;
  return {
    horizon_days: ahead,
    model,
    buying,
    spend: fitted.kind === 'buying' ? fitted.spend : fitGammaGamma(known?.map((row) => row.spend) ?? []),
    customers: rows.map(({ customer_id, history }, r) => {
      const range = calibration === null ? null : rangeAt(calibration.bands, predicted[r]! * scale);
      // BG/NBD cannot doubt a customer that ordered once.
      const mute =
        'unavailable_because' in buying || (history.repeats === 0 && buying.parameters.kind === 'bg-nbd');
      return {
        customer_id,
        predicted: predicted[r]!,
        low: range === null ? null : range.low / scale,
        high: range === null ? null : range.high / scale,
        p_alive: mute ? null : aliveProbability(buying.parameters, history),
      };
    }),
  };
}

function thinned(log: readonly OrderDays[]): readonly OrderDays[] {
  if (log.length <= mostFitted) return log;
  return log
    .map((entry) => ({ entry, key: stableHash(entry.customer_id, 43) }))
    .sort((a, b) => a.key - b.key || (a.entry.customer_id < b.entry.customer_id ? -1 : 1))
    .slice(0, mostFitted)
    .map(({ entry }) => entry)
    .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
}
