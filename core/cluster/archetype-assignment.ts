import type { Column, FeatureTable } from '../model/feature-table.ts';
import { quantileSorted } from '../stats/quantile.ts';
import { coarseLevels } from './coarse-levels.ts';

/**
 * Which archetype a company would be, from what a prospect can have: naive Bayes over levels and over quarters of
 * numbers, as plain JSON. `log_ratio[bin][archetype]` is ln of how much more often that archetype shows the bin than the
 * best customers together, shrunk by ten average companies.
 */
export type ArchetypeAssignment = {
  readonly log_prior: readonly number[];
  readonly features: readonly AssignedFeature[];
};

export type AssignedFeature =
  | {
      readonly kind: 'numeric';
      readonly feature: string;
      /** Rising; bin i holds values from edge i − 1 up to below edge i. */
      readonly edges: readonly number[];
      readonly log_ratio: readonly (readonly number[])[];
    }
  | {
      readonly kind: 'category';
      readonly feature: string;
      readonly digits: number | null;
      readonly levels: readonly string[];
      readonly log_ratio: readonly (readonly number[])[];
    };

const shrinkage = 10;
const digits = 3;

/** Learns from best customers (`table`) and their archetypes; uses timeless features of population `both` only. */
export function fitAssignment(table: FeatureTable, labels: Int32Array, k: number): ArchetypeAssignment {
  const coarse = coarseLevels(table, digits);
  const sizes = new Float64Array(k);
  for (const label of labels) sizes[label]! += 1;
  const features = coarse.features.flatMap((definition, f): readonly AssignedFeature[] => {
    const column = coarse.columns[f];
    if (column === undefined || definition.population !== 'both' || definition.known !== 'timeless')
      return [];
    if (column.kind === 'category')
      return [
        {
          kind: 'category',
          feature: definition.name,
          digits: definition.form === 'hierarchy' ? digits : null,
          levels: column.levels,
          log_ratio: logRatios(column.codes, column.levels.length, labels, k),
        },
      ];
    const known = column.values.filter((_, r) => column.known[r] === 1).sort();
    if (known.length === 0) return [];
    const edges = [...new Set([0.25, 0.5, 0.75].map((p) => quantileSorted(known, p)))];
    const bins = Int32Array.from(column.values, (value, r) =>
      column.known[r] === 1 ? binOf(edges, value) : -1,
    );
    return [
      {
        kind: 'numeric',
        feature: definition.name,
        edges,
        log_ratio: logRatios(bins, edges.length + 1, labels, k),
      },
    ];
  });
  return {
    log_prior: Array.from(sizes, (size) => Math.log((size + 1) / (labels.length + k))),
    features: features.sort((a, b) => (a.feature < b.feature ? -1 : 1)),
  };
}

function logRatios(bins: Int32Array, count: number, labels: Int32Array, k: number): number[][] {
  const seen = Array.from({ length: count }, () => new Float64Array(k));
  const known = new Float64Array(k);
  bins.forEach((bin, r) => {
    if (bin < 0) return;
    seen[bin]![labels[r]!]! += 1;
    known[labels[r]!]! += 1;
  });
  const total = known.reduce((sum, n) => sum + n, 0);
  return seen.map((row) => {
    const share = (row.reduce((sum, n) => sum + n, 0) + 0.5) / (total + 0.5 * count);
    return Array.from(row, (n, j) => Math.log((n + shrinkage * share) / (known[j]! + shrinkage) / share));
  });
}

const binOf = (edges: readonly number[], value: number): number => {
  let bin = 0;
  while (bin < edges.length && value >= edges[bin]!) bin += 1;
  return bin;
};

/**
 * The likeliest archetype of each row of a table, 0-based; −1 where nothing that the assignment uses is known. Levels are
 * matched by name; values and levels it has not seen say nothing. Ties go to the larger archetype.
 * O(rows × features × archetypes).
 *
 * @example
 * const assignment = {
 *   log_prior: [-0.7, -0.7],
 *   features: [{ kind: 'category', feature: 'industry', digits: null, levels: ['Food', 'Metals'], log_ratio: [[-1, 1], [1, -1]] }],
 * };
 * const features = [{ name: 'industry', label: 'Industry', category: 'firmographic', population: 'both', known: 'timeless', unit: null, form: 'category' }];
 * const columns = [{ kind: 'category', levels: ['Food', 'Metals'], codes: Int32Array.of(0, 1, -1) }];
 * Array.from(assignArchetype({ assignment }, { ids: ['p', 'q', 'r'], features, columns })); // => [1, 0, -1]
 */
export function assignArchetype(
  { assignment }: { readonly assignment: ArchetypeAssignment },
  table: FeatureTable,
): Int32Array {
  const k = assignment.log_prior.length;
  const rows = table.ids.length;
  const scores = new Float64Array(rows * k);
  const evidence = new Uint8Array(rows);
  for (const feature of assignment.features) {
    const column =
      table.columns[table.features.findIndex((definition) => definition.name === feature.feature)];
    const bins = column === undefined ? null : binsOf(feature, column);
    if (bins === null) continue;
    for (let r = 0; r < rows; r += 1) {
      const ratios = feature.log_ratio[bins[r]!];
      if (ratios === undefined) continue;
      evidence[r] = 1;
      for (let j = 0; j < k; j += 1) scores[r * k + j]! += ratios[j]!;
    }
  }
  return Int32Array.from({ length: rows }, (_, r) => {
    if (evidence[r] === 0) return -1;
    let best = 0;
    for (let j = 1; j < k; j += 1)
      if (scores[r * k + j]! + assignment.log_prior[j]! > scores[r * k + best]! + assignment.log_prior[best]!)
        best = j;
    return best;
  });
}

/** The bin of each row, −1 where unknown; null when the column is of another kind than the one learned from. */
function binsOf(feature: AssignedFeature, column: Column): Int32Array | null {
  if (feature.kind === 'numeric')
    return column.kind !== 'numeric'
      ? null
      : Int32Array.from(column.values, (value, r) =>
          column.known[r] === 1 ? binOf(feature.edges, value) : -1,
        );
  if (column.kind !== 'category') return null;
  const place = new Map(feature.levels.map((level, l) => [level, l]));
  const map = column.levels.map(
    (level) => place.get(feature.digits === null ? level : level.slice(0, feature.digits)) ?? -1,
  );
  return column.codes.map((code) => (code < 0 ? -1 : map[code]!));
}
