import type { Population } from '../model/feature-table.ts';
import type { TraitCondition } from '../traits/trait.ts';
import type { ValueRange } from './provider-company.ts';

/** What a filter is made of: one condition of a trait or of an archetype's profile, with its words. */
export type QueryCondition = {
  readonly feature: string;
  readonly condition: TraitCondition;
  readonly words: string;
  readonly population: Population;
};

/**
 * Whom to look for, in no provider's language. Values of one list are alternatives; different lists narrow each other. An
 * empty list narrows nothing.
 */
export type CompanyQuery = {
  readonly employees: readonly ValueRange[];
  readonly revenue: readonly ValueRange[];
  readonly founded: readonly ValueRange[];
  readonly industries: readonly string[];
  /** NAICS prefixes of 2–6 digits, and the six-digit codes under them that the files hold. */
  readonly naics: readonly string[];
  readonly naics_codes: readonly string[];
  readonly sic: readonly string[];
  readonly regions: readonly string[];
  readonly countries: readonly string[];
  readonly cities: readonly string[];
};

/** Features some provider can filter by. */
export const queryFeatures: ReadonlySet<string> = new Set([
  'employees',
  'annual_revenue',
  'company_age_years',
  'industry',
  'naics',
  'sic',
  'region',
  'country',
  'city',
]);

/**
 * Turns conditions into a query. Conditions on what only customers have (orders, contracts) are left out. Ages become
 * founding years. `codes` are the NAICS codes the files hold, most common first: a provider that takes whole codes is
 * asked for those under a prefix.
 *
 * @example
 * companyQuery(
 *   [{ feature: 'naics', condition: { kind: 'prefix', prefix: '333' }, words: 'NAICS 333', population: 'both' }],
 *   ['333914', '238220', '333'], 2026,
 * ).naics_codes; // => ['333914']
 */
export function companyQuery(
  conditions: readonly QueryCondition[],
  codes: readonly string[],
  asOfYear: number,
): CompanyQuery {
  const usable = conditions.filter(({ population }) => population !== 'customer');
  const ranges = (feature: string): ValueRange[] =>
    usable.flatMap((each) =>
      each.feature === feature && each.condition.kind === 'range'
        ? [{ from: each.condition.from, to: each.condition.to }]
        : [],
    );
  const levels = (feature: string): string[] => [
    ...new Set(
      usable.flatMap((each) =>
        each.feature === feature && each.condition.kind === 'level' ? [each.condition.level] : [],
      ),
    ),
  ];
  const prefixes = (feature: string): string[] => [
    ...new Set(
      usable.flatMap((each) =>
        each.feature === feature && each.condition.kind === 'prefix' ? [each.condition.prefix] : [],
      ),
    ),
  ];
  const naics = prefixes('naics');
  return {
    employees: ranges('employees'),
    revenue: ranges('annual_revenue'),
    founded: ranges('company_age_years').map((age) => ({
      from: age.to === null ? null : asOfYear - age.to + 1,
      to: age.from === null ? null : asOfYear - age.from + 1,
    })),
    industries: levels('industry'),
    naics,
    naics_codes: codes
      .filter((code) => /^\d{6}$/.test(code) && naics.some((prefix) => code.startsWith(prefix)))
      .slice(0, mostCodes),
    sic: [...prefixes('sic'), ...levels('sic')],
    regions: levels('region'),
    countries: levels('country'),
    cities: levels('city'),
  };
}

const mostCodes = 50;

/** The smallest range that holds all; null for none. */
export function hull(ranges: readonly ValueRange[]): ValueRange | null {
  if (ranges.length === 0) return null;
  const end = (values: readonly (number | null)[], pick: (...of: number[]) => number): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length < values.length ? null : pick(...known);
  };
  return {
    from: end(
      ranges.map(({ from }) => from),
      Math.min,
    ),
    to: end(
      ranges.map(({ to }) => to),
      Math.max,
    ),
  };
}

/** Whether a query narrows anything at all. */
export function narrows(query: CompanyQuery): boolean {
  return Object.values(query).some((list) => list.length > 0);
}
