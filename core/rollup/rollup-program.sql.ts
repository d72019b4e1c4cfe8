import { cadenceFacts } from './cadence-facts.sql.ts';
import { relationFacts } from './relation-facts.sql.ts';
import { rollupRows } from './rollup-table.sql.ts';
import { windowOrders } from './window-orders.sql.ts';
import type { NamedWindow } from './windows.ts';

/**
 * All statements that turn the source tables (see `sourceTables`, `convertAmounts`) into `rollup_rows`, in the order they must
 * run. What follows: `shapeSums`, the table `rollup_shapes`, `writeRollups`.
 *
 * @example
 * const label = { name: 'label', from: '2023-07-01', to: '2026-07-01', months: 36 };
 * rollupProgram({ asOf: '2026-07-01', windows: [label], returnsKnown: true }).length; // => 13
 */
export function rollupProgram(input: {
  readonly asOf: string;
  readonly windows: readonly NamedWindow[];
  /** Whether a returns table has landed: without one a return rate is not known. */
  readonly returnsKnown: boolean;
}): readonly string[] {
  return [
    ...windowOrders(input.windows),
    ...cadenceFacts(),
    ...relationFacts(input.asOf),
    rollupRows(input.returnsKnown),
  ];
}
