import { domainCell, linkedinCell } from './company-cells.ts';
import type { ExportCell, ExportFormat, ExportTarget } from './export-format.ts';
import { countryCode, regionCode } from './place-codes.ts';
import { splitName } from './salesforce.ts';

/** LinkedIn's template knows no `@`, which it allows in columns of e-mail addresses only. */
const withoutAt = (text: string | null): string | null => text?.replaceAll('@', ' ').trim() ?? null;

/** LinkedIn Campaign Manager: the company list of Matched Audiences, its template unchanged. */
export const linkedin: ExportFormat = {
  name: 'linkedin',
  title: 'LinkedIn Matched Audiences: company list',
  file: 'linkedin-company-list',
  how: 'Campaign Manager, Audiences, upload a company list. A new upload under the same name replaces the audience.',
  most: 50_000,
  least: 300,
  update: null,
  takes: (row) => row.name !== null,
  persons: false,
  columns: [
    ['companyname', (row) => withoutAt(row.name)],
    ['companywebsite', domainCell],
    ['companyemaildomain', domainCell],
    ['linkedincompanypageurl', linkedinCell],
    ['stocksymbol', () => null],
    ['industry', (row) => withoutAt(row.industry)],
    ['city', (row) => withoutAt(row.company.city)],
    ['state', (row) => withoutAt(row.region)],
    ['companycountry', (row) => countryCode(row.country)],
    ['zipcode', (row) => row.company.postal_code],
  ],
};

/**
 * A telephone number as E.164; null where the country code is neither written nor that of North America.
 *
 * @example
 * e164('(937) 555-0100', 'US'); // => '+19375550100'
 * e164('0221 123456', 'DE'); // => null
 */
export function e164(phone: string | null, country: string | null): string | null {
  const digits = phone?.replaceAll(/\D/g, '') ?? '';
  if (phone?.trim().startsWith('+') === true) return /^\d{8,15}$/.test(digits) ? `+${digits}` : null;
  if (country !== 'US' && country !== 'CA') return null;
  return digits.length === 10
    ? `+1${digits}`
    : digits.length === 11 && digits.startsWith('1')
      ? `+${digits}`
      : null;
}

const phone = (row: ExportTarget): ExportCell => {
  const number = e164(row.contacts[0]?.phone ?? null, countryCode(row.country));
  return number === null ? null : { verbatim: number };
};
const email = (row: ExportTarget): string | null => row.contacts[0]?.email?.trim().toLowerCase() ?? null;

/** Google Ads Customer Match: people, in plain text; Google hashes them on upload. */
export const googleAds: ExportFormat = {
  name: 'google-ads',
  title: 'Google Ads Customer Match: people',
  file: 'google-ads-customer-match',
  how: 'Audience manager, customer list, upload plain text data. Only for people you may advertise to; consent is yours to have.',
  most: 50_000,
  least: 1000,
  update: null,
  takes: () => true,
  persons: true,
  columns: [
    ['Email', email],
    ['Phone', phone],
    ['First Name', (row) => splitName(row.contacts[0]?.name ?? null).first],
    ['Last Name', (row) => splitName(row.contacts[0]?.name ?? null).last],
    ['Country', (row) => countryCode(row.country)],
    ['Zip', (row) => row.company.postal_code],
  ],
};

/** Meta custom audience: people. */
export const meta: ExportFormat = {
  name: 'meta',
  title: 'Meta custom audience: people',
  file: 'meta-custom-audience',
  how: 'Audiences, customer list, upload. Only for people you may advertise to; consent is yours to have.',
  most: 50_000,
  least: 100,
  update: null,
  takes: () => true,
  persons: true,
  columns: [
    ['email', email],
    ['phone', phone],
    ['fn', (row) => splitName(row.contacts[0]?.name ?? null).first],
    ['ln', (row) => splitName(row.contacts[0]?.name ?? null).last],
    ['ct', (row) => row.company.city?.toLowerCase() ?? null],
    ['st', (row) => regionCode(row.region)],
    ['country', (row) => countryCode(row.country)],
    ['zip', (row) => row.company.postal_code],
  ],
};
