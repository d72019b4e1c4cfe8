import { sqlName } from '../tables/sql-text.ts';
import { sqlDate } from './sql-expressions.ts';

/** Which columns each landed table has; a table that has not landed is absent. The rollup reads these and no others. */
export type LandedColumns = ReadonlyMap<string, readonly string[]>;

/** The tables the rollup reads, by the view name it expects them under. */
export const rollupSources = [
  'customers',
  'orders',
  'order_lines',
  'payments',
  'returns',
  'quotes',
  'branches',
] as const;

/** DECIMAL(18,4) as an exact BIGINT of 1/10,000. Whole and fraction apart: × 10,000 in DECIMAL(38) costs 20 times as much. */
const e4 = (decimal: string): string =>
  `(CAST(trunc(${decimal}) AS BIGINT) * 10000 + CAST(CAST(${decimal} - trunc(${decimal}) AS DECIMAL(5,4)) * 10000 AS BIGINT))`;

/** Exports that have no won flag say it in the stage: "Closed Won", "lost to competitor". */
export const wonByStage = (stage: string): string =>
  `CASE WHEN regexp_matches(lower(${stage}), '\\bwon\\b') THEN true WHEN regexp_matches(lower(${stage}), '\\blost\\b') THEN false END`;

/**
 * Statements that make one `source_…` table per landed table, with every column the rollup reads: amounts as integers of
 * 1/10,000, NULL where a column or a whole table is missing. Orders on or after the as-of date do not exist from here on.
 *
 * @example
 * sourceTables(new Map(), '2026-07-01').length; // => 6
 */
export function sourceTables(columns: LandedColumns, asOf: string): readonly string[] {
  const pick = (table: string, column: string, type: string): string =>
    columns.get(table)?.includes(column) === true
      ? `CAST(${sqlName(column)} AS ${type})`
      : `CAST(NULL AS ${type})`;
  const amount = (table: string, column: string): string => e4(pick(table, column, 'DECIMAL(18,4)'));
  const make = (table: string, select: readonly string[], where = 'true'): string =>
    `CREATE TEMP TABLE source_${table} AS SELECT ${select.join(', ')} ${
      columns.has(table) ? `FROM ${sqlName(table)} WHERE ${where}` : 'WHERE false'
    }`;
  const text = (table: string, column: string): string =>
    `nullif(${pick(table, column, 'VARCHAR')}, '') AS ${sqlName(column)}`;
  const date = (table: string, column: string): string =>
    `${pick(table, column, 'DATE')} AS ${sqlName(column)}`;
  return [
    make('customers', [text('customers', 'customer_id')], 'customer_id IS NOT NULL'),
    make(
      'orders',
      [
        text('orders', 'order_id'),
        text('orders', 'customer_id'),
        date('orders', 'order_date'),
        `coalesce(${amount('orders', 'order_revenue')}, 0) AS revenue_e4`,
        `coalesce(${amount('orders', 'gross_margin')}, ${amount('orders', 'order_revenue')} - ${amount('orders', 'cogs')}) AS margin_e4`,
        `upper(nullif(trim(${pick('orders', 'currency', 'VARCHAR')}), '')) AS currency`,
        text('orders', 'ship_to'),
        date('orders', 'required_date'),
        date('orders', 'shipped_date'),
      ],
      `order_date < ${sqlDate(asOf)}`,
    ),
    make(
      'order_lines',
      [text('order_lines', 'order_id'), text('order_lines', 'product_category')],
      'order_id IS NOT NULL',
    ),
    make('payments', [
      text('payments', 'customer_id'),
      text('payments', 'order_id'),
      date('payments', 'invoice_date'),
      date('payments', 'due_date'),
      date('payments', 'paid_date'),
    ]),
    make('returns', [
      text('returns', 'order_id'),
      text('returns', 'customer_id'),
      date('returns', 'return_date'),
      `coalesce(${amount('returns', 'return_amount')}, 0) AS amount_e4`,
    ]),
    make('quotes', [
      text('quotes', 'customer_id'),
      date('quotes', 'created_date'),
      date('quotes', 'close_date'),
      `coalesce(${pick('quotes', 'won', 'BOOLEAN')}, ${wonByStage(pick('quotes', 'stage', 'VARCHAR'))}) AS won`,
    ]),
  ];
}
