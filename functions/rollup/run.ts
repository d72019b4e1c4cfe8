import { join } from 'node:path';
import { writeOrderDays } from '../../core/rollup/order-days.sql.ts';
import { rollupControls } from '../../core/rollup/rollup-controls.sql.ts';
import { rollupProgram } from '../../core/rollup/rollup-program.sql.ts';
import { shapeColumns, writeRollups } from '../../core/rollup/rollup-table.sql.ts';
import { rollupSources } from '../../core/rollup/source-tables.sql.ts';
import { sqlDate } from '../../core/rollup/sql-expressions.ts';
import { readerOf } from '../../core/rollup/table-row.ts';
import { planWindows, type WindowPlan } from '../../core/rollup/windows.ts';
import type { Artifact, Facts, RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { KindredError } from '../shared/errors.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { reportingCurrency } from '../shared/reporting-currency.ts';
import { type Settings, settingsSchema } from '../shared/settings.ts';
import { type StepTables, withTables } from '../shared/step-tables.ts';
import {
  type BranchDistance,
  branchDistances,
  loadBranchDistances,
  writeBranchDistances,
} from './branch-distances.ts';
import { customerShapes } from './customer-shapes.ts';
import { makeSourceTables } from './source-amounts.ts';

/** Views the program expects, by the artifact that holds them. */
const views = Object.fromEntries([...rollupSources, 'prospects'].map((table) => [table, `table-${table}`]));

/**
 * Rolls the landed tables up to one row per customer and window, as of the run's date, and writes `rollups.parquet`.
 * The bytes depend on the rows alone: not on their order, on the files they came in, or on the number of threads.
 *
 * Errors: `Integrity` when an artifact of landing is missing or is not the one recorded; `CurrencyUndecided` when a rate is
 * missing; `OutOfMemory` from the engine.
 */
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const settings = await readJson(ports.objects, state, 'settings', settingsSchema);
  return await withTables(ports, state, views, async (tables) => {
    if (!tables.columns.has('orders')) throw noOrders();
    const plan = await windowPlan(tables, state.as_of, settings);
    const currency = await reportingCurrency(ports.objects, state, settings);
    await makeSourceTables(tables, state.as_of, currency, settings.exchange_rates);
    const program = rollupProgram({
      asOf: state.as_of,
      windows: plan.windows,
      returnsKnown: tables.columns.has('returns'),
    });
    for (const statement of program) await tables.engine.run(statement);
    const distances = await branchDistances(tables);
    await tables.engine.load('rollup_shapes', shapeColumns, await customerShapes(tables, distances));
    const file = join(tables.scratch, 'rollups.parquet');
    await tables.engine.run(writeRollups(file));
    const days = join(tables.scratch, 'order-days.parquet');
    await tables.engine.run(writeOrderDays(days));
    const folder = `runs/${state.warehouse}/${state.run}`;
    return {
      artifacts: {
        rollups: await writeArtifact(ports.objects, `${folder}/rollups.parquet`, { file }),
        ...(await distanceFile(ports, tables, distances, folder)),
        'order-days': await writeArtifact(ports.objects, `${folder}/order-days.parquet`, { file: days }),
      },
      facts: await factsOf(tables, plan, state.as_of, currency),
    };
  });
}

async function distanceFile(
  ports: StepPorts,
  tables: StepTables,
  distances: readonly BranchDistance[],
  folder: string,
): Promise<{ readonly [name: string]: Artifact }> {
  if (distances.length === 0) return {};
  const file = join(tables.scratch, 'branch-distances.parquet');
  await loadBranchDistances(tables, distances);
  await tables.engine.run(writeBranchDistances(file));
  return {
    'branch-distances': await writeArtifact(ports.objects, `${folder}/branch-distances.parquet`, { file }),
  };
}

async function windowPlan(tables: StepTables, asOf: string, settings: Settings): Promise<WindowPlan> {
  const [row] = await tables.engine.query(
    `SELECT min(CAST(order_date AS DATE)) AS first_order FROM orders WHERE order_date < ${sqlDate(asOf)}`,
  );
  return planWindows({
    asOf,
    firstOrder: row === undefined ? null : readerOf(row).textOrNull('first_order'),
    windowMonths: settings.window_months,
    horizonMonths: settings.horizon_months,
  });
}

async function factsOf(tables: StepTables, plan: WindowPlan, asOf: string, currency: string): Promise<Facts> {
  const has = (table: string, column: string): boolean =>
    tables.columns.get(table)?.includes(column) === true;
  const [controls] = await tables.engine.query(
    rollupControls(asOf, {
      margin: has('orders', 'gross_margin'),
      quantity: has('order_lines', 'quantity'),
      currency,
    }),
  );
  const windows = plan.windows.flatMap(({ name, from, to }) => [
    [`${name.replace('-', '_')}_from`, from],
    [`${name.replace('-', '_')}_to`, to],
  ]);
  return {
    ...Object.fromEntries(windows),
    history_months: plan.history_months,
    horizon_months: plan.horizon_months,
    not_backtestable_because: plan.not_backtestable_because,
    ...Object.fromEntries(
      Object.entries(controls ?? {}).map(([name, value]) => [name, Array.isArray(value) ? null : value]),
    ),
  };
}

function noOrders(): KindredError {
  return new KindredError('Integrity', [
    {
      name: 'table-orders',
      allowed: 'the orders that landing accepted',
      received: 'no such artifact',
      remedy: 'start the run again from its first step',
    },
  ]);
}
