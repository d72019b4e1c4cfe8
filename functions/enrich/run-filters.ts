import { type ProviderFilters, providerFilters } from '../../core/match/provider-filters.ts';
import type { TraitDocument } from '../../core/traits/trait-document.ts';

/** `provider-filters.json`: the strongest traits as provider queries. */
export type RunFilters = { readonly version: 1; readonly filters: readonly ProviderFilters[] };

/** The filters of a run: one set for all best customers together. */
export function filtersOf(traits: TraitDocument): RunFilters {
  const strongest = traits.traits
    .filter((trait) => trait.strongest !== null)
    .sort((a, b) => (a.strongest ?? 0) - (b.strongest ?? 0));
  return { version: 1, filters: [providerFilters('All best customers', strongest)] };
}
