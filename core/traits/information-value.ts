import type { CategoryColumn, FeatureTable, NumericColumn } from '../model/feature-table.ts';
import { type BinCounts, weightOfEvidence } from '../stats/weight-of-evidence.ts';
import { minimumSupport } from './minimum-support.ts';
import { rangeEdges } from './range-edges.ts';

export type FeatureInformation = {
  readonly feature: string;
  /** How far the feature as a whole separates best customers from the rest; 0 = not at all. */
  readonly information_value: number;
  readonly bins: number;
};

/**
 * Information value of every feature, highest first (ties by name): numbers in their readable ranges, categories by level
 * and codes by their first three digits, with those that too few companies have pooled as one, and unknown values as a
 * bin of their own where there are enough. Features that give fewer than two bins are left out. For an overview only: it
 * is no test and grows with the number of bins.
 *
 * @param label 1 best, 0 not best, −1 left out.
 * @example
 * informationValues({ ids: [], features: [], columns: [] }, new Int8Array(0)); // => []
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
          ? rangeKeys(column, label, support, bins)
          : levelKeys(column, form === 'hierarchy');
      const counts = binCounts(keys, label, support);
      const positives = counts.reduce((sum, bin) => sum + bin.positives, 0);
      const negatives = counts.reduce((sum, bin) => sum + bin.negatives, 0);
      if (counts.length < 2 || positives === 0 || negatives === 0) return [];
      const { informationValue } = weightOfEvidence(counts);
      return [{ feature: name, information_value: informationValue, bins: counts.length }];
    })
    .sort((a, b) => b.information_value - a.information_value || (a.feature < b.feature ? -1 : 1));
}

/** Number of the range per row, −1 unknown. */
function rangeKeys(
  { values, known }: NumericColumn,
  label: Int8Array,
  support: number,
  bins: number,
): Int32Array {
  const base = values.filter((_, row) => known[row] === 1 && label[row] !== -1).sort();
  const edges = rangeEdges(base, { support, bins });
  return Int32Array.from(values, (value, row) =>
    known[row] === 1 ? edges.reduce((bin, edge) => bin + Number(value >= edge), 0) : -1,
  );
}

function levelKeys({ codes, levels }: CategoryColumn, hierarchy: boolean): Int32Array {
  if (!hierarchy) return codes;
  const groups = [...new Set(levels.map((level) => level.slice(0, 3)))];
  const place = new Map(groups.map((group, index) => [group, index]));
  const ofLevel = levels.map((level) => place.get(level.slice(0, 3)) ?? -1);
  return codes.map((code) => (code < 0 ? -1 : ofLevel[code]!));
}

/** Counts per key; keys with fewer than `support` rows share one bin, which is dropped when it too has fewer. */
function binCounts(keys: Int32Array, label: Int8Array, support: number): BinCounts[] {
  const counts = new Map<number, { positives: number; negatives: number }>();
  for (let row = 0; row < label.length; row++) {
    if (label[row] === -1) continue;
    const bin = counts.get(keys[row]!) ?? { positives: 0, negatives: 0 };
    if (label[row] === 1) bin.positives++;
    else bin.negatives++;
    counts.set(keys[row]!, bin);
  }
  const enough = (bin: BinCounts): boolean => bin.positives + bin.negatives >= support;
  const rare = { positives: 0, negatives: 0 };
  for (const bin of counts.values()) {
    if (enough(bin)) continue;
    rare.positives += bin.positives;
    rare.negatives += bin.negatives;
  }
  const ordered = [...counts].sort(([a], [b]) => a - b).map(([, bin]) => bin);
  return [...ordered, rare].filter(enough);
}
