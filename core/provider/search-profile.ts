import type { Trait } from '../traits/trait.ts';
import type { TraitDocument } from '../traits/trait-document.ts';
import { type QueryCondition, queryFeatures } from './company-query.ts';

/** A profile by name, as conditions a query is made of. */
export type SearchProfile = { readonly archetype: string; readonly conditions: readonly QueryCondition[] };

/** Features that say the same thing in other words are alternatives and count as one. */
const meaning = (feature: string): string =>
  ['industry', 'naics', 'sic'].includes(feature)
    ? 'industry'
    : ['region', 'city', 'country'].includes(feature)
      ? 'place'
      : feature;

/** More features than this narrow a search to nobody; more alternatives of one make it a list. */
const mostMeanings = 3;
const mostAlternatives = 4;

/**
 * What to search for when looking for more of the best customers: the strongest traits, and of what a provider can filter by
 * also the traits that are clearly more common among them (95 % interval of the lift above 1) although others are stronger.
 * Of one feature, ranges that overlap a stronger one are left out; at most three features, the strongest first. A search has
 * to find those worth ranking; the ranking decides.
 *
 * @param home conditions that hold for nearly all customers (their country), added where no place is among the traits
 */
export function bestProfile(traits: TraitDocument, home: readonly QueryCondition[]): SearchProfile {
  const strongest = traits.traits
    .filter((trait) => trait.strongest !== null)
    .sort((a, b) => (a.strongest ?? 0) - (b.strongest ?? 0));
  const further = traits.traits
    .filter(
      (trait) =>
        trait.strongest === null &&
        trait.population !== 'customer' &&
        queryFeatures.has(trait.feature) &&
        trait.lift_low > 1,
    )
    .sort((a, b) => a.p_value - b.p_value || (a.id < b.id ? -1 : 1));
  const kept: Trait[] = [];
  for (const trait of [...strongest, ...further]) {
    const searchable = trait.population !== 'customer' && queryFeatures.has(trait.feature);
    if (!searchable) {
      kept.push(trait);
      continue;
    }
    const same = kept.filter((each) => meaning(each.feature) === meaning(trait.feature));
    const meanings = new Set(
      kept.filter((each) => queryFeatures.has(each.feature)).map((each) => meaning(each.feature)),
    );
    if (same.length === 0 && meanings.size >= mostMeanings) continue;
    if (same.length >= mostAlternatives || same.some((each) => overlap(each, trait))) continue;
    kept.push(trait);
  }
  const placed = kept.some((trait) => meaning(trait.feature) === 'place');
  const narrowed = kept.some((trait) => queryFeatures.has(trait.feature));
  return {
    archetype: 'All best customers',
    conditions: [...kept, ...(placed || !narrowed ? [] : home)],
  };
}

function overlap({ feature, condition: a }: Trait, { feature: other, condition: b }: Trait): boolean {
  if (feature !== other || a.kind !== 'range' || b.kind !== 'range') return false;
  const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return (a.from ?? low) < (b.to ?? high) && (b.from ?? low) < (a.to ?? high);
}
