import type { FileAccounting } from '../../core/tables/accounting.ts';
import type { TableName } from '../../core/tables/canonical-tables.ts';
import type { FileMapping } from '../../core/tables/mapping.ts';
import type { Settings } from '../shared/settings.ts';
import type { OrderAccounts } from './account-tables.ts';
import type { Gathered } from './gather-table.ts';
import type { TypedFile } from './type-file.ts';
import { DICTIONARY_NOTE } from './understand-file.ts';

export type Findings = {
  readonly accounts: readonly FileAccounting[];
  readonly gathered: ReadonlyMap<TableName, Gathered>;
  readonly typed: readonly TypedFile[];
  readonly mapping: readonly FileMapping[];
  readonly orders: OrderAccounts;
  readonly settings: Settings;
  readonly respelled: number;
};

/** A last order after so many days of silence is more likely a typing error than an order. */
const LONE_ORDER_DAYS = 60;

/** What a person should know about a landing: one sentence each, in a fixed order. */
export function warningsOf({ accounts, gathered, typed, mapping, orders, settings, respelled }: Findings): {
  readonly warnings: readonly string[];
  readonly fallbacks: readonly string[];
} {
  const warnings: string[] = [];
  for (const account of accounts) {
    const bad = account.rows_quarantined - (account.quarantined_by['NOT_A_SALE'] ?? 0);
    const notable =
      bad > account.rows_read * settings.bad_rows.warn || account.quarantined_by['FUTURE_DATE'] !== undefined;
    if (bad > 0 && notable)
      warnings.push(
        `${account.file}: ${bad} of ${account.rows_read} rows were refused. ${account.examples.join('. ')}`,
      );
    for (const [column, count] of Object.entries(account.cells_emptied))
      warnings.push(
        `${account.file}: ${count} cells of column ${column} did not fit their type and were emptied`,
      );
    if (account.verdict === 'refused') warnings.push(account.note ?? account.file);
    if (account.verdict === 'left-out' && account.note !== DICTIONARY_NOTE)
      warnings.push(`${account.file}: ${account.note ?? 'left out'}`);
  }
  for (const { file, undecided } of mapping)
    for (const { header, evidence, setting } of undecided)
      warnings.push(`${file}, column ${header}: ${evidence}; decide it with ${setting}`);
  for (const [table, { copies, conflicts, losers }] of gathered) {
    if (copies > 0)
      warnings.push(
        `${table}: ${copies} rows are exact copies of another; ${table} have no key, so they were kept`,
      );
    for (const [index, rows] of conflicts)
      warnings.push(
        `${typed[index]?.source.file ?? table}: ${rows} rows have the key of another row of the file and differ from it; one of each key was kept`,
      );
    if (losers !== null) {
      const superseded = accounts
        .filter((account) => account.table === table)
        .reduce((sum, account) => sum + account.rows_superseded, 0);
      if (superseded > 0)
        warnings.push(`${table}: ${superseded} rows gave way to a newer row of the same key`);
    }
  }
  if (respelled > 0)
    warnings.push(
      `customers: ${respelled} customer numbers stand in the orders with other leading zeros or capitals than in the customers file; they were taken for the same`,
    );
  if (orders.lastGapDays !== null && orders.lastGapDays > LONE_ORDER_DAYS)
    warnings.push(
      `orders: the last order (${orders.last_order_date}) stands ${orders.lastGapDays} days after the one before it: check its date`,
    );
  const fallbacks: string[] = [];
  if (gathered.has('orders')) {
    if (!gathered.has('customers')) fallbacks.push('customers: none given, derived from the orders');
    if (orders.orders_with_margin === 0)
      fallbacks.push('no margin: neither margin nor cost is given for any order');
    if (!gathered.has('order_lines')) fallbacks.push('no order lines: nothing is known about products');
    if (!gathered.has('prospects')) fallbacks.push('no prospects: only customers can be ranked');
    if (orders.currency === 'XXX') fallbacks.push('no currency: amounts are shown without one');
  }
  return { warnings, fallbacks };
}
