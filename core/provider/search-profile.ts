import type { Archetype } from '../cluster/archetypes.ts';
import type { Trait } from '../traits/trait.ts';
import type { TraitDocument } from '../traits/trait-document.ts';
import { type QueryCondition, queryFeatures } from './company-query.ts';

/** A profile by name, as conditions a query is made of. */
export type SearchProfile = {
  readonly archetype: string;
  readonly conditions: readonly QueryCondition[];
  /** Why it is not a profile of its own; absent where it is. */
  readonly because?: string;
};

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

/**
 * Whom to look for when looking for more of one archetype: its own profile. Where nothing sets it apart from everybody else
 * in the base, the profile of all best customers, narrowed by what sets it apart from the other best customers as far as a
 * provider can filter by it: a level of its own stands in for those of the same feature.
 *
 * @example
 * archetypeProfile({ archetype: 'All best customers', conditions: [] }, { name: 'Typical buyers', icp: [], traits: [] }).because; // => 'nothing a provider can filter by sets it apart: these are the filters of all best customers'
 */
export function archetypeProfile(
  base: SearchProfile,
  { name, icp, traits }: Pick<Archetype, 'name' | 'icp' | 'traits'>,
): SearchProfile {
  if (icp.length > 0)
    return {
      archetype: name,
      conditions: icp.flatMap(({ feature, any_of, words }) =>
        any_of.map((condition) => ({ feature, condition, words, population: 'both' as const })),
      ),
    };
  const own = traits.flatMap(({ feature, level, words, effect }): QueryCondition[] => {
    if (level === null || effect <= 0 || !queryFeatures.has(feature)) return [];
    const code = feature === 'naics' || feature === 'sic';
    const condition = code ? { kind: 'prefix' as const, prefix: level } : { kind: 'level' as const, level };
    return [{ feature, condition, words, population: 'both' }];
  });
  const replaced = new Set(own.map(({ feature }) => feature));
  return {
    archetype: name,
    conditions: [...base.conditions.filter(({ feature }) => !replaced.has(feature)), ...own],
    because:
      own.length === 0
        ? 'nothing a provider can filter by sets it apart: these are the filters of all best customers'
        : `no profile of its own: the filters of all best customers, narrowed by ${own.map(({ words }) => words).join('; ')}`,
  };
}
