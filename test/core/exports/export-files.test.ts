import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exportFormats, formatFiles } from '../../../core/exports/export-files.ts';
import type { ExportFormat, ExportTarget } from '../../../core/exports/export-format.ts';
import { target } from '../report/report-sample.ts';

const row = (id: string, change: Partial<ExportTarget> = {}): ExportTarget => ({
  ...target(id),
  contacts: [],
  as_of: '2026-07-01',
  ...change,
});
const format = (name: string): ExportFormat => exportFormats.find((each) => each.name === name)!;
const standard = (name: string): string[] => {
  const headers = format(name).columns.map(([header]) => header);
  const own = headers.findIndex((header) => header.startsWith('Kindred'));
  return own === -1 ? headers : headers.slice(0, own);
};

/** The headers as the tools' own help pages and exports write them. */
const imported: { readonly [name: string]: string } = {
  hubspot:
    'Company name,Company domain name,Website URL,Phone Number,Street Address,City,State/Region,Postal Code,Country/Region,Industry,Annual Revenue,Number of Employees,Description,LinkedIn Company Page,Year Founded,Company owner',
  'salesforce-accounts':
    'Account Name,Website,Industry,Annual Revenue,Employees,Phone,Billing Street,Billing City,Billing State/Province,Billing Zip/Postal Code,Billing Country,NAICS Code,SIC Code,Account Source,Description',
  'salesforce-accounts-api':
    'Name,Website,Industry,AnnualRevenue,NumberOfEmployees,Phone,BillingStreet,BillingCity,BillingState,BillingPostalCode,BillingCountry,NaicsCode,Sic,AccountSource,Description',
  'salesforce-leads':
    'First Name,Last Name,Company,Email,Phone,City,State,Postal Code,Country,Industry,Annual Revenue,No. of Employees,Website,Lead Source,Lead Status,Rating,Description',
  apollo:
    'Company Name,Company Name for Emails,Lists,# Employees,Industry,Website,Company Linkedin Url,Company Address,Company City,Company State,Company Country,Company Phone,Annual Revenue,SIC Codes,NAICS Codes,Founded Year,Short Description',
  outreach:
    'Name,Domain,Website,Industry,Number of Employees,Locality,LinkedIn URL,Owner,Tags,Custom ID,Custom 1,Custom 2,Custom 3,Custom 4',
  salesloft:
    'Account Name,Domain,Website,Phone,Street,City,State,Postal Code,Country,Industry,Size,Revenue Range,Founded,LinkedIn URL,Description,Owner Email,Tags',
  'reply-io':
    'Account name,Domain name,Description,Email,Phone number,Industry,Company size,LinkedIn profile,Twitter profile,Country,State,City',
  linkedin:
    'companyname,companywebsite,companyemaildomain,linkedincompanypageurl,stocksymbol,industry,city,state,companycountry,zipcode',
  'google-ads': 'Email,Phone,First Name,Last Name,Country,Zip',
  meta: 'email,phone,fn,ln,ct,st,country,zip',
};

describe('the exports', () => {
  it.each(Object.entries(imported))('%s has exactly the headers its tool imports', (name, headers) => {
    expect(standard(name).join(',')).toBe(headers);
  });

  it('carry score, tier and reasons into every tool that has room for them', () => {
    for (const { name, columns, persons } of exportFormats) {
      if (persons || name === 'linkedin') continue;
      const cells = columns.map(([, cell]) => String(cell(row('a'))));
      expect(cells.some((cell) => cell.includes('84.2'))).toBe(true);
      expect(cells.some((cell) => cell.includes('fact 1'))).toBe(true);
    }
  });

  it('update what the tool has, by its own key, and add the others, each company in one file only', () => {
    const known = row('known', { crm_ids: { hubspot: '812', salesforce: '0015g00000XyZAb', apollo: null } });
    const { files, left_out } = formatFiles(format('hubspot'), [row('new'), known]);
    expect(files.map(({ file }) => file)).toEqual(['hubspot-companies.csv', 'hubspot-companies-update.csv']);
    expect(files[1]!.headers[0]).toBe('Record ID');
    expect(files[1]!.rows[0]!.slice(0, 2)).toEqual(['812', 'Company known']);
    expect([files[0]!.rows.length, files[1]!.rows.length, left_out]).toEqual([1, 1, 0]);
    expect(formatFiles(format('salesforce-accounts-api'), [known]).files[0]!.headers[0]).toBe('Id');
  });

  it('give a company the same key in every run, so that a second import finds it', () => {
    const key = (change: Partial<ExportTarget>): unknown => {
      const { files } = formatFiles(format('salesforce-accounts'), [row('a', change)]);
      return files[0]!.rows[0]![files[0]!.headers.indexOf('Kindred ID')];
    };
    expect(key({ score: 12, rank: 9, list: 'tier-b', name: 'Renamed' })).toBe(key({}));
  });

  it('leave out what a tool cannot take, counted, and split what is too long for one file', () => {
    const { files, left_out } = formatFiles(format('salesloft'), [row('a'), row('b', { domain: null })]);
    expect([files[0]!.rows.length, left_out]).toEqual([1, 1]);
    const many = Array.from({ length: 10_001 }, (_, index) => row(`t${index}`, { rank: index + 1 }));
    expect(formatFiles(format('apollo'), many).files.map(({ file, rows }) => [file, rows.length])).toEqual([
      ['apollo-accounts.csv', 9_999],
      ['apollo-accounts-2.csv', 2],
    ]);
    expect(formatFiles(format('hubspot'), []).files).toEqual([]);
  });

  it('keep list and rank order, whatever the order they come in', () => {
    const rows = [
      row('w', { list: 'win-back' }),
      row('b', { list: 'tier-b' }),
      row('a2', { rank: 2 }),
      row('a1', { rank: 1 }),
    ];
    const [file] = formatFiles(format('csv'), rows).files;
    expect(file!.rows.map(([id]) => id)).toEqual(['a1', 'a2', 'b', 'w']);
  });

  it('write people only from contacts, one row each, numbers as E.164', () => {
    const contacts = [
      { name: 'Sam Sample', title: null, email: ' Buyer@Acme.example', phone: '(937) 555-0101' },
      { name: 'No Way', title: null, email: null, phone: null },
    ];
    const { files, left_out, warning } = formatFiles(format('google-ads'), [
      row('a', { contacts }),
      row('b'),
    ]);
    expect(files[0]!.rows).toEqual([
      ['buyer@acme.example', { verbatim: '+19375550101' }, 'Sam', 'Sample', 'US', '45402'],
    ]);
    expect(left_out).toBe(1);
    expect(warning).toContain('1000');
    expect(formatFiles(format('meta'), [row('a', { contacts })]).files[0]!.rows[0]).toEqual([
      'buyer@acme.example',
      { verbatim: '+19375550101' },
      'Sam',
      'Sample',
      'dayton',
      'oh',
      'US',
      '45402',
    ]);
  });

  it('write domains bare, employees in bands and an industry only where the tool knows it', () => {
    const [file] = formatFiles(format('hubspot'), [
      row('a', { domain: 'HTTPS://www.Acme.Example/x?y', industry: 'Drop forging' }),
    ]).files;
    expect(file!.rows[0]!.slice(1, 3)).toEqual(['acme.example', 'https://acme.example']);
    expect(file!.rows[0]![9]).toBeNull();
    const [reply] = formatFiles(format('reply-io'), [row('a')]).files;
    expect(reply!.rows[0]![6]).toBe('201-500');
  });
});

describe('the page on lists', () => {
  it('shows every form with its file and how it is imported', () => {
    const page = readFileSync(new URL('../../../docs/lists.md', import.meta.url), 'utf8');
    const shown = page.split(/<!-- (?:forms|end of forms) -->\n/)[1];
    const rows = exportFormats.map(({ title, file, how }) => `| ${title} | \`${file}.csv\` | ${how} |`);
    expect(shown).toBe(['| tool | file | how to import |', '| --- | --- | --- |', ...rows, ''].join('\n'));
  });
});
