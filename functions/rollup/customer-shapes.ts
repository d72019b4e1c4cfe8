import { gapVariation } from '../../core/rollup/gap-variation.ts';
import { shapeSums } from '../../core/rollup/rollup-table.sql.ts';
import { readerOf } from '../../core/rollup/table-row.ts';
import { trendPerMonth } from '../../core/rollup/trend-per-month.ts';
import type { Row } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';
import type { BranchDistance } from './branch-distances.ts';

/**
 * What is computed outside SQL, by customer and window: variation and trend from exact integer sums, and the
 * distance to the nearest branch. A square root, slope or sine computed here has the same bits on every host.
 */
export async function customerShapes(
  tables: StepTables,
  measured: readonly BranchDistance[],
): Promise<readonly Row[]> {
  const distances = new Map(
    measured.flatMap(({ side, id, km }) => (side === 'customer' ? [[id, km] as const] : [])),
  );
  return (await tables.engine.query(shapeSums)).map((row) => {
    const read = readerOf(row);
    const customer_id = read.text('customer_id');
    return {
      customer_id,
      window: read.text('window'),
      gap_variation: gapVariation({
        gaps: read.numberOrNull('gaps') ?? 0,
        sum: read.numberOrNull('gap_sum') ?? 0,
        squares: read.numberOrNull('gap_squares') ?? 0,
      }),
      trend: trendPerMonth({
        months: read.numberOrNull('trend_months') ?? 0,
        total_e4: BigInt(read.textOrNull('total_e4') ?? 0),
        weighted_back_e4: BigInt(read.textOrNull('weighted_back_e4') ?? 0),
      }),
      nearest_branch_km: distances.get(customer_id) ?? null,
    };
  });
}
