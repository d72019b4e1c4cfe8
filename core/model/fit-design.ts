import type { DesignColumn, DesignSchema } from './design-schema.ts';
import type { CategoryColumn, FeatureTable, NumericColumn } from './feature-table.ts';
import { quantileCuts } from './quantile-cuts.ts';

export type DesignParams = {
  /** Groups of a numeric feature, 2–254. Trees like 32–254, scorecards 5–10. */
  readonly bins: number;
  /** Rows a level needs to stand by itself; rarer ones go to "other". */
  readonly support: number;
  /** Levels kept per column, most frequent first, at most 253. */
  readonly levels: number;
  /** Leading digits that become columns of a hierarchy (NAICS 2 = sector, 3 = subsector, 4 = industry group). */
  readonly digits: readonly number[];
};

export const designDefaults: DesignParams = { bins: 32, support: 10, levels: 60, digits: [2, 3, 4] };

/** A target to order levels by, so that neighbouring bins of a category behave alike and a tree can cut between them. */
export type LevelOrder = { readonly target: Float64Array; readonly weights: Float64Array };

/**
 * Learns an encoding of a table: cuts at quantiles, levels by support. Only `order` looks at the target, and only to
 * sort the levels of a category (by their mean, smoothed with ten rows of the overall mean; ties by name); fit it inside
 * each fold. Without it levels are sorted by name. Columns in which nothing varies are left out.
 *
 * O(rows × features) plus a sort per numeric feature.
 */
export function fitDesign(table: FeatureTable, params: DesignParams, order?: LevelOrder): DesignSchema {
  if (!(params.bins >= 2 && params.bins <= 254))
    throw new RangeError(`bins must be 2–254, got ${params.bins}`);
  if (!(params.levels >= 1 && params.levels <= 253))
    throw new RangeError(`levels must be 1–253, got ${params.levels}`);
  const columns = table.features.flatMap((feature, index): DesignColumn[] => {
    const column = table.columns[index]!;
    if (column.kind === 'numeric') return numericColumn(feature.name, column, params.bins);
    if (feature.form !== 'hierarchy') {
      const levels = chooseLevels(column, column.levels, params, order);
      return levels.length < 2 ? [] : [{ feature: feature.name, kind: 'level', levels }];
    }
    return params.digits.flatMap((digits): DesignColumn[] => {
      const names = column.levels.map((level) => prefixOf(level, digits));
      const levels = chooseLevels(column, names, params, order);
      return levels.length < 2 ? [] : [{ feature: feature.name, kind: 'prefix', digits, levels }];
    });
  });
  return { version: 1, columns };
}

/** The first `digits` characters of a code, or null when it is shorter: "33" says nothing about the third digit. */
export function prefixOf(code: string, digits: number): string | null {
  return code.length < digits ? null : code.slice(0, digits);
}

function numericColumn(feature: string, column: NumericColumn, bins: number): DesignColumn[] {
  const cuts = quantileCuts(
    column.values.filter((_, row) => column.known[row] === 1),
    bins,
  );
  return cuts.length === 0 ? [] : [{ feature, kind: 'numeric', cuts }];
}

/** `names[code]` is what a level counts as; null counts as unknown. */
function chooseLevels(
  column: CategoryColumn,
  names: readonly (string | null)[],
  params: DesignParams,
  order: LevelOrder | undefined,
): (string | null)[] {
  const rows = new Map<string, number>();
  for (const code of column.codes) {
    const name = code < 0 ? null : names[code]!;
    if (name !== null) rows.set(name, (rows.get(name) ?? 0) + 1);
  }
  const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const supported = [...rows.entries()]
    .filter(([, count]) => count >= params.support)
    .sort(([a, m], [b, n]) => n - m || byName(a, b))
    .slice(0, params.levels)
    .map(([name]) => name);
  const kept = new Set(supported);
  let others = 0;
  for (const [name, count] of rows) if (!kept.has(name)) others += count;
  const levels: (string | null)[] = [...supported].sort(byName);
  if (others >= params.support) levels.push(null);
  return order === undefined ? levels : orderLevels(levels, column, names, order);
}

function orderLevels(
  levels: readonly (string | null)[],
  column: CategoryColumn,
  names: readonly (string | null)[],
  { target, weights }: LevelOrder,
): (string | null)[] {
  const place = new Map(levels.map((level, index) => [level, index]));
  const others = place.get(null);
  const bins = names.map((name) => (name === null ? undefined : (place.get(name) ?? others)));
  const sums = new Float64Array(levels.length);
  const counts = new Float64Array(levels.length);
  let sum = 0;
  let count = 0;
  column.codes.forEach((code, row) => {
    const bin = code < 0 ? undefined : bins[code];
    if (bin === undefined) return;
    const weight = weights[row]!;
    sums[bin] = sums[bin]! + weight * target[row]!;
    counts[bin] = counts[bin]! + weight;
    sum += weight * target[row]!;
    count += weight;
  });
  const mean = count > 0 ? sum / count : 0;
  const smoothed = levels.map((_, bin) => (sums[bin]! + 10 * mean) / (counts[bin]! + 10));
  return levels
    .map((level, bin) => ({ level, mean: smoothed[bin]! }))
    .sort((a, b) => a.mean - b.mean || ((a.level ?? '') < (b.level ?? '') ? -1 : 1))
    .map(({ level }) => level);
}
