import type { Column, FeatureDefinition, FeatureTable } from '../../../core/model/feature-table.ts';
import { createRandom } from '../../../core/stats/random.ts';

export type Value = number | string | null;

/** A table from plain values per feature; features named in `timeless` are ones prospects can have. */
export function tableOf(
  ids: readonly string[],
  values: Readonly<Record<string, readonly Value[]>>,
  timeless: readonly string[] = [],
): FeatureTable {
  const features: FeatureDefinition[] = [];
  const columns: Column[] = [];
  for (const [name, cells] of Object.entries(values)) {
    const texts = cells.filter((cell) => typeof cell === 'string');
    const form = name === 'naics' ? 'hierarchy' : texts.length > 0 ? 'category' : 'numeric';
    const isTimeless = timeless.includes(name);
    features.push({
      name,
      label: name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' '),
      category: isTimeless ? 'firmographic' : 'behavioural',
      population: isTimeless ? 'both' : 'customer',
      known: isTimeless ? 'timeless' : 'label-window',
      unit: form !== 'numeric' ? null : name === 'employees' ? 'employees' : '',
      form: name === 'edi' ? 'boolean' : form,
    });
    const levels = [...new Set(texts)].sort();
    columns.push(
      form === 'numeric'
        ? {
            kind: 'numeric',
            values: Float64Array.from(cells, (cell) => (typeof cell === 'number' ? cell : 0)),
            known: Uint8Array.from(cells, (cell) => (cell === null ? 0 : 1)),
          }
        : {
            kind: 'category',
            levels,
            codes: Int32Array.from(cells, (cell) => (typeof cell === 'string' ? levels.indexOf(cell) : -1)),
          },
    );
  }
  return { ids, features, columns };
}

export const timelessNames = [
  'employees',
  'annual_revenue',
  'industry',
  'naics',
  'region',
  'founded',
  'colour',
];

/**
 * Companies of three planted kinds (frequent small orders; few large ones; contract replenishment), `strength` 0 = none:
 * the same columns, with size and revenue correlated and a fifth of the firmographics missing, but no groups.
 */
export function plantedTable(
  seed: number,
  rows: number,
  strength: number,
): { readonly truth: Int32Array; readonly table: FeatureTable } {
  const random = createRandom(seed);
  const truth = Int32Array.from({ length: rows }, () => random.int(3));
  const bySeed = (centres: readonly number[], spread: number, map: (x: number) => number): Value[] =>
    Array.from(truth, (kind) => map(strength * centres[kind]! + spread * random.normal()));
  const orMissing = (values: readonly Value[]): Value[] =>
    values.map((value) => (random.next() < 0.2 ? null : value));
  const pick = (levels: readonly string[], weights: readonly (readonly number[])[]): Value[] =>
    Array.from(truth, (kind) => {
      const own = strength > 0 ? weights[kind]! : levels.map(() => 1);
      let goal = random.next() * own.reduce((sum, weight) => sum + weight, 0);
      for (const [l, level] of levels.entries()) {
        goal -= own[l]!;
        if (goal < 0) return level;
      }
      return levels.at(-1)!;
    });
  const sizes = Array.from({ length: rows }, () => random.normal());
  const size = (centre: number, own: number): Value[] =>
    Array.from(truth, (kind, r) =>
      Math.round(
        Math.exp(centre + strength * [0, 1.2, 0.2][kind]! + 0.9 * sizes[r]! + own * random.normal()),
      ),
    );
  const values = {
    orders_per_month: bySeed([1.5, -1, 0.8], 0.5, Math.exp),
    average_order_value: bySeed([-0.8, 1.6, 0], 0.5, (x) => Math.exp(7 + x)),
    gap_variation: bySeed([0, 0.6, -0.5], 0.25, (x) => Math.max(0, 0.8 + x)),
    consistency: bySeed([1.5, -1, 2.2], 0.7, (x) => 1 / (1 + Math.exp(-x))),
    category_breadth: bySeed([2, -1, 0], 1.5, (x) => Math.round(Math.max(1, 4 + x))),
    days_to_pay: bySeed([0, 0, 0], 8, (x) => 35 + x),
    edi: pick(
      ['no', 'yes'],
      [
        [8, 2],
        [9, 1],
        [2, 8],
      ],
    ),
    employees: orMissing(size(5, 0)),
    annual_revenue: orMissing(size(16, 0.3)),
    industry: orMissing(
      pick(
        ['Chemicals', 'Food', 'Machinery', 'Metals', 'Utilities'],
        [
          [1, 1, 5, 2, 1],
          [2, 1, 1, 1, 5],
          [1, 5, 1, 1, 1],
        ],
      ),
    ),
    naics: orMissing(
      pick(
        ['333914', '333912', '311511', '221310'],
        [
          [3, 3, 1, 1],
          [1, 1, 1, 5],
          [1, 1, 5, 1],
        ],
      ),
    ),
    region: orMissing(
      pick(
        ['Midwest', 'South', 'West'],
        [
          [4, 2, 2],
          [4, 2, 2],
          [4, 2, 2],
        ],
      ),
    ),
    founded: orMissing(bySeed([0, 0, 0], 20, (x) => Math.round(1985 + x))),
    colour: orMissing(
      pick(
        ['blue', 'green', 'red'],
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      ),
    ),
  };
  const ids = Array.from({ length: rows }, (_, r) => `C${String(r).padStart(5, '0')}`);
  return { truth, table: tableOf(ids, values, timelessNames) };
}
