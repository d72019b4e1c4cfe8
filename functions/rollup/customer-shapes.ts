import { isPlace, nearestKm, type Place } from '../../core/rollup/distance-km.ts';
import { gapVariation } from '../../core/rollup/gap-variation.ts';
import { shapeSums } from '../../core/rollup/rollup-table.sql.ts';
import { readerOf } from '../../core/rollup/table-row.ts';
import { trendPerMonth } from '../../core/rollup/trend-per-month.ts';
import { sqlName } from '../../core/tables/sql-text.ts';
import type { Row } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';

/**
 * What is computed outside SQL, by customer and window: variation and trend from exact integer sums, and the
 * distance to the nearest branch. A square root, slope or sine computed here has the same bits on every host.
 */
export async function customerShapes(tables: StepTables): Promise<readonly Row[]> {
  const branches = await placesOf(tables, 'branches', 'branch_id');
  const homes = branches.size === 0 ? branches : await placesOf(tables, 'customers', 'customer_id');
  const distances = new Map(
    [...homes].map(([customer, home]) => [customer, nearestKm(home, [...branches.values()])]),
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

/** Coordinates by id, from columns of a table's own or from further columns of the file; rows without both are left out. */
async function placesOf(tables: StepTables, table: string, id: string): Promise<ReadonlyMap<string, Place>> {
  const columns = tables.columns.get(table) ?? [];
  const find = (name: string): string | undefined =>
    [name, `attribute_${name}`].find((column) => columns.includes(column));
  const [latitude, longitude] = [find('latitude'), find('longitude')];
  if (latitude === undefined || longitude === undefined) return new Map();
  const rows = await tables.engine.query(
    `SELECT ${sqlName(id)} AS id, try_cast(${sqlName(latitude)} AS DOUBLE) AS latitude,
      try_cast(${sqlName(longitude)} AS DOUBLE) AS longitude
    FROM ${sqlName(table)}
    WHERE isfinite(try_cast(${sqlName(latitude)} AS DOUBLE)) AND isfinite(try_cast(${sqlName(longitude)} AS DOUBLE))
    ORDER BY id, latitude, longitude`,
  );
  return new Map(
    rows.flatMap((row) => {
      const read = readerOf(row);
      const place = { latitude: read.number('latitude'), longitude: read.number('longitude') };
      return isPlace(place.latitude, place.longitude) ? [[read.text('id'), place]] : [];
    }),
  );
}
