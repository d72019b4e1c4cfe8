import type { Trait } from '../traits/trait.ts';

/** One archetype's (or the whole best set's) traits as queries a provider understands, and in words for those that take none. */
export type ProviderFilters = {
  readonly archetype: string;
  readonly traits: readonly string[];
  /** JSON body of Apollo's organization search. */
  readonly apollo: {
    readonly [parameter: string]: readonly string[] | { readonly min?: number; readonly max?: number };
  };
  /** JSON bodies of D&B Direct+ criteria searches: its keys take one value each, so alternatives are several searches. */
  readonly dnb: readonly DnbCriteria[];
  readonly sales_navigator: readonly string[];
  /** Strong traits no provider can filter by. */
  readonly not_expressible: readonly string[];
};

export type DnbCriteria = {
  readonly addressRegion?: string;
  /** 30832 is NAICS 2017; a prefix of a code stands for every code below it. */
  readonly industryCodes?: readonly { readonly typeDnbCode: 30832; readonly code: readonly string[] }[];
  /** 9067 is the consolidated head count. */
  readonly numberOfEmployees?: {
    readonly informationScope: 9067;
    readonly minimumValue?: number;
    readonly maximumValue?: number;
  };
  readonly yearlyRevenue?: { readonly minimumValue?: number; readonly maximumValue?: number };
  readonly isOutOfBusiness: false;
};

/**
 * Turns the strongest traits a prospect can have into provider filters. Traits of one feature are alternatives; different
 * features narrow each other. Sizes become Apollo's `from,to` ranges and D&B's bounds; NAICS prefixes become D&B codes.
 *
 * @example
 * providerFilters('all', []).apollo; // => {}
 */
export function providerFilters(archetype: string, strongest: readonly Trait[]): ProviderFilters {
  const usable = strongest.filter((trait) => trait.population !== 'customer');
  const ranges = (feature: string): Range[] =>
    usable.flatMap((trait) =>
      trait.feature === feature && trait.condition.kind === 'range' ? [trait.condition] : [],
    );
  const levels = (feature: string): string[] =>
    usable.flatMap((trait) =>
      trait.feature === feature && trait.condition.kind === 'level' ? [trait.condition.level] : [],
    );
  const prefixes = usable.flatMap((trait) =>
    trait.feature === 'naics' && trait.condition.kind === 'prefix' ? [trait.condition.prefix] : [],
  );
  const employees = ranges('employees');
  const revenue = ranges('annual_revenue');
  const industries = levels('industry');
  const places = [...levels('region'), ...levels('country'), ...levels('city')];
  const widest =
    revenue.length === 0
      ? null
      : { from: least(revenue.map((range) => range.from)), to: most(revenue.map((range) => range.to)) };
  return {
    archetype,
    traits: usable.map((trait) => trait.words),
    apollo: {
      ...(employees.length === 0
        ? {}
        : {
            organization_num_employees_ranges: employees.map(
              (range) => `${range.from ?? 1},${range.to === null ? 1_000_000 : range.to - 1}`,
            ),
          }),
      ...(places.length === 0 ? {} : { organization_locations: places.map((place) => place.toLowerCase()) }),
      ...(industries.length === 0
        ? {}
        : { q_organization_keyword_tags: industries.map((industry) => industry.toLowerCase()) }),
      ...(widest === null
        ? {}
        : {
            revenue_range: {
              ...(widest.from === null ? {} : { min: widest.from }),
              ...(widest.to === null ? {} : { max: widest.to }),
            },
          }),
    },
    dnb: dnbSearches(levels('region'), prefixes, employees, revenue),
    sales_navigator: usable.filter((trait) => navigable.has(trait.feature)).map((trait) => trait.words),
    not_expressible: strongest
      .filter((trait) => trait.population === 'customer' || !navigable.has(trait.feature))
      .map((trait) => trait.words),
  };
}

const navigable: ReadonlySet<string> = new Set([
  'employees',
  'annual_revenue',
  'industry',
  'naics',
  'region',
  'country',
  'city',
]);

type Range = { readonly from: number | null; readonly to: number | null };

const least = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : Math.min(...(values as readonly number[]));
const most = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : Math.max(...(values as readonly number[]));

/** One search per region and head-count range; none when nothing narrows it. */
function dnbSearches(
  regions: readonly string[],
  naics: readonly string[],
  employees: readonly Range[],
  revenue: readonly Range[],
): DnbCriteria[] {
  if (regions.length + naics.length + employees.length + revenue.length === 0) return [];
  const orNone = <T>(list: readonly T[]): readonly (T | null)[] => (list.length === 0 ? [null] : list);
  return orNone(regions).flatMap((region) =>
    orNone(employees).flatMap((size) =>
      orNone(revenue).map((sales) => ({
        ...(region === null ? {} : { addressRegion: region }),
        ...(naics.length === 0 ? {} : { industryCodes: [{ typeDnbCode: 30832 as const, code: naics }] }),
        ...(size === null ? {} : { numberOfEmployees: { informationScope: 9067 as const, ...bounds(size) } }),
        ...(sales === null ? {} : { yearlyRevenue: bounds(sales) }),
        isOutOfBusiness: false as const,
      })),
    ),
  );
}

function bounds(range: Range): { readonly minimumValue?: number; readonly maximumValue?: number } {
  return {
    ...(range.from === null ? {} : { minimumValue: range.from }),
    ...(range.to === null ? {} : { maximumValue: range.to - 1 }),
  };
}
