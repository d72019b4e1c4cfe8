import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { LookalikeInput } from '../core/model/lookalike-set.ts';
import type { CompanyCell, CompanyColumns } from '../core/traits/company-columns.ts';
import { customerFeatures } from '../core/traits/customer-features.ts';
import { generateTenant, type TenantPlan, tenantSettings } from '../examples/generate.ts';
import type { PlantedTruth } from '../examples/planted-truth.ts';

/** Customers and net-new prospects of a generated tenant as tables, with who truly fits. */
export type TenantCompanies = {
  readonly input: LookalikeInput;
  /** Per prospect of the background: 1 truly fits. */
  readonly fits: Uint8Array;
  readonly truth: PlantedTruth;
};

const columns: Readonly<Record<string, string>> = {
  industry: 'industry',
  'naics code': 'naics',
  'no. of employees': 'employees',
  employees: 'employees',
  'annual revenue': 'annual_revenue',
  'founded year': 'founded_year',
  city: 'city',
  state: 'region',
  country: 'country',
  'facility count': 'facility_count',
};
const numbers = new Set(['employees', 'annual_revenue', 'founded_year', 'facility_count']);

/**
 * Reads a generated tenant's companies without running the pipeline: best customers as the truth has them, hidden
 * customers and repeated prospects left out. Descriptions are not read.
 */
export async function tenantCompanies(plan: TenantPlan): Promise<TenantCompanies> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-evidence-'));
  try {
    const truth = await generateTenant(plan, folder);
    const attributes = tenantSettings.model_features;
    const customers = await readCompanies(join(folder, 'Customers.csv'), 'customer no', attributes);
    const prospects = await readCompanies(join(folder, 'Prospects.csv'), 'prospect id', attributes);
    const known = new Set([
      ...truth.hidden.map(({ prospect_id }) => prospect_id),
      ...truth.duplicates.map(({ prospect_id }) => prospect_id),
    ]);
    const netNew = without(prospects, known);
    const tables = customerFeatures(customers, netNew, [], {
      asOfYear: Number(truth.as_of.slice(0, 4)),
      currency: tenantSettings.currency,
      attributes: Object.fromEntries(attributes.map((name) => [name, 'text' as const])),
      modelFeatures: attributes,
    });
    const best = new Set(truth.best);
    const base = new Set(Object.keys(truth.styles));
    const fits = new Set(truth.fits);
    return {
      input: {
        customers: tables.customers,
        best: Int8Array.from(tables.customers.ids, (id) => (best.has(id) ? 1 : base.has(id) ? 0 : -1)),
        background: tables.prospects,
        texts: null,
      },
      fits: Uint8Array.from(netNew.ids, (id) => (fits.has(id) ? 1 : 0)),
      truth,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readCompanies(
  file: string,
  key: string,
  attributes: readonly string[],
): Promise<CompanyColumns> {
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const { data } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (header) => header.trim().toLowerCase(),
  });
  const seen = new Set<string>();
  const rows = data.filter((row) => {
    const id = row[key]?.trim() ?? '';
    const fresh = /^[A-Z]-\d+$/.test(id) && !seen.has(id);
    seen.add(id);
    return fresh;
  });
  const cells = (header: string, numeric: boolean): CompanyCell[] =>
    rows.map((row) => {
      const value = row[header]?.trim() ?? '';
      if (!numeric) return value === '' ? null : value;
      const number = Number(value.replaceAll(',', ''));
      return value === '' || !Number.isFinite(number) ? null : number;
    });
  const headers = new Set(Object.keys(rows[0] ?? {}));
  const own = Object.entries(columns).filter(([header]) => headers.has(header));
  return {
    ids: rows.map((row) => row[key]!.trim()),
    columns: Object.fromEntries([
      ...own.map(([header, name]) => [name, cells(header, numbers.has(name))] as const),
      ...attributes.map(
        (name) => [name, cells(name.replace('attribute_', '').replaceAll('_', ' '), false)] as const,
      ),
    ]),
  };
}

function without(companies: CompanyColumns, ids: ReadonlySet<string>): CompanyColumns {
  const rows = companies.ids.flatMap((id, row) => (ids.has(id) ? [] : [row]));
  return {
    ids: rows.map((row) => companies.ids[row]!),
    columns: Object.fromEntries(
      Object.entries(companies.columns).map(([name, values]) => [
        name,
        rows.map((row) => values[row] ?? null),
      ]),
    ),
  };
}
