import { join } from 'node:path';
import { labelCustomers } from '../../core/label/label-customers.ts';
import { labelInputFromRow } from '../../core/label/label-input.ts';
import { readLabelInputSql } from '../../core/label/read-label-input.sql.ts';
import { labelColumns } from '../../core/label/read-labels.sql.ts';
import { writeLabels } from '../../core/label/write-labels.sql.ts';
import { planWindows } from '../../core/rollup/windows.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { csvText } from '../shared/csv.ts';
import { KindredError } from '../shared/errors.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { reportingCurrency } from '../shared/reporting-currency.ts';
import { settingsSchema } from '../shared/settings.ts';
import { withTables } from '../shared/step-tables.ts';
import { channelsOf } from './channels.ts';
import { topCustomerColumns, topCustomerRows } from './top-customers.ts';

const views = {
  rollups: 'rollups',
  customers: 'table-customers',
  prospects: 'table-prospects',
  orders: 'table-orders',
  channel_costs: 'table-channel_costs',
};

/**
 * Says who the best customers are and writes it down: `labels.parquet` for the steps that follow, `label-summary.json` for
 * the report, `top-customers.csv` for people.
 *
 * Errors: `Integrity` when an artifact of an earlier step is missing or is not the one recorded.
 */
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const currency = await reportingCurrency(objects, state, settings);
  return await withTables(ports, state, views, async (tables) => {
    const { engine, scratch } = tables;
    if (!tables.columns.has('rollups')) throw noRollups();
    const rollups = (await engine.query(readLabelInputSql('rollups'))).map(labelInputFromRow);
    const { labels, summary } = labelCustomers(rollups, {
      metric: settings.value_metric,
      best: settings.best,
      currency,
      plan: planWindows({
        asOf: state.as_of,
        firstOrder: earliest(rollups.map((row) => row.first_order_ever)),
        windowMonths: settings.window_months,
        horizonMonths: settings.horizon_months,
      }),
    });
    await engine.load('label_rows', labelColumns, labels);
    const file = join(scratch, 'labels.parquet');
    await engine.run(writeLabels(file));
    const folder = `runs/${state.warehouse}/${state.run}`;
    const top = await topCustomerRows(tables, labels, summary);
    const window = summary.windows.find(({ name }) => name === 'label') ?? {
      from: state.as_of,
      to: state.as_of,
    };
    const channels = await channelsOf(tables, labels, rollups, window, currency);
    return {
      artifacts: {
        labels: await writeArtifact(objects, `${folder}/labels.parquet`, { file }),
        'label-summary': await writeJson(objects, `${folder}/label-summary.json`, summary),
        'top-customers': await writeArtifact(
          objects,
          `${folder}/top-customers.csv`,
          csvText(topCustomerColumns, top),
        ),
        ...(channels === null
          ? {}
          : { channels: await writeJson(objects, `${folder}/channels.json`, channels) }),
      },
      facts: {
        metric: summary.metric.used,
        metric_reason: summary.metric.reason,
        currency: summary.currency,
        accounts: summary.accounts,
        base: summary.base,
        best: summary.best,
        best_total: summary.best_total,
        best_share_of_net: summary.best_share_of_net,
        best_share_of_positive: summary.best_share_of_positive,
        pareto: summary.by_pareto.size,
        pareto_overlap: summary.by_pareto.overlap,
        warnings: summary.warnings.length,
      },
    };
  });
}

function earliest(dates: readonly (string | null)[]): string | null {
  return dates.reduce(
    (first, date) => (date !== null && (first === null || date < first) ? date : first),
    null,
  );
}

function noRollups(): KindredError {
  return new KindredError('Integrity', [
    {
      name: 'rollups',
      allowed: 'what the rollup step wrote',
      received: 'no such artifact',
      remedy: 'start the run again from its first step',
    },
  ]);
}
