import type { CompanyCell } from '../traits/company-columns.ts';
import { foldLevel, levelFromCell, numberFromCell } from '../traits/company-columns.ts';
import type { FieldValues, ProviderCompany, ProviderField } from './provider-company.ts';
import { providerFields } from './provider-company.ts';
import { type FileSpellings, spellAsFiles } from './spell-as-files.ts';

/** What an answer did to one company's row. */
export type Filled = {
  /** Values that fill what the row did not have. */
  readonly fields: { readonly [field in ProviderField]?: string | number };
  /** Fields where the answer says something else than the row; the row keeps its own. */
  readonly conflicts: readonly ProviderField[];
};

/** Numbers closer than this are not in conflict: providers count and estimate at different times. */
const closeEnough = 0.25;

/**
 * Fills a company's empty fields from an answer. **The file wins**: what the client's files say stands, and where the answer
 * differs that is a conflict, reported and not applied. An answer's revenue is used only in the run's own currency.
 *
 * @param row the company's own values by column
 * @param currency of the run's amounts
 * @example
 * const answer = { provider: 'apollo', record_id: '1', fields: { employees: 320, city: 'Toledo' }, revenue_currency: 'USD', phone: null, address: null, signals: [], inferred: [] };
 * fillFields({ city: 'Dayton', employees: null }, answer, {}, 'USD'); // => { fields: { employees: 320 }, conflicts: ['city'] }
 */
export function fillFields(
  row: { readonly [column: string]: CompanyCell | undefined },
  answer: Pick<ProviderCompany, 'revenue_currency'> & { readonly fields: Partial<FieldValues> },
  spellings: FileSpellings,
  currency: string,
): Filled {
  const fields: { [field in ProviderField]?: string | number } = {};
  const conflicts: ProviderField[] = [];
  for (const field of providerFields) {
    const told = answer.fields[field] ?? null;
    if (told === null) continue;
    if (field === 'annual_revenue' && answer.revenue_currency !== currency) continue;
    const value = spellAsFiles(spellings, field, told);
    const own = row[field];
    if (levelFromCell(own) === null) fields[field] = value;
    else if (compared.has(field) && !agrees(field, own, value)) conflicts.push(field);
  }
  return { fields, conflicts };
}

/** Names, descriptions and addresses are written in as many ways as there are writers: they are not compared. */
const compared: ReadonlySet<ProviderField> = new Set([
  'naics',
  'employees',
  'annual_revenue',
  'founded_year',
  'city',
  'region',
  'country',
]);

function agrees(field: ProviderField, own: CompanyCell | undefined, told: string | number): boolean {
  if (field === 'employees' || field === 'annual_revenue') {
    const [a, b] = [numberFromCell(own), Number(told)];
    return a !== null && Math.abs(a - b) <= closeEnough * Math.max(Math.abs(a), Math.abs(b));
  }
  if (field === 'naics') {
    const [a, b] = [String(own), String(told)];
    return a.startsWith(b) || b.startsWith(a);
  }
  return foldLevel(String(own)) === foldLevel(String(told));
}
