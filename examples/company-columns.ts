import type { Company } from './company.ts';
import { describe } from './company.ts';
import { fullName } from './company-names.ts';
import { field } from './csv-file.ts';
import type { Draws } from './draws.ts';

/** How often a field about a company is empty. */
export const missing = { firmographic: 0.2, domain: 0.12, address: 0.05 } as const;

/** The fields customers and prospects share, as a file shows them: fields go missing at random, one by one. */
export type CompanyFields = {
  readonly name: string;
  readonly website: string;
  readonly description: string;
  readonly industry: string;
  readonly naics: string;
  readonly employees: string;
  readonly annual_revenue: string;
  readonly founded_year: string;
  readonly city: string;
  readonly region: string;
  readonly postal_code: string;
  readonly parent_company: string;
  readonly facility_count: string;
  readonly maintenance_model: string;
  readonly shift_pattern: string;
  readonly site_type: string;
  readonly ownership: string;
  readonly fiscal_year_end: string;
  readonly erp_system: string;
  readonly sales_territory: string;
};

/** Draws which fields are known and writes them; the caller orders and quotes them with {@link companyRow}. */
export function companyFields(company: Company, draws: Draws): CompanyFields {
  const known = (text: string): string => (draws.chance(missing.firmographic) ? '' : text);
  const address = !draws.chance(missing.address);
  return {
    name: fullName(company.name),
    website: draws.chance(missing.domain) ? '' : website(company.domain, draws),
    description: known(describe(company, draws)),
    industry: known(company.industry.industry),
    naics: known(company.industry.naics),
    employees: known(String(company.employees)),
    annual_revenue: known(String(company.annual_revenue)),
    founded_year: known(String(company.founded_year)),
    city: address ? company.place.city : '',
    region: address ? company.place.region : '',
    postal_code: address ? company.zip : '',
    parent_company: company.parent_company ?? '',
    facility_count: known(String(company.facility_count)),
    maintenance_model: known(company.maintenance_model),
    shift_pattern: known(company.shift_pattern),
    site_type: known(company.site_type),
    ownership: known(company.ownership),
    fiscal_year_end: known(company.fiscal_year_end),
    erp_system: known(company.erp_system),
    sales_territory: known(company.place.territory),
  };
}

/** The forms a web address comes in. */
function website(domain: string, draws: Draws): string {
  const form = draws.next();
  if (form < 0.55) return domain;
  if (form < 0.8) return `www.${domain}`;
  return form < 0.93 ? `https://www.${domain}/` : domain.toUpperCase();
}

/** 41000000 → "41,000,000", as a spreadsheet shows it. */
export const thousands = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/** Fields as one line of a CSV file. */
export const csvRow = (fields: readonly string[]): string => fields.map(field).join(',');
