import type { CategoryColumn, FeatureTable } from '../model/feature-table.ts';

/**
 * The table with every digit-code feature (form `hierarchy`, e.g. six-digit NAICS) read at its first `digits` digits:
 * companies are alike by subsector, hardly ever by six-digit code. Codes shorter than that stay as they are.
 *
 * @example
 * coarseLevels({ ids: ['a'], features: [{ name: 'naics', label: 'NAICS', category: 'firmographic', population: 'both', known: 'timeless', unit: null, form: 'hierarchy' }], columns: [{ kind: 'category', levels: ['333914'], codes: Int32Array.of(0) }] }, 3).columns[0].levels; // => ['333']
 */
export function coarseLevels(table: FeatureTable, digits = 3): FeatureTable {
  return {
    ids: table.ids,
    features: table.features,
    columns: table.columns.map((column, f) =>
      table.features[f]?.form === 'hierarchy' && column.kind === 'category' ? coarse(column, digits) : column,
    ),
  };
}

function coarse(column: CategoryColumn, digits: number): CategoryColumn {
  const short = column.levels.map((level) => level.slice(0, digits));
  const levels = [...new Set(short)].sort();
  const place = new Map(levels.map((level, l) => [level, l]));
  const map = Int32Array.from(short, (level) => place.get(level) ?? -1);
  return { kind: 'category', levels, codes: column.codes.map((code) => (code < 0 ? -1 : map[code]!)) };
}
