import { writeFileSync } from 'node:fs';
import type { FeatureTable } from '../core/model/feature-table.ts';
import { createRandom } from '../core/stats/random.ts';

export type ModelData = {
  readonly rows: number;
  readonly columns: number;
  /** Row-major. */
  readonly values: Float64Array;
  readonly target: Float64Array;
};

/** Correlated numbers and a target that half depends on, with interactions, steps and noise: what a booster is for. */
export function modelData(rows: number, columns: number, seed: number): ModelData {
  const random = createRandom(seed);
  const values = new Float64Array(rows * columns);
  const target = new Float64Array(rows);
  for (let r = 0; r < rows; r += 1) {
    const common = random.normal();
    const at = r * columns;
    for (let c = 0; c < columns; c += 1) values[at + c] = 0.5 * common + random.normal();
    const x = (c: number): number => values[at + c] ?? 0;
    target[r] =
      x(0) +
      Math.sin(2 * x(1)) +
      (x(2) > 0 ? x(3) : -x(4)) +
      0.5 * x(5) * x(6) +
      (x(7) > 1 ? 1 : 0) +
      0.7 * random.normal();
  }
  return { rows, columns, values, target };
}

/** The same as a table of features. */
export function tableOf({ rows, columns, values }: ModelData): FeatureTable {
  return {
    ids: Array.from({ length: rows }, (_, r) => `r${String(r).padStart(6, '0')}`),
    features: Array.from({ length: columns }, (_, c) => ({
      name: `x${c}`,
      label: `x${c}`,
      category: 'firmographic',
      population: 'both',
      known: 'timeless',
      unit: '',
      form: 'numeric',
    })),
    columns: Array.from({ length: columns }, (_, c) => ({
      kind: 'numeric',
      values: Float64Array.from({ length: rows }, (_, r) => values[r * columns + c] ?? 0),
      known: new Uint8Array(rows).fill(1),
    })),
  };
}

/** Values and then targets as 64-bit little-endian numbers, for other languages. */
export function writeModelData({ values, target }: ModelData, path: string): void {
  const all = new Float64Array(values.length + target.length);
  all.set(values);
  all.set(target, values.length);
  writeFileSync(path, new Uint8Array(all.buffer));
}
