import type { FittedBase } from './contract.ts';
import type { FeatureTable } from './feature-table.ts';

/**
 * The look-alike scorer of the published GA4 design, kept as a baseline and never chosen: standardise on the ideal
 * customers, then average the cosines to those same customers. Their standardised rows have mean zero, so for ordinary
 * features the average is pinned near 0 for everybody, and a company exactly at their centre scores 0 (docs/methods/
 * similarity.md shows it). `columns` say how a table becomes the scorer's numeric matrix.
 */
export type LegacyIcpScorer = FittedBase & {
  readonly model: 'legacy';
  readonly columns: readonly LegacyColumn[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Mean of the ideal rows' unit vectors: the only thing the score depends on. */
  readonly direction: readonly number[];
};

/** A number as it is, or 1 where a category has the level, else 0. Unknown is 0, as `fillna(0)` would have it. */
export type LegacyColumn = { readonly feature: string; readonly level: string | null };

/** Numbers as they are, and a dummy column for each of a category's ten most frequent levels. */
export function legacyColumns(table: FeatureTable): LegacyColumn[] {
  return table.features.flatMap((feature, index): LegacyColumn[] => {
    const column = table.columns[index]!;
    if (column.kind === 'numeric') return [{ feature: feature.name, level: null }];
    const counts = new Int32Array(column.levels.length);
    for (const code of column.codes) if (code >= 0) counts[code] = counts[code]! + 1;
    const order = column.levels.map((level, code) => ({ level, count: counts[code]! }));
    order.sort((a, b) => b.count - a.count || (a.level < b.level ? -1 : 1));
    return order.slice(0, 10).map(({ level }) => ({ feature: feature.name, level }));
  });
}

/** The matrix the scorer works on, row-major. */
export function legacyMatrix(table: FeatureTable, columns: readonly LegacyColumn[]): Float64Array {
  const rows = table.ids.length;
  const width = columns.length;
  const matrix = new Float64Array(rows * width);
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  columns.forEach(({ feature, level }, c) => {
    const column = table.columns[position.get(feature) ?? -1];
    if (column === undefined) return;
    const code = column.kind === 'category' && level !== null ? column.levels.indexOf(level) : -1;
    for (let r = 0; r < rows; r++) {
      if (column.kind === 'numeric') matrix[r * width + c] = column.values[r]!;
      else if (code >= 0 && column.codes[r] === code) matrix[r * width + c] = 1;
    }
  });
  return matrix;
}

/** `ICPScorer.__init__`: mean and population standard deviation of the ideal rows (0 counts as 1, as in scikit-learn). */
export function fitLegacyIcpScorer(ideal: FeatureTable, columns: readonly LegacyColumn[]): LegacyIcpScorer {
  const matrix = legacyMatrix(ideal, columns);
  const { mean, deviation, direction } = standardiseIdeal(matrix, columns.length);
  return {
    model: 'legacy',
    version: 1,
    features: [...new Set(columns.map(({ feature }) => feature))],
    columns,
    mean,
    deviation,
    direction,
  };
}

/** Scaler and mean unit vector of a row-major matrix. */
export function standardiseIdeal(
  matrix: Float64Array,
  width: number,
): { readonly mean: number[]; readonly deviation: number[]; readonly direction: number[] } {
  const rows = matrix.length / width;
  const mean = new Array<number>(width).fill(0);
  const deviation = new Array<number>(width).fill(0);
  const direction = new Array<number>(width).fill(0);
  matrix.forEach((value, cell) => {
    mean[cell % width]! += value / rows;
  });
  matrix.forEach((value, cell) => {
    deviation[cell % width]! += (value - mean[cell % width]!) ** 2 / rows;
  });
  for (let c = 0; c < width; c++) deviation[c] = Math.sqrt(deviation[c]!) || 1;
  for (let r = 0; r < rows; r++) {
    const scaled = mean.map((centre, c) => (matrix[r * width + c]! - centre) / deviation[c]!);
    const length = Math.sqrt(scaled.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let c = 0; c < width; c++) direction[c]! += scaled[c]! / length / rows;
  }
  return { mean, deviation, direction };
}

/** `np.mean(similarity) * 100` per row. */
export function legacyIcpScores(model: LegacyIcpScorer, table: FeatureTable): Float64Array {
  const width = model.columns.length;
  const matrix = legacyMatrix(table, model.columns);
  return Float64Array.from(table.ids, (_, r) => {
    let dot = 0;
    let square = 0;
    for (let c = 0; c < width; c++) {
      const scaled = (matrix[r * width + c]! - model.mean[c]!) / model.deviation[c]!;
      dot += scaled * model.direction[c]!;
      square += scaled * scaled;
    }
    return square > 0 ? (100 * dot) / Math.sqrt(square) : 0;
  });
}
