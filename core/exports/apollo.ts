import { companyNameKey } from '../match/company-name.ts';
import { domainCell, linkedinCell, phoneCell, sourceList, wholeCell } from './company-cells.ts';
import type { ExportFormat, ExportTarget } from './export-format.ts';
import { scoreColumns } from './score-columns.ts';

/** Apollo's import of accounts, under the headers of its own export. */
export const apollo: ExportFormat = {
  name: 'apollo',
  title: 'Apollo: accounts',
  file: 'apollo-accounts',
  how: 'Import as accounts; Apollo finds an account again by its account id in the file of updates, else by its website.',
  most: 9_999,
  least: 1,
  update: { header: 'Apollo Account Id', id: (row) => row.crm_ids.apollo },
  takes: (row) => row.name !== null || row.domain !== null,
  persons: false,
  columns: [
    ['Company Name', (row) => row.name],
    ['Company Name for Emails', (row) => shortName(row.name)],
    ['Lists', sourceList],
    ['# Employees', (row) => wholeCell(row.employees)],
    ['Industry', (row) => row.industry?.toLowerCase() ?? null],
    ['Website', (row) => website(row)],
    ['Company Linkedin Url', linkedinCell],
    ['Company Address', (row) => row.company.address],
    ['Company City', (row) => row.company.city],
    ['Company State', (row) => row.region],
    ['Company Country', (row) => row.country],
    ['Company Phone', (row) => phoneCell(row.company.phone)],
    ['Annual Revenue', (row) => wholeCell(row.company.annual_revenue)],
    ['SIC Codes', (row) => row.company.sic],
    ['NAICS Codes', (row) => row.company.naics],
    ['Founded Year', (row) => wholeCell(row.company.founded_year)],
    ['Short Description', (row) => row.company.description],
    ...scoreColumns,
  ],
};

const website = (row: ExportTarget): string | null => {
  const domain = domainCell(row);
  return domain === null ? null : `http://www.${domain}`;
};

/** The name as one would say it in a mail: without legal form, as it is spelt. */
function shortName(name: string | null): string | null {
  if (name === null) return null;
  const words = name.trim().split(/\s+/);
  while (words.length > 1 && companyNameKey(words.slice(0, -1).join(' ')) === companyNameKey(name))
    words.pop();
  return words.join(' ').replace(/[,\s]+$/, '');
}
