import type { CompanyFacts } from '../../core/rank/target.ts';
import { numberFromCell } from '../../core/traits/company-columns.ts';
import type { Candidates } from './read-candidates.ts';

/** The further columns in which files keep what outreach tools ask for, best first. */
const columns = {
  phone: [
    'attribute_phone',
    'attribute_phone_number',
    'attribute_telephone',
    'attribute_company_phone',
    'attribute_main_phone',
  ],
  address: [
    'attribute_address',
    'attribute_street',
    'attribute_street_address',
    'attribute_address_1',
    'attribute_billing_street',
    'attribute_company_address',
  ],
  linkedin: [
    'attribute_linkedin_company_page',
    'attribute_company_linkedin_url',
    'attribute_linkedin_url',
    'attribute_linkedin_profile',
    'attribute_linkedincompanypageurl',
    'attribute_linkedin',
  ],
  website: ['attribute_website', 'attribute_website_url', 'attribute_url'],
};

/** Longer descriptions are cut: outreach tools show one line. */
const longestDescription = 300;

/** What a candidate's files say of it beside its name. */
export function companyFacts(candidates: Candidates, row: number): CompanyFacts {
  const first = (names: readonly string[]): string | null => candidates.first(names, row);
  const number = (name: string): number | null => numberFromCell(candidates.companies.columns[name]?.[row]);
  const description = first(['description']);
  return {
    website: first(columns.website),
    phone: first(columns.phone),
    address: first(columns.address),
    city: first(['city']),
    postal_code: first(['postal_code']),
    linkedin_page: first(columns.linkedin),
    annual_revenue: number('annual_revenue'),
    founded_year: number('founded_year'),
    naics: first(['naics']),
    sic: first(['sic']),
    description:
      description === null || description.length <= longestDescription
        ? description
        : `${[...description].slice(0, longestDescription - 1).join('')}…`,
  };
}
