import type { LabelSummary } from '../../core/label/label-summary.ts';
import { addMonths, dayNumber } from '../../core/rollup/calendar.ts';
import { type Forecast, forecastValue } from '../../core/value/forecast.ts';
import { type OrderDayColumns, type OrderLog, orderLog } from '../../core/value/order-log.ts';
import { candidateWords } from '../../core/value/value-candidates.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** The days with an order, by customer; null where the source has none (the view `order_days` may be absent). */
export async function readOrderLog(tables: StepTables, of: 'margin' | 'revenue'): Promise<OrderLog | null> {
  const days = await readOrderDays(tables);
  return days === null ? null : orderLog(days, of);
}

/** The same as columns, by customer and day. */
export async function readOrderDays(tables: StepTables): Promise<OrderDayColumns | null> {
  if (!tables.columns.has('order_days')) return null;
  const columns = await tables.engine.columns(
    'SELECT customer_id, day, revenue_e4, margin_e4 FROM order_days ORDER BY customer_id, day',
  );
  const { customer_id = [], day = [], revenue_e4 = [], margin_e4 = [] } = columns;
  return { customer_id, day, revenue_e4, margin_e4 };
}

/** Forecasts what every customer will bring in the horizon; says why where it cannot. */
export function learnValue(read: OrderLog | null, summary: LabelSummary): ValueDocument {
  const { currency, basis: of } = summary;
  const horizon_months = summary.windows.find(({ name }) => name === 'outcome')?.months ?? null;
  const nothing = (because: string): ValueDocument => ({
    version: 1,
    currency,
    of,
    unavailable_because: because,
    horizon_months,
    horizon_days: null,
    estimated_days: 0,
    words: `Nothing is forecast: ${because}.`,
    model: null,
    buying: { unavailable_because: because },
    spend: null,
    customers: [],
  });
  if (read === null) return nothing('the source has no orders by day');
  if (horizon_months === null)
    return nothing(summary.not_backtestable_because ?? 'the history is too short to look ahead from');
  const cut = dayNumber(summary.as_of);
  const forecast = forecastValue(read.log, cut, dayNumber(addMonths(summary.as_of, horizon_months)) - cut);
  const { horizon_days, model, buying, spend, customers } = forecast;
  return {
    version: 1,
    currency,
    of: read.of,
    unavailable_because: null,
    horizon_months,
    horizon_days,
    estimated_days: read.estimated_days,
    words: wordsOf(forecast, read.of, horizon_months),
    model,
    buying,
    spend,
    customers,
  };
}

function wordsOf({ model }: Forecast, of: string, months: number): string {
  const tested = model.calibration;
  const test =
    tested === null || tested.total_ratio === null
      ? 'It could not be tested on the history.'
      : `On the last ${tested.days} days of the history it foretold ${Math.round(100 * tested.total_ratio)} % of the ${of} that came, and its ranges, meant to hold 80 % of customers, held ${Math.round(100 * tested.covered)} %.`;
  return `The ${of} of the next ${months} months is forecast by ${candidateWords[model.chosen]}: ${model.because}. ${test}`;
}
