import type { CustomerLabel } from '../../core/label/customer-label.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import { customerMatches } from '../../core/match/customer-matches.ts';
import type { Identity } from '../../core/match/identity.ts';
import type { FeatureTable } from '../../core/model/feature-table.ts';
import type { CompanyTexts } from '../../core/model/lookalike-set.ts';
import type { Background } from '../../core/rank/lead-models.ts';
import type { CustomerRollup } from '../../core/rollup/customer-rollup.ts';
import type { CompanyCell, CompanyColumns } from '../../core/traits/company-columns.ts';
import type { CompanyPlan } from '../../core/traits/company-plan.ts';
import { customerFeatures } from '../../core/traits/customer-features.ts';
import type { ValueDocument } from '../../core/value/value-document.ts';
import { findLapsed, fittedBuying } from '../../core/value/win-back.ts';
import { readAttributeTypes, readCompanies } from '../shared/company-columns.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { type UserFacts, userFacts } from './user-facts.ts';

/** Everything the trait step looks at, as plain tables. */
export type TraitInputs = {
  readonly plan: CompanyPlan;
  readonly currency: string;
  /** What value is in this run. */
  readonly basis: LabelSummary['basis'];
  /** All customers, what they are and what they did in the label window. */
  readonly customers: FeatureTable;
  /** 1 best, 0 not best, −1 outside the base; parallel to the customers. */
  readonly label: Int8Array;
  readonly names: ReadonlyMap<string, string>;
  readonly countries: readonly (string | null)[];
  /** Prospects that are no customers; null where no file of prospects has landed. */
  readonly prospects: FeatureTable | null;
  /** How many prospects there are, and how many of them were read: all, or a sample by the MD5 of the id. */
  readonly background: Background;
  readonly texts: { readonly customers: CompanyTexts; readonly background: CompanyTexts } | null;
  readonly rollups: readonly CustomerRollup[];
  readonly labels: readonly CustomerLabel[];
  /** Customers that fell silent, by the settings' own measure. */
  readonly lapsed: ReadonlySet<string>;
  /** What each is expected to bring in the horizon, in currency units. */
  readonly expected: ReadonlyMap<string, number>;
  /** What the web knows of customers; null where no export has landed. */
  readonly users: ReadonlyMap<string, UserFacts> | null;
};

/** Prospects read at most: what the market is like shows in them, and a million more would only take time. */
const mostProspects = 100_000;

async function countProspects({ engine, columns }: StepTables): Promise<number> {
  if (!columns.has('prospects')) return 0;
  const [row] = await engine.query('SELECT count(*) AS n FROM prospects');
  return typeof row?.['n'] === 'number' ? row['n'] : 0;
}

/** Reads and joins the tables of a run. Prospects that are customers by domain or name are left out of the background. */
export async function readInputs(
  tables: StepTables,
  settings: Settings,
  summary: LabelSummary,
  value: ValueDocument,
): Promise<TraitInputs> {
  const customers = (await readCompanies(tables, 'customers', 'customer_id')) ?? { ids: [], columns: {} };
  const landed = await countProspects(tables);
  const everyone = await withDistances(
    tables,
    await readCompanies(
      tables,
      'prospects',
      'prospect_id',
      undefined,
      landed > mostProspects ? mostProspects : null,
    ),
  );
  const prospects = everyone === null ? null : withoutCustomers(everyone, customers);
  const rollups = await readRollups(tables, 'label');
  const labels = await readLabels(tables);
  const features = customerFeatures(customers, prospects, rollups, {
    asOfYear: Number(summary.as_of.slice(0, 4)),
    currency: summary.currency === 'XXX' ? null : summary.currency,
    attributes: await readAttributeTypes(tables, 'customers'),
    modelFeatures: settings.model_features,
  });
  const byId = new Map(labels.map((label) => [label.customer_id, label.label]));
  const text = (companies: CompanyColumns): CompanyTexts =>
    companies.ids.map((_, row) => stringAt(companies, 'description', row));
  const described =
    prospects !== null &&
    customers.columns['description'] !== undefined &&
    prospects.columns['description'] !== undefined;
  return {
    plan: features.plan,
    currency: summary.currency,
    basis: summary.basis,
    background: { landed, read: everyone?.ids.length ?? 0 },
    customers: features.customers,
    label: Int8Array.from(customers.ids, (id) => byId.get(id) ?? -1),
    names: new Map(
      customers.ids.flatMap((id, row) => {
        const name = stringAt(customers, 'name', row);
        return name === null ? [] : [[id, name] as const];
      }),
    ),
    countries: customers.ids.map((_, row) => stringAt(customers, 'country', row)),
    prospects: features.prospects,
    texts: described ? { customers: text(customers), background: text(prospects) } : null,
    rollups,
    labels,
    users: userFacts(customers),
    expected: new Map(value.customers.map((row) => [row.customer_id, row.predicted])),
    lapsed: new Set(
      findLapsed(rollups, {
        inactivity: settings.inactivity,
        ...fittedBuying(value),
      }).flatMap((row) => (row.lapsed ? [row.customer_id] : [])),
    ),
  };
}

/** Prospects with what rollup measured: the distance to the nearest branch. Customers have it in their rollups. */
async function withDistances(
  tables: StepTables,
  prospects: CompanyColumns | null,
): Promise<CompanyColumns | null> {
  if (prospects === null || !tables.columns.has('distances')) return prospects;
  const { id = [], km = [] } = await tables.engine.columns(
    "SELECT id, km FROM distances WHERE side = 'prospect' ORDER BY id",
  );
  const known = new Map(id.map((own, row) => [String(own), Number(km[row])]));
  if (known.size === 0) return prospects;
  const nearest_branch_km = prospects.ids.map((own) => known.get(own) ?? null);
  return { ids: prospects.ids, columns: { ...prospects.columns, nearest_branch_km } };
}

function stringAt(companies: CompanyColumns, column: string, row: number): string | null {
  const cell: CompanyCell | undefined = companies.columns[column]?.[row];
  return typeof cell === 'string' && cell !== '' ? cell : null;
}

const identities = (companies: CompanyColumns): Identity[] =>
  companies.ids.map((id, row) => ({
    id,
    name: stringAt(companies, 'name', row),
    domain: stringAt(companies, 'domain', row),
    postal_code: stringAt(companies, 'postal_code', row),
    city: stringAt(companies, 'city', row),
    region: stringAt(companies, 'region', row),
    country: stringAt(companies, 'country', row),
    founded_year: yearAt(companies, row),
  }));

function yearAt(companies: CompanyColumns, row: number): number | null {
  const cell = companies.columns['founded_year']?.[row];
  return typeof cell === 'number' ? cell : null;
}

function withoutCustomers(prospects: CompanyColumns, customers: CompanyColumns): CompanyColumns {
  const known = new Set(
    customerMatches(identities(prospects), identities(customers)).map((match) => match.prospect_id),
  );
  const rows = prospects.ids.flatMap((id, row) => (known.has(id) ? [] : [row]));
  return {
    ids: rows.map((row) => prospects.ids[row] ?? ''),
    columns: Object.fromEntries(
      Object.entries(prospects.columns).map(([name, cells]) => [name, rows.map((row) => cells[row] ?? null)]),
    ),
  };
}
