import type { FeatureTable } from '../model/feature-table.ts';

/**
 * Two tables over the same rows as one: the features of the first, then those of the second.
 *
 * @throws RangeError when the rows differ, or a name occurs in both.
 * @example
 * joinFeatures({ ids: ['a'], features: [], columns: [] }, { ids: ['a'], features: [], columns: [] }).ids; // => ['a']
 */
export function joinFeatures(first: FeatureTable, second: FeatureTable): FeatureTable {
  if (first.ids.length !== second.ids.length || first.ids.some((id, row) => id !== second.ids[row]))
    throw new RangeError('both tables need the same rows in the same order');
  const names = new Set(first.features.map(({ name }) => name));
  const twice = second.features.find(({ name }) => names.has(name));
  if (twice !== undefined) throw new RangeError(`${twice.name} is in both tables`);
  return {
    ids: first.ids,
    features: [...first.features, ...second.features],
    columns: [...first.columns, ...second.columns],
  };
}
