import { type ApolloSearch, apolloSearch } from './apollo-search.ts';
import { companyQuery, type QueryCondition, queryFeatures } from './company-query.ts';
import { type DnbSearch, dnbSearches } from './dnb-search.ts';
import { salesNavigatorWords } from './sales-navigator-words.ts';

/** One archetype's (or the whole best set's) profile as queries providers understand, and in words for those that take none. */
export type ProviderFilters = {
  readonly archetype: string;
  readonly traits: readonly string[];
  /** JSON body of Apollo's organization search; page and page size are the caller's. */
  readonly apollo: ApolloSearch;
  /** JSON bodies of D&B Direct+ criteria searches: its keys take one value each, so alternatives are several searches. */
  readonly dnb: readonly DnbSearch[];
  /** What to pick in Sales Navigator's account search. */
  readonly sales_navigator: readonly string[];
  /** Strong traits no provider can filter by. */
  readonly not_expressible: readonly string[];
  /** Why these are not the archetype's own; null where they are. */
  readonly because: string | null;
};

/**
 * Turns a profile into provider filters. Conditions of one feature are alternatives; different features narrow each other.
 * `codes` are the NAICS codes the files hold, most common first.
 *
 * @example
 * providerFilters('all', [], [], 2026).apollo; // => {}
 */
export function providerFilters(
  archetype: string,
  conditions: readonly QueryCondition[],
  codes: readonly string[],
  asOfYear: number,
  because: string | null = null,
): ProviderFilters {
  const query = companyQuery(conditions, codes, asOfYear);
  const expressible = ({ population, feature }: QueryCondition): boolean =>
    population !== 'customer' && queryFeatures.has(feature);
  const words = (list: readonly QueryCondition[]): string[] => [...new Set(list.map((each) => each.words))];
  return {
    archetype,
    traits: words(conditions.filter(({ population }) => population !== 'customer')),
    apollo: apolloSearch(query),
    dnb: dnbSearches(query),
    sales_navigator: salesNavigatorWords(query),
    not_expressible: words(conditions.filter((each) => !expressible(each))),
    because,
  };
}
