import { type Backtest, backtest, backtestDefaults, noBacktest } from '../../core/evaluate/backtest.ts';
import { backtestOrigin } from '../../core/evaluate/backtest-origin.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import { readRollups } from '../shared/run-tables.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';
import type { TraitInputs } from './read-inputs.ts';

/** Goes back one horizon, ranks by what was known then, and looks at what came after; says why where it cannot. */
export async function backtestRun(
  tables: StepTables,
  inputs: TraitInputs,
  settings: Settings,
  summary: LabelSummary,
): Promise<Backtest> {
  const outcome = summary.windows.find((window) => window.name === 'outcome');
  if (outcome === undefined)
    return noBacktest(summary.not_backtestable_because ?? 'the history is too short to cut');
  const origin = backtestOrigin({
    cut: outcome.from,
    to: outcome.to,
    companies: inputs.customers,
    feature: await readRollups(tables, 'feature'),
    outcome: await readRollups(tables, 'outcome'),
    metric: summary.metric.used,
    best: settings.best,
    currency: summary.currency === 'XXX' ? null : summary.currency,
  });
  return backtest([origin], { ...backtestDefaults, declared: settings.model_features });
}
