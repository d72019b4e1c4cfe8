import type { Column, FeatureTable } from './feature-table.ts';

/**
 * The rows at the given positions, in that order, as a table of their own (a position may come twice). Columns are
 * copied; levels are shared. Throws a RangeError for a position outside the table.
 *
 * @example
 * selectRows({ ids: ['a', 'b', 'c'], features: [], columns: [] }, [2, 0]).ids; // => ['c', 'a']
 */
export function selectRows(table: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  const size = table.ids.length;
  const positions = Int32Array.from(rows);
  const outside = positions.find((row) => row < 0 || row >= size);
  if (outside !== undefined) throw new RangeError(`no row ${outside} in a table of ${size} rows`);
  return {
    ids: Array.from(positions, (row) => table.ids[row]!),
    features: table.features,
    columns: table.columns.map((column) => selectValues(column, positions)),
  };
}

function selectValues(column: Column, rows: Int32Array): Column {
  const size = rows.length;
  if (column.kind === 'category') {
    const codes = new Int32Array(size);
    for (let i = 0; i < size; i++) codes[i] = column.codes[rows[i]!]!;
    return { kind: 'category', levels: column.levels, codes };
  }
  const values = new Float64Array(size);
  const known = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    values[i] = column.values[rows[i]!]!;
    known[i] = column.known[rows[i]!]!;
  }
  return { kind: 'numeric', values, known };
}

/**
 * The table with only the named features, in the order of the names. Names the table does not have are left out.
 *
 * @example
 * selectFeatures({ ids: ['a'], features: [], columns: [] }, ['employees']).features; // => []
 */
export function selectFeatures(table: FeatureTable, names: readonly string[]): FeatureTable {
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  const kept = names.flatMap((name) => position.get(name) ?? []);
  return {
    ids: table.ids,
    features: kept.map((index) => table.features[index]!),
    columns: kept.map((index) => table.columns[index]!),
  };
}
