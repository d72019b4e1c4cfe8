import type { DesignMatrix } from './design-matrix.ts';
import type { DesignColumn, DesignSchema } from './design-schema.ts';

/** Best customers and how to compare a company with them. */
export type GowerSource = {
  readonly design: DesignSchema;
  readonly weights: readonly number[];
  readonly neutral: readonly number[];
  /** Bins of the best customers, row-major. */
  readonly bins: readonly number[];
};

/** The same, laid out for many comparisons: weighted similarity by (column, own bin, other bin). */
export type GowerTables = {
  readonly columns: number;
  readonly best: number;
  readonly bins: Uint8Array;
  readonly sizes: Int32Array;
  readonly starts: Int32Array;
  readonly cells: Float64Array;
};

/**
 * Similarity of two known bins, 0–1: 1 − distance in quantiles for numbers, 1 or 0 for levels and prefixes. Two "other"
 * levels need not be the same, and count as different. Source: Gower, A general coefficient of similarity, 1971.
 */
export function compareColumns(column: DesignColumn, a: number, b: number): number {
  if (column.kind === 'numeric') return 1 - Math.abs(a - b) / Math.max(1, column.cuts.length);
  return a === b && column.levels[a - 1] !== null ? 1 : 0;
}

/** Unknown on either side takes the column's neutral similarity. */
export function gowerTables(source: GowerSource): GowerTables {
  const { columns } = source.design;
  const sizes = Int32Array.from(columns, (column) =>
    column.kind === 'numeric' ? column.cuts.length + 2 : column.levels.length + 1,
  );
  const starts = new Int32Array(columns.length + 1);
  sizes.forEach((size, c) => {
    starts[c + 1] = starts[c]! + size * size;
  });
  const cells = new Float64Array(starts[columns.length]!);
  columns.forEach((column, c) => {
    const size = sizes[c]!;
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        const similar = a === 0 || b === 0 ? source.neutral[c]! : compareColumns(column, a, b);
        cells[starts[c]! + a * size + b] = source.weights[c]! * similar;
      }
    }
  });
  const bins = Uint8Array.from(source.bins);
  return {
    columns: columns.length,
    best: columns.length === 0 ? 0 : bins.length / columns.length,
    bins,
    sizes,
    starts,
    cells,
  };
}

/** Similarity of one row to every best customer, 0–1. O(best customers × columns). */
export function similarityToAll(tables: GowerTables, matrix: DesignMatrix, row: number): Float64Array {
  const { columns, best, bins, sizes, starts, cells } = tables;
  const at = new Int32Array(columns);
  for (let c = 0; c < columns; c++) {
    at[c] = starts[c]! + matrix.bins[row * columns + c]! * sizes[c]!;
  }
  const similar = new Float64Array(best);
  for (let k = 0, cell = 0; k < best; k++) {
    let sum = 0;
    for (let c = 0; c < columns; c++, cell++) sum += cells[at[c]! + bins[cell]!]!;
    similar[k] = sum;
  }
  return similar;
}
