import { join } from 'node:path';
import { GA4_CONTRACT } from '../../../core/ga4/queries.ts';
import type { ExportRows } from '../../../core/ga4/result-rows.ts';
import { userFeatures } from '../../../core/ga4/user-features.ts';
import type { FileAccounting, TableAccounting } from '../../../core/tables/accounting.ts';
import { type TableName, tableNames } from '../../../core/tables/canonical-tables.ts';
import { copyTableSql } from '../../../core/tables/resolve-rows.sql.ts';
import type { StepPorts } from '../../shared/ports.ts';
import type { Settings } from '../../shared/settings.ts';
import { accountOrders, accountTable } from '../account-tables.ts';
import { LANDING_CONTRACT, type Landed, landFiles } from '../land-files.ts';
import { quarantineCsv } from '../quarantine.ts';
import type { DropFile } from '../source-file.ts';
import type { ErasedUsers } from './erased-users.ts';
import type { SourceResult } from './ga4-jobs.ts';
import type { Ga4Plan } from './ga4-plan.ts';
import { readExportRows } from './ga4-rows.ts';
import { ga4Relations, writeExtras } from './ga4-tables.ts';

/**
 * Lands an export that was read, with the files dropped beside it (a shop's own orders, costs per channel, lists of exclusions): the
 * same tables as a drop of files gives, so that every later step is the same.
 */
export async function landGa4(
  ports: StepPorts,
  plan: Ga4Plan,
  result: SourceResult,
  files: readonly DropFile[],
  settings: Settings,
  erased: ErasedUsers | null,
): Promise<Landed> {
  const scratch = await ports.scratch();
  const dropped = await landDropped(ports, files, settings);
  const engine = await ports.openTables(scratch);
  try {
    const read = await readExportRows(ports.objects, engine, scratch, result, plan.user_properties);
    const rows = erased === null ? read : withoutUsers(read, erased);
    const users = userFeatures(rows, { from: plan.from, as_of: plan.as_of });
    const own = dropped?.tables ?? new Map<TableName, string>();
    const { relations, joined } = await ga4Relations(engine, rows, users, plan.user_properties, own);
    const orders = await accountOrders(engine, relations, settings);
    const tables = new Map<TableName, string>(own);
    const accounts: [TableName, TableAccounting][] = [];
    const file = exportFile(plan, rows, relations.get('orders')?.relation === 'ga4_orders');
    for (const table of tableNames) {
      const made = relations.get(table);
      if (made === undefined) continue;
      const account = await accountTable(engine, made, undefined, []);
      const fromExport = made.relation.startsWith('ga4_') || made.relation === 'all_returns';
      accounts.push([
        table,
        {
          ...account,
          files: [...(dropped?.accounting.tables[table]?.files ?? []), ...(fromExport ? [file.file] : [])],
        },
      ]);
      if (made.relation === `file_${table}`) continue;
      const path = join(scratch, `ga4-${table}.parquet`);
      await engine.run(
        copyTableSql(
          `SELECT * FROM ${made.relation}`,
          { table, from: made.relation, columns: made.columns },
          path,
        ),
      );
      tables.set(table, path);
    }
    const extras = await writeExtras(engine, scratch, rows, users, plan.cut);
    const nobody = nobodyOf(rows);
    const facts = {
      contract: GA4_CONTRACT,
      plan,
      feature_schema: extras.schema,
      users: users.length,
      buyers: users.filter((user) => user.purchases > 0).length,
      ...nobody,
      file_orders_joined: joined,
      bytes_billed: result.bytes_billed,
    };
    return {
      accounting: {
        contract: `${LANDING_CONTRACT} ${GA4_CONTRACT}`,
        files: [...(dropped?.accounting.files ?? []), file].sort((a, b) => (a.file < b.file ? -1 : 1)),
        tables: Object.fromEntries(accounts),
        totals: orders.totals,
        first_order_date: orders.first_order_date,
        last_order_date: orders.last_order_date,
        orders_with_margin: orders.orders_with_margin,
        currency: orders.currency,
        warnings: [
          ...(dropped?.accounting.warnings.filter((warning) => !/order/i.test(warning)) ?? []),
          ...plan.warnings,
          ...warningsOf(rows, joined),
        ],
        fallbacks: dropped?.accounting.fallbacks.filter((line) => !line.startsWith('customers')) ?? [],
      },
      mapping: dropped?.mapping ?? { files: [] },
      quarantine: dropped?.quarantine ?? quarantineCsv([]),
      tables,
      arrivalCuts: dropped?.arrivalCuts ?? [],
      extras: new Map([
        ['ga4-features', { file: extras.features }],
        ['ga4-lead-history', { file: extras.history }],
        ['ga4-source', { text: `${JSON.stringify(facts, null, 1)}\n` }],
      ]),
    };
  } finally {
    await engine.close();
  }
}

/** The rows of everybody else; what erased users ordered is nobody's any more, and gone as well. */
function withoutUsers(rows: ExportRows, erased: ErasedUsers): ExportRows {
  const stays = ({ user_key }: { readonly user_key: string | null }): boolean =>
    user_key === null || !erased.has(user_key);
  return {
    behaviour: rows.behaviour.filter(stays),
    attributes: rows.attributes.filter(stays),
    products: rows.products.filter(stays),
    orders: rows.orders.filter(stays),
  };
}

async function landDropped(
  ports: StepPorts,
  files: readonly DropFile[],
  settings: Settings,
): Promise<Landed | null> {
  if (files.length === 0) return null;
  const scratch = await ports.scratch();
  const engine = await ports.openTables(scratch);
  try {
    return await landFiles(engine, scratch, files, settings);
  } finally {
    await engine.close();
  }
}

/** What came without consent or sign-in, and so belongs to nobody. */
function nobodyOf(rows: ExportRows): {
  readonly events_of_nobody: number;
  readonly orders_of_nobody: number;
  readonly revenue_of_nobody_e4: number;
} {
  const orders = rows.orders.filter((order) => order.user_key === null);
  return {
    events_of_nobody: rows.behaviour.find((row) => row.user_key === null)?.events ?? 0,
    orders_of_nobody: orders.length,
    revenue_of_nobody_e4: orders.reduce((sum, order) => sum + order.revenue_e4 - order.refund_e4, 0),
  };
}

function warningsOf(rows: ExportRows, joined: number | null): readonly string[] {
  const { events_of_nobody, orders_of_nobody, revenue_of_nobody_e4 } = nobodyOf(rows);
  const empty = rows.orders.filter((order) => order.revenue_e4 === 0).length;
  return [
    ...(events_of_nobody === 0
      ? []
      : [
          `${events_of_nobody} events carry neither a user id nor a client id (no consent): they count for nobody.`,
        ]),
    ...(orders_of_nobody === 0
      ? []
      : [
          `${orders_of_nobody} orders of USD ${(revenue_of_nobody_e4 / 10_000).toFixed(2)} belong to nobody (no consent) and are left out.`,
        ]),
    ...(empty === 0 ? [] : [`${empty} orders came without an amount in US dollars and count as 0.`]),
    ...(joined === null
      ? []
      : [`Orders are those of the file; ${joined} of them were found to be of a user of the export.`]),
  ];
}

/** The export as one line of the accounting: purchase events that became orders, repeated each other, or were nobody's. */
function exportFile(plan: Ga4Plan, rows: ExportRows, ordersCount: boolean): FileAccounting {
  const mine = rows.orders.filter((order) => order.user_key !== null);
  const nobody = rows.orders.length - mine.length;
  const read = rows.orders.reduce((sum, order) => sum + order.events, 0);
  const revenue = (mine.reduce((sum, order) => sum + order.revenue_e4, 0) / 10_000).toFixed(4);
  const none = { revenue: null, margin: null, quantity: null };
  return {
    file: `GA4 ${plan.dataset} ${plan.from} to ${plan.to}`,
    sha256: plan.source.slice('ga4_'.length).padEnd(64, '0'),
    bytes: plan.shards.reduce((sum, shard) => sum + shard.bytes, 0),
    verdict: 'landed',
    table: 'orders',
    carries: ['customers', 'prospects'],
    rows_read: read,
    rows_accepted: ordersCount ? mine.length : 0,
    rows_quarantined: nobody,
    rows_deduplicated: read - rows.orders.length,
    rows_superseded: ordersCount ? 0 : mine.length,
    lines_skipped: {},
    cells_emptied: {},
    quarantined_by: nobody === 0 ? {} : { NO_USER: nobody },
    examples: [],
    totals: {
      read: none,
      accepted: ordersCount ? { ...none, revenue } : none,
      quarantined: none,
      deduplicated: none,
      superseded: ordersCount ? none : { ...none, revenue },
    },
    note: `${plan.shards.length} daily shards, ${rows.behaviour.reduce((sum, row) => sum + (row.stage === 'window' ? row.events : 0), 0)} events`,
  };
}
