import { countryName, regionName } from '../match/place-names.ts';
import { type CompanyQuery, hull } from './company-query.ts';

/** JSON body of Apollo's organization search, without page and page size. */
export type ApolloSearch = {
  readonly organization_num_employees_ranges?: readonly string[];
  readonly organization_locations?: readonly string[];
  readonly q_organization_keyword_tags?: readonly string[];
  readonly revenue_range?: { readonly min?: number; readonly max?: number };
};

/** Apollo's words for what NAICS sectors are about: it takes keywords, no codes. */
const sectorWords: readonly (readonly [prefix: string, word: string])[] = [
  ['11', 'agriculture'],
  ['21', 'mining'],
  ['22', 'utilities'],
  ['23', 'construction'],
  ['311', 'food production'],
  ['312', 'beverages'],
  ['313', 'textiles'],
  ['322', 'paper'],
  ['323', 'printing'],
  ['324', 'petroleum'],
  ['325', 'chemicals'],
  ['326', 'plastics'],
  ['331', 'metals'],
  ['332', 'metal fabrication'],
  ['333', 'machinery'],
  ['334', 'electronics'],
  ['335', 'electrical equipment'],
  ['336', 'transportation equipment'],
  ['337', 'furniture'],
  ['31', 'manufacturing'],
  ['32', 'manufacturing'],
  ['33', 'manufacturing'],
  ['42', 'wholesale'],
  ['44', 'retail'],
  ['45', 'retail'],
  ['48', 'transportation'],
  ['49', 'logistics'],
  ['51', 'information technology & services'],
  ['52', 'financial services'],
  ['53', 'real estate'],
  ['54', 'professional services'],
  ['56', 'facilities services'],
  ['61', 'education'],
  ['62', 'health care'],
  ['71', 'entertainment'],
  ['72', 'hospitality'],
];

/**
 * A query as the body of `POST /mixed_companies/search`. Sizes become "min,max" with both ends included; states and countries
 * the full names Apollo knows; industries and NAICS become keyword tags, since there is no documented filter by code.
 *
 * @example
 * const none = { employees: [], revenue: [], founded: [], industries: [], naics: [], naics_codes: [], sic: [], regions: [], countries: [], cities: [] };
 * apolloSearch({ ...none, employees: [{ from: 200, to: 500 }], regions: ['OH'], naics: ['3339'] }); // => { organization_num_employees_ranges: ['200,499'], organization_locations: ['ohio'], q_organization_keyword_tags: ['machinery'] }
 */
export function apolloSearch(query: CompanyQuery): ApolloSearch {
  const places = [
    ...query.cities.map((city) => city.toLowerCase()),
    ...query.regions.map(regionName),
    // A city or a state says more than the country around it, and Apollo would take either.
    ...(query.cities.length + query.regions.length > 0 ? [] : query.countries.map(countryName)),
  ];
  const keywords = [
    ...query.industries.map((industry) => industry.toLowerCase()),
    ...query.naics.flatMap((prefix) => {
      const word = sectorWords.find(([start]) => prefix.startsWith(start) || start === prefix)?.[1];
      return word === undefined ? [] : [word];
    }),
  ];
  const revenue = hull(query.revenue);
  return {
    ...(query.employees.length === 0
      ? {}
      : {
          organization_num_employees_ranges: query.employees.map(
            ({ from, to }) => `${Math.max(1, from ?? 1)},${to === null ? mostEmployees : to - 1}`,
          ),
        }),
    ...(places.length === 0 ? {} : { organization_locations: [...new Set(places)] }),
    ...(keywords.length === 0 ? {} : { q_organization_keyword_tags: [...new Set(keywords)] }),
    ...(revenue === null || (revenue.from === null && revenue.to === null)
      ? {}
      : {
          revenue_range: {
            ...(revenue.from === null ? {} : { min: Math.trunc(revenue.from) }),
            ...(revenue.to === null ? {} : { max: Math.trunc(revenue.to) }),
          },
        }),
  };
}

/** Above every employer there is: Apollo's ranges have no open end. */
const mostEmployees = 10_000_000;
