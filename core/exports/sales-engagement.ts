import {
  domainCell,
  linkedinCell,
  ownerMailCell,
  phoneCell,
  websiteCell,
  wholeCell,
} from './company-cells.ts';
import type { ExportCell, ExportFormat, ExportTarget } from './export-format.ts';
import { reasonCodes } from './reason-codes.ts';
import { scoreColumns } from './score-columns.ts';
import { employeeBand, revenueBand } from './size-bands.ts';

const tags = (row: ExportTarget): string =>
  [row.list, `tier-${row.tier.toLowerCase()}-score`, 'lookalike', ...row.tags].join(',');

const place = (row: ExportTarget): ExportCell =>
  [row.company.city, row.region].filter((part) => part !== null).join(', ') || null;

/** Outreach: `Custom ID` is the key a second import finds the account by. */
export const outreach: ExportFormat = {
  name: 'outreach',
  title: 'Outreach: accounts',
  file: 'outreach-accounts',
  how: 'Import as accounts and map the columns once; Custom ID is the key, duplicates are updated. Custom 1 to 4 hold score, tier, reasons and opening.',
  most: 10_000,
  least: 1,
  update: null,
  takes: (row) => row.name !== null || row.domain !== null,
  persons: false,
  columns: [
    ['Name', (row) => row.name ?? domainCell(row)],
    ['Domain', domainCell],
    ['Website', websiteCell],
    ['Industry', (row) => row.industry],
    ['Number of Employees', (row) => wholeCell(row.employees)],
    ['Locality', place],
    ['LinkedIn URL', linkedinCell],
    ['Owner', ownerMailCell],
    ['Tags', tags],
    ['Custom ID', (row) => row.target_id],
    ['Custom 1', (row) => row.score],
    ['Custom 2', (row) => row.tier],
    ['Custom 3', (row) => reasonCodes(row)],
    ['Custom 4', (row) => row.message_angle],
  ],
};

/** Salesloft: a row without a domain is refused, so it is left out and counted. */
export const salesloft: ExportFormat = {
  name: 'salesloft',
  title: 'Salesloft: accounts',
  file: 'salesloft-accounts',
  how: 'Import as accounts; the domain is the key, so existing accounts are updated. Companies without a domain cannot be imported and are not in the file.',
  most: 10_000,
  least: 1,
  update: null,
  takes: (row) => row.name !== null && domainCell(row) !== null,
  persons: false,
  columns: [
    ['Account Name', (row) => row.name],
    ['Domain', domainCell],
    ['Website', websiteCell],
    ['Phone', (row) => phoneCell(row.company.phone)],
    ['Street', (row) => row.company.address],
    ['City', (row) => row.company.city],
    ['State', (row) => row.region],
    ['Postal Code', (row) => row.company.postal_code],
    ['Country', (row) => row.country],
    ['Industry', (row) => row.industry],
    ['Size', (row) => employeeBand(row.employees)],
    ['Revenue Range', (row) => revenueBand(row.company.annual_revenue)],
    ['Founded', (row) => wholeCell(row.company.founded_year)],
    ['LinkedIn URL', linkedinCell],
    ['Description', (row) => row.company.description],
    ['Owner Email', ownerMailCell],
    ['Tags', tags],
    ...scoreColumns,
  ],
};

/** Reply.io: exactly its columns, in its order. */
export const replyIo: ExportFormat = {
  name: 'reply-io',
  title: 'Reply.io: accounts',
  file: 'replyio-accounts',
  how: 'Import as accounts, "update existing"; the account name is the key. The description holds tier and reasons.',
  most: 10_000,
  least: 1,
  update: null,
  takes: (row) => row.name !== null,
  persons: false,
  columns: [
    ['Account name', (row) => row.name],
    ['Domain name', domainCell],
    ['Description', (row) => `Tier ${row.tier}, ${row.score}: ${reasonCodes(row, 230)}`],
    ['Email', (row) => row.contacts[0]?.email ?? null],
    ['Phone number', (row) => phoneCell(row.company.phone)],
    ['Industry', (row) => row.industry],
    ['Company size', (row) => employeeBand(row.employees)],
    ['LinkedIn profile', linkedinCell],
    ['Twitter profile', () => null],
    ['Country', (row) => row.country],
    ['State', (row) => row.region],
    ['City', (row) => row.company.city],
  ],
};
