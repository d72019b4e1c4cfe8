import type { FeatureTable } from '../model/feature-table.ts';
import { mergeBins, weightOfEvidence } from '../stats/weight-of-evidence.ts';
import { minimumSupport } from './minimum-support.ts';
import { rangeEdges } from './range-edges.ts';

export type FeatureInformation = {
  readonly feature: string;
  /** How far the feature as a whole separates best customers from the rest; 0 = not at all. */
  readonly information_value: number;
  readonly bins: number;
};

/**
 * Information value of every feature, highest first (ties by name): numbers in their readable ranges, categories with
 * rare levels pooled, codes by their first three digits, unknown values as a bin of their own where there are enough.
 * Features that give fewer than two bins are left out. For an overview only: it is not a test and grows with the number of
 * bins.
 *
 * @param label 1 best, 0 not best, −1 left out.
 */
export function informationValues(
  table: FeatureTable,
  label: Int8Array,
  bins = 6,
): readonly FeatureInformation[] {
  const rows = label.reduce((count, value) => count + Number(value !== -1), 0);
  const support = minimumSupport(rows);
  return table.features
    .flatMap(({ name, form }, index) => {
      const column = table.columns[index]!;
      const keys =
        column.kind === 'numeric'
          ? rangeKeys(column.values, column.known, label, support, bins)
          : levelKeys(column.codes, column.levels, form === 'hierarchy');
      const counts = pooled(keys, label, support);
      const positives = counts.reduce((sum, bin) => sum + bin.positives, 0);
      const negatives = counts.reduce((sum, bin) => sum + bin.negatives, 0);
      if (counts.length < 2 || positives === 0 || negatives === 0) return [];
      const { informationValue } = weightOfEvidence(counts);
      return [{ feature: name, information_value: informationValue, bins: counts.length }];
    })
    .sort((a, b) => b.information_value - a.information_value || (a.feature < b.feature ? -1 : 1));
}

/** Bin number per row, −1 unknown. */
function rangeKeys(
  values: Float64Array,
  known: Uint8Array,
  label: Int8Array,
  support: number,
  bins: number,
): Int32Array {
  const base = values.filter((_, row) => known[row] === 1 && label[row] !== -1).sort();
  const edges = rangeEdges(base, { support, bins });
  return Int32Array.from(values, (value, row) => {
    if (known[row] !== 1) return -1;
    let bin = 0;
    while (bin < edges.length && value >= edges[bin]!) bin++;
    return bin;
  });
}

function levelKeys(codes: Int32Array, levels: readonly string[], hierarchy: boolean): Int32Array {
  if (!hierarchy) return codes;
  const groups = [...new Set(levels.map((level) => level.slice(0, 3)))];
  const place = new Map(groups.map((group, index) => [group, index]));
  const ofLevel = levels.map((level) => place.get(level.slice(0, 3)) ?? -1);
  return codes.map((code) => (code < 0 ? -1 : ofLevel[code]!));
}

/** Counts per key in order of the keys; keys with too few rows are merged with their neighbours. */
function pooled(
  keys: Int32Array,
  label: Int8Array,
  support: number,
): { readonly positives: number; readonly negatives: number }[] {
  const counts = new Map<number, { positives: number; negatives: number }>();
  for (let row = 0; row < label.length; row++) {
    if (label[row] === -1) continue;
    const key = keys[row]!;
    const bin = counts.get(key) ?? { positives: 0, negatives: 0 };
    if (label[row] === 1) bin.positives++;
    else bin.negatives++;
    counts.set(key, bin);
  }
  const ordered = [...counts].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  const target = mergeBins(
    ordered.map((bin) => bin.positives + bin.negatives),
    support,
  );
  const merged: { positives: number; negatives: number }[] = [];
  ordered.forEach((bin, index) => {
    const into = target[index]!;
    const held = merged[into] ?? { positives: 0, negatives: 0 };
    merged[into] = { positives: held.positives + bin.positives, negatives: held.negatives + bin.negatives };
  });
  return merged;
}
