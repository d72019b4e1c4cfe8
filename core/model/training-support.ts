import { quantileSorted } from '../stats/quantile.ts';
import type { FeatureTable } from './feature-table.ts';

/** Where the companies the model learnt from lie, feature by feature. */
export type TrainingSupport = {
  readonly [feature: string]:
    | { readonly kind: 'range'; readonly from: number; readonly to: number }
    | { readonly kind: 'levels'; readonly levels: readonly string[] };
};

/**
 * The middle 99 % of every number and the levels that at least three companies have. Beyond it the model extrapolates:
 * its answer is the nearest bin's or that of "other".
 */
export function trainingSupport(table: FeatureTable, features: readonly string[]): TrainingSupport {
  const wanted = new Set(features);
  return Object.fromEntries(
    table.features.flatMap((feature, index): [string, TrainingSupport[string]][] => {
      const column = table.columns[index]!;
      if (!wanted.has(feature.name)) return [];
      if (column.kind === 'numeric') {
        const values = column.values.filter((_, row) => column.known[row] === 1).sort();
        if (values.length === 0) return [];
        const [from, to] = [quantileSorted(values, 0.005), quantileSorted(values, 0.995)];
        return [[feature.name, { kind: 'range', from, to }]];
      }
      const counts = new Int32Array(column.levels.length);
      for (const code of column.codes) if (code >= 0) counts[code] = counts[code]! + 1;
      return [
        [feature.name, { kind: 'levels', levels: column.levels.filter((_, code) => counts[code]! >= 3) }],
      ];
    }),
  );
}

/**
 * Share of a row's known features whose value lies within the support, 0–1; 1 when nothing is known, because then there is
 * nothing to extrapolate from.
 *
 * @example
 * supportShare({}, { ids: ['a'], features: [], columns: [] })[0]; // => 1
 */
export function supportShare(support: TrainingSupport, table: FeatureTable): Float64Array {
  const size = table.ids.length;
  const known = new Float64Array(size);
  const within = new Float64Array(size);
  table.features.forEach((feature, index) => {
    const own = support[feature.name];
    const column = table.columns[index]!;
    if (own === undefined) return;
    if (column.kind === 'numeric' && own.kind === 'range') {
      for (let r = 0; r < size; r++) {
        if (column.known[r] !== 1) continue;
        known[r] = known[r]! + 1;
        if (column.values[r]! >= own.from && column.values[r]! <= own.to) within[r] = within[r]! + 1;
      }
    } else if (column.kind === 'category' && own.kind === 'levels') {
      const levels = new Set(own.levels);
      const inside = column.levels.map((level) => levels.has(level));
      for (let r = 0; r < size; r++) {
        const code = column.codes[r]!;
        if (code < 0) continue;
        known[r] = known[r]! + 1;
        if (inside[code]) within[r] = within[r]! + 1;
      }
    }
  });
  return known.map((count, r) => (count === 0 ? 1 : within[r]! / count));
}
