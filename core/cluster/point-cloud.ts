/** Points as one row-major array: coordinate c of point r is `values[r * columns + c]`. */
export type PointCloud = {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
};

/**
 * A cloud from plain rows of equal length; for tests and small inputs. Throws a RangeError on ragged rows.
 *
 * @example
 * Array.from(pointCloud([[1, 2], [3, 4]]).values); // => [1, 2, 3, 4]
 */
export function pointCloud(rows: readonly (readonly number[])[]): PointCloud {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, r) => {
    if (row.length !== columns)
      throw new RangeError(`row ${r} has ${row.length} coordinates, not ${columns}`);
    values.set(row, r * columns);
  });
  return { rows: rows.length, columns, values };
}

/** The points at `rows`, in that order (repeats allowed). O(rows × columns). */
export function selectPoints(cloud: PointCloud, rows: ArrayLike<number>): PointCloud {
  const { columns } = cloud;
  const values = new Float64Array(rows.length * columns);
  for (let i = 0; i < rows.length; i += 1) {
    const at = rows[i]! * columns;
    values.set(cloud.values.subarray(at, at + columns), i * columns);
  }
  return { rows: rows.length, columns, values };
}

/** Mean of every coordinate. */
export function columnMeans(cloud: PointCloud): Float64Array {
  const means = new Float64Array(cloud.columns);
  for (let r = 0, at = 0; r < cloud.rows; r += 1)
    for (let c = 0; c < cloud.columns; c += 1, at += 1) means[c]! += cloud.values[at]!;
  for (let c = 0; c < cloud.columns; c += 1) means[c]! /= Math.max(1, cloud.rows);
  return means;
}
