import type { Column, FeatureTable } from './feature-table.ts';
import { lowerBound, upperBound } from './percentile-table.ts';

/** A feature that may not be used, and why, in words. */
export type DroppedFeature = { readonly feature: string; readonly reason: string };

export type UsableParams = {
  /** Least share of companies whose value is known, on each side. */
  readonly coverage: number;
  /** Greatest difference of the known shares between the sides. */
  readonly coverageGap: number;
  /** A single feature that separates two sides better than this gives them away. */
  readonly separation: number;
};

export const usableDefaults: UsableParams = { coverage: 0.1, coverageGap: 0.9, separation: 0.98 };

/**
 * Which features of two populations may be compared. A feature that one side hardly knows, or whose values alone tell the
 * sides apart (another unit, another vocabulary, a field that only customers get), says where a record came from and not
 * what the company is: it is dropped and named. Features keep the order of `upper`.
 */
export function usableFeatures(
  upper: FeatureTable,
  lower: FeatureTable,
  sides: readonly [string, string],
  params: UsableParams = usableDefaults,
): { readonly kept: readonly string[]; readonly dropped: readonly DroppedFeature[] } {
  const position = new Map(lower.features.map((feature, index) => [feature.name, index]));
  const kept: string[] = [];
  const dropped: DroppedFeature[] = [];
  upper.features.forEach((feature, index) => {
    const other = lower.columns[position.get(feature.name) ?? -1];
    const reason =
      other === undefined
        ? `${sides[1]} have no such column`
        : unusable(upper.columns[index]!, other, sides, params);
    if (reason === null) kept.push(feature.name);
    else dropped.push({ feature: feature.name, reason });
  });
  return { kept, dropped };
}

function unusable(
  upper: Column,
  lower: Column,
  [above, below]: readonly [string, string],
  params: UsableParams,
): string | null {
  if (upper.kind !== lower.kind) return `it is a number on one side and a category on the other`;
  const shares = [knownShareOf(upper), knownShareOf(lower)] as const;
  const percent = shares.map((share) => `${Math.round(share * 100)} %`);
  if (shares[0] < params.coverage || shares[1] < params.coverage)
    return `too seldom known: ${percent[0]} of ${above}, ${percent[1]} of ${below}`;
  if (Math.abs(shares[0] - shares[1]) > params.coverageGap)
    return `being known gives the side away: ${percent[0]} of ${above}, ${percent[1]} of ${below}`;
  const separation = featureSeparation(upper, lower);
  if (separation > params.separation)
    return `alone it separates ${above} from ${below} (AUC ${separation.toFixed(3)})`;
  return null;
}

export function knownShareOf(column: Column): number {
  const size = column.kind === 'numeric' ? column.known.length : column.codes.length;
  if (size === 0) return 0;
  let known = 0;
  if (column.kind === 'numeric') for (const flag of column.known) known += flag;
  else for (const code of column.codes) if (code >= 0) known++;
  return known / size;
}

/**
 * AUC with which one column alone tells the upper rows from the lower ones, 0.5–1, over rows whose value is known. Of a
 * number, in the better direction; of a category, by the best possible order of its levels: levels with fewer than five
 * rows are pooled, or a column of unique names would separate anything. 0.5 when a side knows nothing.
 */
export function featureSeparation(upper: Column, lower: Column): number {
  if (upper.kind === 'numeric' && lower.kind === 'numeric') {
    const above = upper.values.filter((_, row) => upper.known[row] === 1);
    const below = lower.values.filter((_, row) => lower.known[row] === 1).sort();
    if (above.length === 0 || below.length === 0) return 0.5;
    let sum = 0;
    for (const value of above) sum += (lowerBound(below, value) + upperBound(below, value)) / 2;
    const auc = sum / (above.length * below.length);
    return Math.max(auc, 1 - auc);
  }
  if (upper.kind !== 'category' || lower.kind !== 'category') return 0.5;
  return levelSeparation(levelCounts(upper), levelCounts(lower));
}

function levelCounts(column: Column & { readonly kind: 'category' }): Map<string, number> {
  const counts = new Map<string, number>();
  for (const code of column.codes) {
    if (code >= 0) counts.set(column.levels[code]!, (counts.get(column.levels[code]!) ?? 0) + 1);
  }
  return counts;
}

function levelSeparation(upper: Map<string, number>, lower: Map<string, number>): number {
  const pooled = { above: 0, below: 0 };
  const groups = [pooled];
  for (const level of new Set([...upper.keys(), ...lower.keys()])) {
    const group = { above: upper.get(level) ?? 0, below: lower.get(level) ?? 0 };
    if (group.above + group.below >= 5) groups.push(group);
    else {
      pooled.above += group.above;
      pooled.below += group.below;
    }
  }
  const above = groups.reduce((sum, group) => sum + group.above, 0);
  const below = groups.reduce((sum, group) => sum + group.below, 0);
  if (above === 0 || below === 0) return 0.5;
  groups.sort((a, b) => a.above / (a.above + a.below || 1) - b.above / (b.above + b.below || 1));
  let passed = 0;
  let sum = 0;
  for (const group of groups) {
    sum += group.above * (passed + group.below / 2);
    passed += group.below;
  }
  return sum / (above * below);
}
