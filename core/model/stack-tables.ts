import type { CategoryColumn, Column, FeatureTable, NumericColumn } from './feature-table.ts';

/**
 * The rows of `upper`, then those of `lower`, over the features both have under the same name and kind (in the order of
 * `upper`). Categories are joined by level *name*, because two tables number their levels differently.
 *
 * @example
 * const one = { ids: ['a'], features: [], columns: [] };
 * stackTables(one, { ids: ['b', 'c'], features: [], columns: [] }).ids; // => ['a', 'b', 'c']
 */
export function stackTables(upper: FeatureTable, lower: FeatureTable): FeatureTable {
  const position = new Map(lower.features.map((feature, index) => [feature.name, index]));
  const pairs = upper.features.flatMap((feature, index) => {
    const other = lower.columns[position.get(feature.name) ?? -1];
    const column = upper.columns[index]!;
    const joined = other === undefined ? null : stackColumns(column, other);
    return joined === null ? [] : [{ feature, column: joined }];
  });
  return {
    ids: [...upper.ids, ...lower.ids],
    features: pairs.map((pair) => pair.feature),
    columns: pairs.map((pair) => pair.column),
  };
}

function stackColumns(upper: Column, lower: Column): Column | null {
  if (upper.kind === 'numeric' && lower.kind === 'numeric') return stackNumbers(upper, lower);
  if (upper.kind === 'category' && lower.kind === 'category') return stackLevels(upper, lower);
  return null;
}

function stackNumbers(upper: NumericColumn, lower: NumericColumn): NumericColumn {
  const values = new Float64Array(upper.values.length + lower.values.length);
  const known = new Uint8Array(values.length);
  values.set(upper.values);
  values.set(lower.values, upper.values.length);
  known.set(upper.known);
  known.set(lower.known, upper.known.length);
  return { kind: 'numeric', values, known };
}

function stackLevels(upper: CategoryColumn, lower: CategoryColumn): CategoryColumn {
  const levels = [...new Set([...upper.levels, ...lower.levels])].sort((a, b) =>
    a < b ? -1 : a > b ? 1 : 0,
  );
  const code = new Map(levels.map((level, index) => [level, index]));
  const recode = (column: CategoryColumn): Int32Array => {
    const table = column.levels.map((level) => code.get(level)!);
    return column.codes.map((old) => (old < 0 ? -1 : table[old]!));
  };
  const codes = new Int32Array(upper.codes.length + lower.codes.length);
  codes.set(recode(upper));
  codes.set(recode(lower), upper.codes.length);
  return { kind: 'category', levels, codes };
}
