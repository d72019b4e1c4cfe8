import * as z from 'zod';
import type { ProviderCompany } from '../../../core/provider/provider-company.ts';
import {
  looseDomain,
  looseList,
  looseNumber,
  looseObject,
  loosePositive,
  looseText,
  looseYear,
} from './answer-parts.ts';

const growthFields = {
  organization_headcount_six_month_growth: looseNumber,
  organization_headcount_twelve_month_growth: looseNumber,
  organization_headcount_twenty_four_month_growth: looseNumber,
};

/** An organization of a search, an enrichment or a bulk enrichment: the same names wherever they occur. */
export const organization = z.object({
  id: looseText,
  /** Of a saved account: `id` is the account's then, and this the organization's. */
  organization_id: looseText,
  name: looseText,
  primary_domain: looseDomain,
  website_url: looseDomain,
  industry: looseText,
  industries: looseList(looseText, 20),
  estimated_num_employees: loosePositive,
  annual_revenue: loosePositive,
  organization_revenue: loosePositive,
  founded_year: looseYear,
  city: looseText,
  state: looseText,
  country: looseText,
  postal_code: looseText,
  street_address: looseText,
  short_description: looseText,
  sanitized_phone: looseText,
  phone: looseText,
  naics_codes: looseList(looseText, 20),
  sic_codes: looseList(looseText, 20),
  owned_by_organization: looseObject({ name: looseText }),
  technology_names: looseList(looseText, 2000),
  ...growthFields,
});

type Organization = z.output<typeof organization>;

/** The most a growth can be and still be meant as a ratio, where the unit is not confirmed. */
const mostRatio = 10;

/** A company of an organization; null when it has no key. `ratio` says that growth is known to be a ratio. */
export function company(from: Organization, today: string, ratio: boolean): ProviderCompany | null {
  const record_id = from.organization_id ?? from.id;
  if (record_id === null) return null;
  const growth =
    from.organization_headcount_twelve_month_growth ?? from.organization_headcount_six_month_growth;
  const asRatio = growth === null ? null : ratio || Math.abs(growth) <= mostRatio ? growth : growth / 100;
  return {
    provider: 'apollo',
    record_id,
    fields: {
      name: from.name,
      domain: from.primary_domain ?? from.website_url,
      description: from.short_description,
      industry: from.industry ?? from.industries.find((each) => each !== null) ?? null,
      naics: from.naics_codes.find((code) => code !== null && /^\d{2,6}$/.test(code)) ?? null,
      sic: from.sic_codes.find((code) => code !== null && /^\d{2,8}$/.test(code)) ?? null,
      employees: from.estimated_num_employees,
      annual_revenue: from.annual_revenue ?? from.organization_revenue,
      founded_year: from.founded_year,
      city: from.city,
      region: from.state,
      country: from.country,
      postal_code: from.postal_code,
      parent_company: from.owned_by_organization?.name ?? null,
    },
    revenue_currency: 'USD',
    phone: from.sanitized_phone ?? from.phone,
    address: from.street_address,
    signals:
      asRatio === null
        ? []
        : [{ kind: 'headcount_growth', date: today, value: `${Math.round(asRatio * 1000) / 10}%` }],
    technologies: technologiesOf(from),
    inferred: asRatio === null || ratio ? [] : ['unit of headcount growth'],
  };
}

/** Only the single enrichment tells them; an empty list is no news either. */
function technologiesOf({ technology_names }: Organization): readonly string[] | null {
  const names = [...new Set(technology_names.filter((name) => name !== null))].sort();
  return names.length === 0 ? null : names;
}
