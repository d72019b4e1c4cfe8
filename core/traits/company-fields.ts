import type { FeatureDefinition } from '../model/feature-table.ts';

/** How a cell becomes a value: a number, an age from a year, yes/no, a category, a digit code. */
export type ReadAs = 'number' | 'age' | 'flag' | 'level' | 'code';

export type CompanyField = FeatureDefinition & { readonly column: string; readonly read: ReadAs };

/**
 * The canonical columns that say what a company is, in the order traits are listed. `nearest_branch_km` is computed from
 * coordinates and joins the columns before they are read.
 *
 * @example
 * companyFields('USD').map(({ name }) => name).slice(0, 4); // => ['industry', 'naics', 'sic', 'employees']
 */
export function companyFields(currency: string | null): readonly CompanyField[] {
  const field = (
    column: string,
    label: string,
    read: ReadAs,
    unit: string | null,
    more: Partial<CompanyField> = {},
  ): CompanyField => ({
    name: column,
    label,
    category: 'firmographic',
    population: 'both',
    known: 'timeless',
    unit,
    form: forms[read],
    column,
    read,
    ...more,
  });
  return [
    field('industry', 'Industry', 'level', null),
    field('naics', 'NAICS', 'code', null),
    field('sic', 'SIC', 'code', null),
    field('employees', 'Employees', 'number', 'employees'),
    field('annual_revenue', 'Annual revenue', 'number', currency ?? ''),
    field('founded_year', 'Company age', 'age', 'years', { name: 'company_age_years' }),
    field('country', 'Country', 'level', null),
    field('region', 'Region', 'level', null),
    field('city', 'City', 'level', null),
    field('nearest_branch_km', 'the nearest branch', 'number', 'km', {
      name: 'distance_to_nearest_branch_km',
    }),
    field('facility_count', 'Facilities', 'number', '', { category: 'operational' }),
    field('contract', 'Buys under a contract', 'flag', null, {
      category: 'operational',
      population: 'customer',
    }),
    field('edi', 'Orders by EDI', 'flag', null, { category: 'operational', population: 'customer' }),
  ];
}

const forms = {
  number: 'numeric',
  age: 'numeric',
  flag: 'boolean',
  level: 'category',
  code: 'hierarchy',
} as const satisfies { readonly [read in ReadAs]: FeatureDefinition['form'] };

/** The form a way of reading gives. */
export const formOf = (read: ReadAs): FeatureDefinition['form'] => forms[read];
