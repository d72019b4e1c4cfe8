import { countryName, regionName } from '../match/place-names.ts';
import { whole } from '../report/numbers.ts';
import type { CompanyQuery } from './company-query.ts';
import type { ValueRange } from './provider-company.ts';

/** The head-count bands Sales Navigator's account search offers. */
const bands: readonly (readonly [from: number, to: number | null, words: string])[] = [
  [1, 10, '1-10'],
  [11, 50, '11-50'],
  [51, 200, '51-200'],
  [201, 500, '201-500'],
  [501, 1000, '501-1,000'],
  [1001, 5000, '1,001-5,000'],
  [5001, 10000, '5,001-10,000'],
  [10001, null, '10,001+'],
];

/**
 * A query as what to pick in Sales Navigator's account search, filter by filter, in words: it has no interface that takes
 * requests. Head counts are widened to the bands on offer.
 *
 * @example
 * const none = { employees: [], revenue: [], founded: [], industries: [], naics: [], naics_codes: [], sic: [], regions: [], countries: [], cities: [] };
 * salesNavigatorWords({ ...none, employees: [{ from: 200, to: 600 }], regions: ['OH'] }); // => ['Company headcount: 51-200, 201-500, 501-1,000', 'Headquarters location: Ohio']
 */
export function salesNavigatorWords(query: CompanyQuery): string[] {
  const chosen = bands.filter(([from, to]) => query.employees.some((range) => overlaps(range, from, to)));
  const places = [
    ...query.cities,
    ...query.regions.map((region) => capitalised(regionName(region))),
    ...(query.regions.length + query.cities.length > 0
      ? []
      : query.countries.map((country) => capitalised(countryName(country)))),
  ];
  const revenue = query.revenue.map(rangeWords);
  return [
    ...(chosen.length === 0 ? [] : [`Company headcount: ${chosen.map(([, , words]) => words).join(', ')}`]),
    ...(revenue.length === 0 ? [] : [`Annual revenue: ${revenue.join(' or ')}`]),
    ...(places.length === 0 ? [] : [`Headquarters location: ${places.join(', ')}`]),
    ...(query.industries.length === 0 ? [] : [`Industry: ${query.industries.join(', ')}`]),
    ...(query.naics.length === 0 ? [] : [`Industry: those of NAICS ${query.naics.join(', ')}`]),
  ];
}

const overlaps = (range: ValueRange, from: number, to: number | null): boolean =>
  (range.to === null || range.to > from) && (to === null || (range.from ?? 0) <= to);

const rangeWords = ({ from, to }: ValueRange): string =>
  from === null
    ? `under ${to === null ? 'any' : whole(to)}`
    : to === null
      ? `${whole(from)} and more`
      : `${whole(from)} to ${whole(to)}`;

const capitalised = (text: string): string => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
