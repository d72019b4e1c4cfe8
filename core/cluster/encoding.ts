import type { FeatureTable } from '../model/feature-table.ts';
import type { PointCloud } from './point-cloud.ts';

/**
 * One coordinate of the space that is clustered. Numeric: z = (t(x) − centre) ÷ scale, cut to ±3, then (z − mean) ×
 * weight, where t is x or ln(1 + x ÷ log_unit). Level: ((1 where the company has the level, else 0) − mean) × weight.
 */
export type Coordinate =
  | {
      readonly kind: 'numeric';
      readonly feature: string;
      readonly log_unit: number | null;
      readonly centre: number;
      readonly scale: number;
      readonly mean: number;
      readonly weight: number;
    }
  | {
      readonly kind: 'level';
      readonly feature: string;
      readonly level: string;
      readonly mean: number;
      readonly weight: number;
    };

/** How a feature table becomes points, as plain JSON; levels map by name, so another table's level order is fine. */
export type Encoding = {
  readonly coordinates: readonly Coordinate[];
  /** Features left out, each with its reason. */
  readonly left_out: readonly { readonly feature: string; readonly because: string }[];
};

const cut = 3;

/** z within ±3: beyond that it is only far. */
export const clampZ = (z: number): number => Math.max(-cut, Math.min(cut, z));

/** The points of a table under an encoding. Unknown values, and features the table lacks, are 0: the mean. */
export function encode(encoding: Encoding, table: FeatureTable): PointCloud {
  const rows = table.ids.length;
  const columns = encoding.coordinates.length;
  const values = new Float64Array(rows * columns);
  const place = new Map(table.features.map((definition, f) => [definition.name, f]));
  encoding.coordinates.forEach((coordinate, c) => {
    const column = table.columns[place.get(coordinate.feature) ?? -1];
    if (column === undefined) return;
    if (coordinate.kind === 'numeric') {
      if (column.kind !== 'numeric') throw new RangeError(`${coordinate.feature} is not numeric`);
      const { log_unit: unit, centre, scale, mean, weight } = coordinate;
      for (let r = 0; r < rows; r += 1) {
        if (column.known[r] !== 1) continue;
        const x = column.values[r]!;
        const seen = unit === null ? x : Math.log1p(Math.max(0, x) / unit);
        values[r * columns + c] = (clampZ((seen - centre) / scale) - mean) * weight;
      }
    } else {
      if (column.kind !== 'category') throw new RangeError(`${coordinate.feature} is not a category`);
      const code = column.levels.indexOf(coordinate.level);
      for (let r = 0; r < rows; r += 1)
        if (column.codes[r]! >= 0)
          values[r * columns + c] =
            ((column.codes[r] === code ? 1 : 0) - coordinate.mean) * coordinate.weight;
    }
  });
  return { rows, columns, values };
}

/**
 * A point of the space in original units: the number of a numeric feature, the share (0–1) of each level. Centres of
 * clusters are back-transformed medians-in-spirit, not exact means: the cut and the logarithm are undone at the centre.
 */
export function decode(encoding: Encoding, point: ArrayLike<number>): readonly DecodedCoordinate[] {
  return encoding.coordinates.map((coordinate, c) => {
    const z = point[c]! / coordinate.weight + coordinate.mean;
    if (coordinate.kind === 'level')
      return { feature: coordinate.feature, level: coordinate.level, value: Math.min(1, Math.max(0, z)) };
    const seen = z * coordinate.scale + coordinate.centre;
    const value = coordinate.log_unit === null ? seen : Math.expm1(seen) * coordinate.log_unit;
    return { feature: coordinate.feature, level: null, value };
  });
}

export type DecodedCoordinate = {
  readonly feature: string;
  /** Null for numeric features. */
  readonly level: string | null;
  readonly value: number;
};
