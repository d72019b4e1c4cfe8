import type { CustomerLabel } from '../../core/label/customer-label.ts';
import { roundMoney } from '../../core/money/round-money.ts';
import type { CustomerRollup } from '../../core/rollup/customer-rollup.ts';
import type { CustomerForecast } from '../../core/value/forecast.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import type { RunState } from '../../events/step.ts';
import { readArtifact } from '../shared/artifacts.ts';
import { type CustomerRecord, customerRecord } from '../shared/customer-record.ts';
import { valueDocument } from '../shared/documents.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { Item, StepPorts } from '../shared/ports.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import { customerPartition, rankSort, targetPartition } from '../shared/score-keys.ts';
import { columnOrNull, type StepTables, withTables } from '../shared/step-tables.ts';
import { targetLines } from '../shared/target-record.ts';

/** Items sent to the store at a time: bounded memory, whatever the list's length. */
const chunk = 1000;

export type ItemCounts = { readonly lists: { readonly [list: string]: number }; readonly customers: number };

/** Writes the listed targets and the customers of a run as items of their own keys. Running it again writes the same items. */
export async function writeItems(ports: StepPorts, state: RunState, currency: string): Promise<ItemCounts> {
  const lists: { [list: string]: number } = {};
  const targets = state.artifacts['targets'];
  if (targets !== undefined) {
    let pending: Item[] = [];
    for (const target of targetLines(await readArtifact(ports.objects, targets))) {
      lists[target.list] = Math.max(lists[target.list] ?? 0, target.rank);
      pending.push({
        partition: targetPartition(state.warehouse, state.run, target.list, target.rank),
        sort: rankSort(target.rank),
        value: target,
      });
      if (pending.length < chunk) continue;
      await ports.scores.batchPut(pending);
      pending = [];
    }
    await ports.scores.batchPut(pending);
  }
  const value =
    state.artifacts['value'] === undefined
      ? null
      : await readJson(ports.objects, state, 'value', valueDocument);
  const customers = await withTables(
    ports,
    state,
    { customers: 'table-customers', rollups: 'rollups', labels: 'labels' },
    async (tables) => customerRecords(tables, currency, value),
  );
  for (let from = 0; from < customers.length; from += chunk) {
    await ports.scores.batchPut(
      customers.slice(from, from + chunk).map((customer) => ({
        partition: customerPartition(state.warehouse, state.run, customer.customer_id),
        sort: customer.customer_id,
        value: customer,
      })),
    );
  }
  return { lists, customers: customers.length };
}

async function customerRecords(
  tables: StepTables,
  currency: string,
  value: ValueDocument | null,
): Promise<CustomerRecord[]> {
  const forecasts = new Map(value?.customers.map((row) => [row.customer_id, row]));
  const rollups = new Map((await readRollups(tables, 'label')).map((row) => [row.customer_id, row]));
  const labels = new Map((await readLabels(tables)).map((row) => [row.customer_id, row]));
  const text = ['name', 'domain', 'industry', 'region', 'country', 'sales_rep'].map((column) =>
    columnOrNull(tables, 'customers', column),
  );
  const rows = await tables.engine.query(
    `SELECT customer_id, ${text.join(', ')}, ${columnOrNull(tables, 'customers', 'employees', 'BIGINT')} FROM customers ORDER BY customer_id`,
  );
  return rows.map((row) => {
    const id = String(row['customer_id']);
    return customerRecord.parse({
      ...row,
      ...measures(rollups.get(id), labels.get(id), currency),
      ...forecastOf(value, forecasts.get(id), currency),
    });
  });
}

/** What a customer is expected to bring, and how sure that is. */
function forecastOf(
  value: ValueDocument | null,
  forecast: CustomerForecast | undefined,
  currency: string,
): Pick<CustomerRecord, ForecastField> {
  const money = (amount: number | null | undefined): CustomerRecord['predicted_ltv'] =>
    amount == null ? null : { amount: roundMoney(Math.round(amount * 10_000), currency), currency };
  return {
    predicted_ltv: money(forecast?.predicted),
    predicted_ltv_low: money(forecast?.low),
    predicted_ltv_high: money(forecast?.high),
    predicted_ltv_of: value?.of ?? 'margin',
    predicted_ltv_months: value?.horizon_months ?? null,
    predicted_ltv_unavailable_because:
      forecast === undefined
        ? (value?.unavailable_because ?? 'no order of it lies in the window a forecast is made from')
        : null,
    p_alive: forecast?.p_alive ?? null,
  };
}

type ForecastField =
  | 'predicted_ltv'
  | 'predicted_ltv_low'
  | 'predicted_ltv_high'
  | 'predicted_ltv_of'
  | 'predicted_ltv_months'
  | 'predicted_ltv_unavailable_because'
  | 'p_alive';

/** What a customer did and where it stands; zeros and nulls for accounts without a rollup. */
function measures(
  rollup: CustomerRollup | undefined,
  label: CustomerLabel | undefined,
  currency: string,
): Omit<
  CustomerRecord,
  | 'customer_id'
  | 'name'
  | 'domain'
  | 'industry'
  | 'region'
  | 'country'
  | 'employees'
  | 'sales_rep'
  | ForecastField
> {
  const money = (e4: number | null | undefined): CustomerRecord['revenue'] =>
    e4 === null || e4 === undefined ? null : { amount: roundMoney(e4, currency), currency };
  return {
    best: label?.label === undefined || label.label === null ? null : label.label === 1,
    value_rank: label?.rank ?? null,
    next_category: label?.next_category ?? null,
    revenue: money(rollup?.revenue_e4),
    margin: money(rollup?.margin_e4),
    margin_percent: percentOf(rollup?.margin_percent ?? null),
    orders: rollup?.orders ?? 0,
    orders_per_month: rollup?.orders_per_month ?? null,
    first_order_date: rollup?.first_order_ever ?? null,
    last_order_date: rollup?.last_order_ever ?? null,
    recency_days: rollup?.recency_days ?? null,
    consistency: rollup?.consistency ?? null,
    repeat_rate: rollup?.repeat_rate ?? null,
    categories: [...(rollup?.categories ?? [])],
    average_order_value: money(rollup?.aov_e4),
    days_to_pay: rollup?.days_to_pay ?? null,
    return_rate: rollup?.return_rate ?? null,
    quote_win_rate: rollup?.quote_win_rate ?? null,
  };
}

/** A fraction in percent, to four decimals. */
const percentOf = (fraction: number | null): number | null =>
  fraction === null ? null : Math.round(fraction * 1_000_000) / 10_000;
