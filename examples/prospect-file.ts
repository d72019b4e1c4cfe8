import { join } from 'node:path';
import type { Account } from './accounts.ts';
import { type Company, drawCompany } from './company.ts';
import { type CompanyFields, companyFields, csvRow } from './company-columns.ts';
import { type CompanyName, nameVariant } from './company-names.ts';
import { createCsvFile } from './csv-file.ts';
import { planDirt } from './dirt.ts';
import type { Draws } from './draws.ts';
import { latentFit, nature, natureOf } from './planted-traits.ts';

/** What is planted in Prospects.csv; ids are prospect ids in rising order. */
export type ProspectBook = {
  readonly rows: number;
  readonly dirt: Readonly<Record<string, number>>;
  readonly hidden: readonly HiddenCustomer[];
  /** The later row repeats the earlier one. */
  readonly duplicates: readonly { readonly prospect_id: string; readonly original_id: string }[];
  /** Other companies that share a customer's name, in another state under another domain. */
  readonly namesakes: readonly { readonly prospect_id: string; readonly customer_id: string }[];
  readonly fits: readonly string[];
  /** Every row with its company's true fit, in the order of the file. */
  readonly prospects: readonly ProspectTruth[];
};

export type HiddenCustomer = {
  readonly prospect_id: string;
  readonly customer_id: string;
  readonly known_by: 'domain' | 'name';
};

export type ProspectTruth = {
  readonly prospect_id: string;
  readonly domain: string;
  readonly fit: number;
  /** Which traits and prerequisites its company has, and which of them the row lets one see: bits as in `nature`. */
  readonly has: number;
  readonly shows: number;
};

const header =
  'Prospect ID,Company Name,Website,Description,Industry,NAICS Code,Employees,Annual Revenue,Founded Year,City,State,Country,Zip Code,Parent Company,Facility Count,Maintenance Model,Shift Pattern,Site Type,Ownership,Fiscal Year End,ERP System,Sales Territory';

/** Share of the net-new companies that truly fit. */
export const fitShare = 0.025;
/** What no file shows of a prospect: standard deviation of the unseen part of its fit. */
const unseen = 0.35;

type Special =
  | { readonly kind: 'hidden'; readonly account: Account; readonly known_by: 'domain' | 'name' }
  | { readonly kind: 'namesake'; readonly account: Account }
  | { readonly kind: 'original'; readonly copy: number }
  | { readonly kind: 'duplicate'; readonly original: number };

/** Writes Prospects.csv and gives what was planted in it. */
export async function writeProspectFile(
  count: number,
  accounts: readonly Account[],
  draws: Draws,
  makeName: (trades: readonly string[]) => CompanyName,
  folder: string,
): Promise<ProspectBook> {
  const file = createCsvFile(join(folder, 'Prospects.csv'));
  const share = count / 20_000;
  const dirt = planDirt('Prospects.csv', count, share, draws);
  const specials = planSpecials(count, accounts, share, draws);
  const originals = new Map<number, Company>();
  const hidden: HiddenCustomer[] = [];
  const duplicates: { prospect_id: string; original_id: string }[] = [];
  const namesakes: { prospect_id: string; customer_id: string }[] = [];
  const prospects: ProspectTruth[] = [];
  const netNew: ProspectTruth[] = [];
  const idOf = (row: number): string => `P-${200_001 + row}`;
  file.line(header);
  for (let row = 0; row < count; row++) {
    const prospect_id = idOf(row);
    const special = specials.get(row);
    let company: Company;
    let fields: CompanyFields;
    if (special?.kind === 'hidden') {
      company = special.account.company;
      fields = disguised(company, special.known_by, draws);
      hidden.push({ prospect_id, customer_id: special.account.customer_id, known_by: special.known_by });
    } else if (special?.kind === 'duplicate') {
      company = originals.get(special.original)!;
      fields = disguised(company, draws.chance(0.5) ? 'domain' : 'name', draws);
      duplicates.push({ prospect_id, original_id: idOf(special.original) });
    } else {
      company = drawCompany(draws, 'prospect', makeName);
      if (special?.kind === 'namesake') {
        const home = special.account.company.place.region;
        while (company.place.region === home) company = drawCompany(draws, 'prospect', makeName);
        company = namesakeOf(special.account.company, company);
        namesakes.push({ prospect_id, customer_id: special.account.customer_id });
      }
      if (special?.kind === 'original') originals.set(row, company);
      fields = companyFields(company, draws);
      if (special?.kind === 'namesake') fields = { ...fields, ...placeOf(company), website: company.domain };
    }
    const truth = {
      prospect_id,
      domain: company.domain,
      fit: latentFit(company) + unseen * draws.normal(),
      has: natureOf(company),
      shows: shown(fields),
    };
    prospects.push(truth);
    if (special?.kind !== 'hidden' && special?.kind !== 'duplicate') netNew.push(truth);
    const kind = dirt.at.get(row);
    const employees = kind === 'bad_number' ? 'about 50' : fields.employees;
    const line = csvRow([prospect_id, ...columnsOf({ ...fields, employees })]);
    file.line(line);
    if (kind === 'missing_prospect_id') file.line(line.slice(prospect_id.length));
    if (file.full()) await file.flush();
  }
  await file.close();
  const fits = netNew
    .sort((a, b) => b.fit - a.fit || (a.prospect_id < b.prospect_id ? -1 : 1))
    .slice(0, Math.round(netNew.length * fitShare))
    .map((prospect) => prospect.prospect_id)
    .sort();
  return { rows: count, dirt: dirt.counts, hidden, duplicates, namesakes, fits, prospects };
}

const columnsOf = (fields: CompanyFields): readonly string[] => [
  fields.name,
  fields.website,
  fields.description,
  fields.industry,
  fields.naics,
  fields.employees,
  fields.annual_revenue,
  fields.founded_year,
  fields.city,
  fields.region,
  'US',
  fields.postal_code,
  fields.parent_company,
  fields.facility_count,
  fields.maintenance_model,
  fields.shift_pattern,
  fields.site_type,
  fields.ownership,
  fields.fiscal_year_end,
  fields.erp_system,
  fields.sales_territory,
];

/** Which of a company's traits and prerequisites can be told from a row: those with a column that is filled. */
function shown(fields: CompanyFields): number {
  const told: Readonly<Record<(typeof nature)[number]['id'], boolean>> = {
    machinery: fields.naics !== '' || fields.industry !== '',
    chemicals: fields.naics !== '' || fields.industry !== '',
    industrial: fields.naics !== '' || fields.industry !== '',
    'mid-size': fields.employees !== '',
    'not-tiny': fields.employees !== '',
    midwest: fields.sales_territory !== '' || fields.region !== '',
    served: fields.sales_territory !== '' || fields.region !== '',
    'many-sites': fields.facility_count !== '',
    'in-house-maintenance': fields.maintenance_model !== '',
    'three-shift': fields.shift_pattern !== '',
    'production-site': fields.site_type !== '',
    edi: false,
  };
  return nature.reduce((bits, { id }, place) => (told[id] ? bits | (1 << place) : bits), 0);
}

/** The same company as another list has it: by its domain under some name, or by a variant of its name without a domain. */
function disguised(company: Company, known_by: 'domain' | 'name', draws: Draws): CompanyFields {
  const fields = companyFields(company, draws);
  const name = nameVariant(company.name, draws);
  return known_by === 'domain'
    ? { ...fields, name, website: draws.chance(0.5) ? company.domain : `https://${company.domain}/about` }
    : { ...fields, name, website: '' };
}

/** The prospect under the customer's name: in its own state, which must be another one, with a domain of its own. */
function namesakeOf(customer: Company, prospect: Company): Company {
  const name = { ...customer.name, form: prospect.name.form };
  return { ...prospect, name, domain: `${prospect.place.region.toLowerCase()}-${customer.domain}` };
}

const placeOf = (company: Company) => ({
  city: company.place.city,
  region: company.place.region,
  postal_code: company.zip,
});

/** Chooses the rows that are not simply a new company. Duplicates come after their originals. */
function planSpecials(
  count: number,
  accounts: readonly Account[],
  share: number,
  draws: Draws,
): ReadonlyMap<number, Special> {
  const number = (usual: number): number => Math.max(1, Math.round(usual * share));
  const own = accounts.filter((account) => account.company.domain.endsWith('.example'));
  const wanted = { hidden: number(150), namesakes: number(40), pairs: number(60) };
  const used = draws.shuffle(own).slice(0, wanted.hidden + wanted.namesakes);
  const rows = draws.shuffle(
    Array.from(draws.sample(count, Math.min(count, used.length + 2 * wanted.pairs))),
  );
  const specials = new Map<number, Special>();
  used.forEach((account, index) => {
    const row = rows[index]!;
    if (index >= wanted.hidden) specials.set(row, { kind: 'namesake', account });
    else specials.set(row, { kind: 'hidden', account, known_by: index % 2 === 0 ? 'domain' : 'name' });
  });
  for (let at = used.length; at + 1 < rows.length; at += 2) {
    const first = Math.min(rows[at]!, rows[at + 1]!);
    const second = Math.max(rows[at]!, rows[at + 1]!);
    specials.set(first, { kind: 'original', copy: second });
    specials.set(second, { kind: 'duplicate', original: first });
  }
  return specials;
}
