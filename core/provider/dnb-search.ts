import { countryCode, regionCode, regionCountry } from '../match/place-names.ts';
import type { CompanyQuery } from './company-query.ts';
import type { ValueRange } from './provider-company.ts';

/** JSON body of D&B Direct+'s criteria search, without page number and page size. */
export type DnbSearch = {
  readonly countryISOAlpha2Code?: string;
  readonly addressRegion?: string;
  readonly addressLocality?: string;
  /** 30832 is NAICS; whole codes only. */
  readonly industryCodes?: readonly { readonly typeDnbCode: 30832; readonly code: readonly string[] }[];
  /** US SIC of 1987, four digits. */
  readonly usSicV4?: readonly string[];
  /** 9067 is the consolidated head count. */
  readonly numberOfEmployees?: {
    readonly informationScope: 9067;
    readonly minimumValue?: number;
    readonly maximumValue?: number;
  };
  readonly yearlyRevenue?: { readonly minimumValue?: number; readonly maximumValue?: number };
  readonly isOutOfBusiness: false;
};

/** More alternatives than this are asked for without their narrowest part. */
const mostSearches = 24;

/**
 * A query as bodies of `POST /v1/search/criteria`. Its keys take one place and one range each, so alternatives are several
 * searches: one per place, head-count range and revenue range. Empty when nothing narrows the query: a search for everybody
 * would cost and say nothing.
 *
 * @example
 * const none = { employees: [], revenue: [], founded: [], industries: [], naics: [], naics_codes: [], sic: [], regions: [], countries: [], cities: [] };
 * dnbSearches({ ...none, regions: ['Ohio'], naics_codes: ['332710'] }); // => [{ countryISOAlpha2Code: 'US', addressRegion: 'OH', industryCodes: [{ typeDnbCode: 30832, code: ['332710'] }], isOutOfBusiness: false }]
 * dnbSearches(none); // => []
 */
export function dnbSearches(query: CompanyQuery): DnbSearch[] {
  const sic = query.sic.filter((code) => /^\d{4}$/.test(code));
  const places = placesOf(query);
  const revenue = query.revenue;
  const narrowed =
    places.length + query.naics_codes.length + sic.length + query.employees.length + revenue.length;
  if (narrowed === 0) return [];
  const orNone = <T>(list: readonly T[]): readonly (T | null)[] => (list.length === 0 ? [null] : list);
  const searches = orNone(places).flatMap((place) =>
    orNone(query.employees).flatMap((size) =>
      orNone(revenue).map((sales) => ({
        ...(place ?? {}),
        ...(query.naics_codes.length === 0
          ? {}
          : { industryCodes: [{ typeDnbCode: 30832 as const, code: query.naics_codes }] }),
        ...(sic.length === 0 ? {} : { usSicV4: sic }),
        ...(size === null ? {} : { numberOfEmployees: { informationScope: 9067 as const, ...bounds(size) } }),
        ...(sales === null ? {} : { yearlyRevenue: bounds(sales) }),
        isOutOfBusiness: false as const,
      })),
    ),
  );
  return searches.slice(0, mostSearches);
}

type Place = Pick<DnbSearch, 'countryISOAlpha2Code' | 'addressRegion' | 'addressLocality'>;

/** Cities within the regions and regions within the countries are not known to belong together: each stands alone. */
function placesOf({ countries, regions, cities }: CompanyQuery): Place[] {
  const only = countries.length === 1 ? countryCode(countries[0] ?? '') : null;
  const inCountry = (country: string | null): Place =>
    country === null ? {} : { countryISOAlpha2Code: country };
  if (regions.length > 0)
    return regions.map((region) => ({
      ...inCountry(regionCountry(region) ?? only),
      addressRegion: regionCode(region),
    }));
  if (cities.length > 0) return cities.map((city) => ({ ...inCountry(only), addressLocality: city }));
  return countries.flatMap((country) => {
    const code = countryCode(country);
    return code === null ? [] : [{ countryISOAlpha2Code: code }];
  });
}

function bounds({ from, to }: ValueRange): {
  readonly minimumValue?: number;
  readonly maximumValue?: number;
} {
  return {
    ...(from === null ? {} : { minimumValue: from }),
    ...(to === null ? {} : { maximumValue: to - 1 }),
  };
}
