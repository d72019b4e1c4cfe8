import { cadenceFacts } from './cadence-facts.sql.ts';
import { relationFacts } from './relation-facts.sql.ts';
import { rollupRows } from './rollup-table.sql.ts';
import { type LandedColumns, sourceTables } from './source-tables.sql.ts';
import { windowOrders } from './window-orders.sql.ts';
import type { NamedWindow } from './windows.ts';

/**
 * All statements that turn the landed tables into `rollup_rows`, in the order they must run. The engine must have a view
 * per landed table under its canonical name, with the columns given. What follows: `shapeSums`, the table
 * `rollup_shapes`, `writeRollups`.
 *
 * @example
 * const label = { name: 'label', from: '2023-07-01', to: '2026-07-01', months: 36 };
 * rollupProgram(new Map([['orders', ['order_id']]]), '2026-07-01', [label]).length; // => 19
 */
export function rollupProgram(
  columns: LandedColumns,
  asOf: string,
  windows: readonly NamedWindow[],
): readonly string[] {
  return [
    ...sourceTables(columns, asOf),
    ...windowOrders(windows),
    ...cadenceFacts(),
    ...relationFacts(asOf),
    rollupRows(columns.has('returns')),
  ];
}
