import { join } from 'node:path';
import type { Account } from './accounts.ts';
import { companyFields, csvRow, thousands } from './company-columns.ts';
import { createCsvFile } from './csv-file.ts';
import { planDirt } from './dirt.ts';
import type { Draws } from './draws.ts';

const header =
  'CUSTOMER NO,company name,WebSite,Description,Industry,NAICS Code,No. of Employees,Annual Revenue,Founded Year,City,State,Country,Zip Code,Sales Rep,Parent Company,Facility Count,Contract,EDI,Maintenance Model,Shift Pattern,Site Type,Ownership,Fiscal Year End,ERP System,Sales Territory,Lead Source,Customer Class';

/** Writes Customers.csv as a spreadsheet saved it (byte order mark, CRLF) and gives its dirt. */
export async function writeCustomerFile(
  accounts: readonly Account[],
  classes: readonly string[],
  share: number,
  draws: Draws,
  folder: string,
): Promise<Readonly<Record<string, number>>> {
  const file = createCsvFile(join(folder, 'Customers.csv'), { newline: '\r\n', mark: true });
  const dirt = planDirt('Customers.csv', accounts.length, share, draws);
  file.line(header);
  for (const [index, account] of accounts.entries()) {
    const { company } = account;
    const fields = companyFields(company, draws);
    const flag = (value: boolean): string => (draws.chance(0.2) ? '' : value ? 'Yes' : 'No');
    const kind = dirt.at.get(index);
    const name = kind === 'line_break_in_name' ? fields.name.replace(' ', '\n') : fields.name;
    const rest = [
      name,
      fields.website,
      fields.description,
      fields.industry,
      fields.naics,
      fields.employees,
      thousands(fields.annual_revenue),
      fields.founded_year,
      fields.city,
      fields.region,
      'USA',
      fields.postal_code,
      account.sales_rep,
      fields.parent_company,
      fields.facility_count,
      flag(company.contract),
      flag(company.edi),
      fields.maintenance_model,
      fields.shift_pattern,
      fields.site_type,
      fields.ownership,
      fields.fiscal_year_end,
      fields.erp_system,
      fields.sales_territory,
      account.lead_source,
      classes[index] ?? '',
    ];
    file.line(csvRow([account.customer_id, ...rest]));
    if (kind === 'blank_line') file.line('');
    else if (kind === 'missing_customer_id') file.line(csvRow(['', ...rest]));
    if (file.full()) await file.flush();
  }
  await file.close();
  return dirt.counts;
}
