import {
  domainCell,
  linkedinCell,
  ownerMailCell,
  phoneCell,
  websiteCell,
  wholeCell,
} from './company-cells.ts';
import type { ExportFormat } from './export-format.ts';
import { hubspotIndustry } from './hubspot-industry.ts';
import { scoreColumns } from './score-columns.ts';

/** HubSpot's import of companies; headers as its own export writes them. */
export const hubspot: ExportFormat = {
  name: 'hubspot',
  title: 'HubSpot: companies',
  file: 'hubspot-companies',
  how: 'Import as companies, "create and update": the domain name is the key; the file of updates has the record id, which is the key there.',
  most: 10_000,
  least: 1,
  update: { header: 'Record ID', id: (row) => row.crm_ids.hubspot },
  takes: () => true,
  persons: false,
  columns: [
    ['Company name', (row) => row.name],
    ['Company domain name', domainCell],
    ['Website URL', websiteCell],
    ['Phone Number', (row) => phoneCell(row.company.phone)],
    ['Street Address', (row) => row.company.address],
    ['City', (row) => row.company.city],
    ['State/Region', (row) => row.region],
    ['Postal Code', (row) => row.company.postal_code],
    ['Country/Region', (row) => row.country],
    ['Industry', (row) => hubspotIndustry(row.industry)],
    ['Annual Revenue', (row) => wholeCell(row.company.annual_revenue)],
    ['Number of Employees', (row) => wholeCell(row.employees)],
    ['Description', (row) => row.company.description],
    ['LinkedIn Company Page', linkedinCell],
    ['Year Founded', (row) => wholeCell(row.company.founded_year)],
    ['Company owner', ownerMailCell],
    ...scoreColumns,
    ['Source Industry', (row) => row.industry],
  ],
};
