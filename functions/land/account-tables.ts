import type { Accounting, TableAccounting } from '../../core/tables/accounting.ts';
import type { TableName } from '../../core/tables/canonical-tables.ts';
import { sqlName } from '../../core/tables/sql-text.ts';
import { KindredError } from '../shared/errors.ts';
import type { Cell, TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import type { Relation } from './finish-tables.ts';
import type { Gathered } from './gather-table.ts';
import type { TypedFile } from './type-file.ts';

/** Rows and filled cells of a finished table. */
export async function accountTable(
  engine: TableEngine,
  { relation, columns, types }: Relation,
  gathered: Gathered | undefined,
  files: readonly TypedFile[],
): Promise<TableAccounting> {
  const [row] = await engine.query(
    `SELECT count(*) AS rows, ${columns.map((column, at) => `count(${sqlName(column)}) AS f${at}`).join(', ')} FROM ${relation}`,
  );
  return {
    rows: asNumber(row?.['rows']),
    columns: columns.map((name, at) => ({
      name,
      type: types.get(name) ?? 'VARCHAR',
      filled: asNumber(row?.[`f${at}`]),
    })),
    files: (gathered?.own ?? []).map((index) => files[index]?.source.file ?? ''),
  };
}

export type OrderAccounts = Pick<
  Accounting,
  'totals' | 'first_order_date' | 'last_order_date' | 'orders_with_margin' | 'currency'
> & {
  /** Days between the last order and the one before it, when there are two. */
  readonly lastGapDays: number | null;
};

/**
 * What the orders add up to. The currency is the settings' or the data's. Errors: `CurrencyUndecided` when orders are in
 * several currencies and the settings have no rate for one of them.
 */
export async function accountOrders(
  engine: TableEngine,
  relations: ReadonlyMap<TableName, Relation>,
  settings: Settings,
): Promise<OrderAccounts> {
  const orders = relations.get('orders');
  const lines = relations.get('order_lines');
  const quantity = lines?.columns.includes('quantity')
    ? await one(engine, `SELECT CAST(sum(quantity) AS VARCHAR) AS v FROM ${lines.relation}`)
    : null;
  if (orders === undefined)
    return {
      totals: { revenue: null, margin: null, quantity: asText(quantity) },
      first_order_date: null,
      last_order_date: null,
      orders_with_margin: 0,
      currency: settings.currency ?? 'XXX',
      lastGapDays: null,
    };
  const margin = orders.columns.includes('gross_margin');
  const [row] = await engine.query(
    `SELECT CAST(sum(order_revenue) AS VARCHAR) AS revenue, ${margin ? 'CAST(sum(gross_margin) AS VARCHAR)' : 'NULL'} AS margin, ${margin ? 'count(gross_margin)' : '0'} AS margins, min(order_date) AS first, max(order_date) AS last FROM ${orders.relation}`,
  );
  const gap = await one(
    engine,
    `SELECT max(day) - min(day) AS v FROM (SELECT DISTINCT order_date AS day FROM ${orders.relation} ORDER BY day DESC LIMIT 2)`,
  );
  return {
    totals: {
      revenue: asText(row?.['revenue']),
      margin: asText(row?.['margin']),
      quantity: asText(quantity),
    },
    first_order_date: asText(row?.['first']),
    last_order_date: asText(row?.['last']),
    orders_with_margin: asNumber(row?.['margins']),
    currency: await currencyOf(engine, orders, settings),
    lastGapDays: typeof gap === 'number' ? gap : null,
  };
}

async function currencyOf(engine: TableEngine, orders: Relation, settings: Settings): Promise<string> {
  const found = orders.columns.includes('currency')
    ? (
        await engine.query(
          `SELECT DISTINCT upper(currency) AS currency FROM ${orders.relation} WHERE currency IS NOT NULL ORDER BY currency`,
        )
      ).map((row) => String(row['currency']))
    : [];
  const reporting = settings.currency ?? (found.length === 1 ? found[0] : undefined);
  if (reporting === undefined && found.length === 0) return 'XXX';
  const rated = new Set(settings.exchange_rates.map(({ currency }) => currency));
  const stated = reporting ?? found[0];
  const open = found.filter((currency) => currency !== stated && !rated.has(currency));
  if (reporting !== undefined && open.length === 0) return reporting;
  throw new KindredError('CurrencyUndecided', [
    {
      name: 'currency',
      allowed: 'one currency, or a reporting currency and a dated rate for each other one',
      received: found.join(', '),
      remedy: `add to icp.json: "currency": "${stated ?? 'EUR'}", "exchange_rates": [${open.map((currency) => `{"currency": "${currency}", "from": "2020-01-01", "rate": 1.0}`).join(', ')}], with what one unit is worth in ${stated ?? 'EUR'} from each day on`,
    },
  ]);
}

async function one(engine: TableEngine, sql: string): Promise<Cell> {
  const [row] = await engine.query(sql);
  return row?.['v'] ?? null;
}

const asText = (cell: Cell | undefined): string | null => (typeof cell === 'string' ? cell : null);
const asNumber = (cell: Cell | undefined): number => (typeof cell === 'number' ? cell : 0);
