import { binCount, type DesignColumn, type DesignSchema } from './design-schema.ts';
import type { Column, FeatureTable } from './feature-table.ts';
import { prefixOf } from './fit-design.ts';
import { cutIndex } from './quantile-cuts.ts';

/** Binned rows, one byte a cell: row r, column c at `bins[r * columns + c]`. Bin 0 is unknown. */
export type DesignMatrix = {
  readonly rows: number;
  readonly columns: number;
  readonly bins: Uint8Array;
  /** Bins per column, the unknown bin included. */
  readonly binCounts: readonly number[];
};

/** Half-open range of rows. */
export type RowRange = { readonly from: number; readonly to: number };

/**
 * Encodes a table (or a range of its rows) by a fitted schema. Features are found by name; one the table does not have
 * is unknown in every row, and one of the other kind throws a RangeError. Levels that the schema does not name go to its
 * "other" bin, or to unknown when it has none. O(rows × columns × log bins).
 */
export function applyDesign(schema: DesignSchema, table: FeatureTable, range?: RowRange): DesignMatrix {
  const { from, to } = range ?? { from: 0, to: table.ids.length };
  if (!(0 <= from && from <= to && to <= table.ids.length))
    throw new RangeError(`rows ${from}–${to} are not in a table of ${table.ids.length}`);
  const rows = to - from;
  const columns = schema.columns.length;
  const bins = new Uint8Array(rows * columns);
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  schema.columns.forEach((column, index) => {
    const source = table.columns[position.get(column.feature) ?? -1];
    if (source !== undefined) fillColumn(bins, index, columns, column, source, from, rows);
  });
  return { rows, columns, bins, binCounts: schema.columns.map(binCount) };
}

function fillColumn(
  bins: Uint8Array,
  index: number,
  stride: number,
  column: DesignColumn,
  source: Column,
  from: number,
  rows: number,
): void {
  if (column.kind === 'numeric') {
    if (source.kind !== 'numeric')
      throw new RangeError(`${column.feature} was numeric when the model was fitted`);
    for (let r = 0, cell = index; r < rows; r++, cell += stride) {
      if (source.known[from + r] === 1) bins[cell] = 1 + cutIndex(column.cuts, source.values[from + r]!);
    }
    return;
  }
  if (source.kind !== 'category')
    throw new RangeError(`${column.feature} was a category when the model was fitted`);
  const bin = new Map(column.levels.map((level, place) => [level, place + 1]));
  const other = bin.get(null) ?? 0;
  const binOfCode = source.levels.map((level) => {
    const name = column.kind === 'prefix' ? prefixOf(level, column.digits) : level;
    return name === null ? 0 : (bin.get(name) ?? other);
  });
  for (let r = 0, cell = index; r < rows; r++, cell += stride) {
    const code = source.codes[from + r]!;
    if (code >= 0) bins[cell] = binOfCode[code]!;
  }
}
