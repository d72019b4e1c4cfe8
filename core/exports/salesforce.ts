import { domainCell, phoneCell, sourceList, websiteCell, wholeCell } from './company-cells.ts';
import type { ExportColumn, ExportFormat, ExportTarget } from './export-format.ts';
import { reasonCodes } from './reason-codes.ts';
import { apiName, scoreColumns } from './score-columns.ts';

/** Label, API name, cell: the Data Import Wizard reads the one, Data Loader and the Bulk API the other. */
const accountColumns: readonly (readonly [
  string,
  string,
  (row: ExportTarget) => ReturnType<ExportColumn<ExportTarget>[1]>,
])[] = [
  ['Account Name', 'Name', (row) => row.name ?? domainCell(row) ?? row.target_id],
  ['Website', 'Website', websiteCell],
  ['Industry', 'Industry', (row) => row.industry],
  ['Annual Revenue', 'AnnualRevenue', (row) => wholeCell(row.company.annual_revenue)],
  ['Employees', 'NumberOfEmployees', (row) => wholeCell(row.employees)],
  ['Phone', 'Phone', (row) => phoneCell(row.company.phone)],
  ['Billing Street', 'BillingStreet', (row) => row.company.address],
  ['Billing City', 'BillingCity', (row) => row.company.city],
  ['Billing State/Province', 'BillingState', (row) => row.region],
  ['Billing Zip/Postal Code', 'BillingPostalCode', (row) => row.company.postal_code],
  ['Billing Country', 'BillingCountry', (row) => row.country],
  ['NAICS Code', 'NaicsCode', (row) => row.company.naics],
  ['SIC Code', 'Sic', (row) => row.company.sic],
  ['Account Source', 'AccountSource', () => 'Look-alike list'],
  ['Description', 'Description', (row) => describe(row)],
];

/** The tier and why, as the account's description: what a rep reads first. */
const describe = (row: ExportTarget): string => `Tier ${row.tier}; ${reasonCodes(row, 240)}`;

const accounts = {
  most: 10_000,
  least: 1,
  takes: () => true,
  persons: false,
} as const;

/** Accounts under their labels, for the Data Import Wizard. */
export const salesforceAccounts: ExportFormat = {
  ...accounts,
  name: 'salesforce-accounts',
  title: 'Salesforce: accounts, Data Import Wizard',
  file: 'salesforce-accounts',
  how: 'Import as "Accounts and Contacts", "add new and update existing", matched by account id in the file of updates, else by name and site; make Kindred ID an external id to match by it.',
  update: { header: 'Account ID', id: (row) => row.crm_ids.salesforce },
  columns: [...accountColumns.map(([label, , cell]) => [label, cell] as const), ...scoreColumns],
};

/** Accounts under their API names, for Data Loader and the Bulk API. */
export const salesforceAccountsApi: ExportFormat = {
  ...accounts,
  name: 'salesforce-accounts-api',
  title: 'Salesforce: accounts, Data Loader (API names)',
  file: 'salesforce-accounts-api-names',
  how: 'Upsert Account on the external id Kindred_ID__c; update by Id with the file of updates.',
  update: { header: 'Id', id: (row) => row.crm_ids.salesforce },
  columns: [
    ...accountColumns.map(([, api, cell]) => [api, cell] as const),
    ...scoreColumns.map(([header, cell]) => [apiName(header), cell] as const),
  ],
};

const ratings = { A: 'Hot', B: 'Warm', C: 'Cold', D: 'Cold' } as const;

/** Leads: companies never sold to, with the first person known there, or Salesforce's own word for nobody. */
export const salesforceLeads: ExportFormat = {
  name: 'salesforce-leads',
  title: 'Salesforce: leads, Data Import Wizard',
  file: 'salesforce-leads',
  how: 'Import as leads, "add new and update existing", matched by e-mail; where nobody is known there, prefer the accounts file.',
  most: 10_000,
  least: 1,
  update: null,
  takes: (row) => row.pool === 'net-new' && !row.tags.includes('known_account'),
  persons: false,
  columns: [
    ['First Name', (row) => splitName(row.contacts[0]?.name ?? null).first],
    ['Last Name', (row) => splitName(row.contacts[0]?.name ?? null).last ?? '[Unknown]'],
    ['Company', (row) => row.name ?? domainCell(row) ?? row.target_id],
    ['Email', (row) => row.contacts[0]?.email ?? null],
    ['Phone', (row) => phoneCell(row.contacts[0]?.phone ?? row.company.phone)],
    ['City', (row) => row.company.city],
    ['State', (row) => row.region],
    ['Postal Code', (row) => row.company.postal_code],
    ['Country', (row) => row.country],
    ['Industry', (row) => row.industry],
    ['Annual Revenue', (row) => wholeCell(row.company.annual_revenue)],
    ['No. of Employees', (row) => wholeCell(row.employees)],
    ['Website', websiteCell],
    ['Lead Source', () => 'Look-alike list'],
    ['Lead Status', () => 'Open - Not Contacted'],
    ['Rating', (row) => ratings[row.tier]],
    ['Description', (row) => describe(row)],
    ...scoreColumns.filter(([header]) => header !== 'Source List'),
    ['Source List', sourceList],
  ],
};

/**
 * A full name as given and family name: the last word is the family's. One word is the family's.
 *
 * @example
 * splitName('Anna Maria Ohm'); // => { first: 'Anna Maria', last: 'Ohm' }
 * splitName('Cher'); // => { first: null, last: 'Cher' }
 */
export function splitName(name: string | null): {
  readonly first: string | null;
  readonly last: string | null;
} {
  const words = (name ?? '')
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  const last = words.at(-1) ?? null;
  return { first: words.length < 2 ? null : words.slice(0, -1).join(' '), last };
}
