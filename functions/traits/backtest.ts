import {
  type Backtest,
  type BacktestOrigin,
  backtest,
  backtestDefaults,
  noBacktest,
} from '../../core/evaluate/backtest.ts';
import { backtestOrigin } from '../../core/evaluate/backtest-origin.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import { dayNumber } from '../../core/rollup/calendar.ts';
import type { OrderLog } from '../../core/value/order-log.ts';
import { quickForecast } from '../../core/value/quick-forecast.ts';
import { readRollups } from '../shared/run-tables.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';
import type { TraitInputs } from './read-inputs.ts';

/** The pairs of windows a run may have, newest cut first; the older ones exist where the history is long enough. */
const pairs = [
  ['feature', 'outcome'],
  ['feature-2', 'outcome-2'],
  ['feature-3', 'outcome-3'],
] as const;

/**
 * Goes back one horizon, and further where the history allows, ranks by what was known then, and looks at what came after;
 * says why where it cannot.
 */
export async function backtestRun(
  tables: StepTables,
  inputs: TraitInputs,
  settings: Settings,
  summary: LabelSummary,
  orders: OrderLog | null,
): Promise<Backtest> {
  const origins: BacktestOrigin[] = [];
  for (const [before, after] of pairs) {
    const outcome = summary.windows.find((window) => window.name === after);
    if (outcome === undefined) continue;
    origins.push(
      backtestOrigin({
        cut: outcome.from,
        to: outcome.to,
        companies: inputs.customers,
        feature: await readRollups(tables, before),
        outcome: await readRollups(tables, after),
        metric: summary.metric.used,
        best: settings.best,
        currency: summary.currency === 'XXX' ? null : summary.currency,
        forecast:
          orders === null
            ? null
            : quickForecast(
                orders.log,
                dayNumber(outcome.from),
                dayNumber(outcome.to) - dayNumber(outcome.from),
              ),
      }),
    );
  }
  if (origins.length === 0)
    return noBacktest(summary.not_backtestable_because ?? 'the history is too short to cut');
  return backtest(origins.reverse(), { ...backtestDefaults, declared: settings.model_features });
}
