import type { Company } from './company.ts';
import { served } from './places.ts';

/** A way to state a planted trait in the columns of the files, so that a found trait can be recognised. */
export type TraitForm =
  | { readonly feature: string; readonly levels: readonly string[] }
  | { readonly feature: string; readonly prefix: string }
  | { readonly feature: string; readonly from: number; readonly to: number | null };

export type PlantedTrait = {
  readonly id: string;
  readonly words: string;
  /** Whether prospects' files can show it too. */
  readonly population: 'customer' | 'both';
  /** What it adds to the natural logarithm of a customer's monthly margin. */
  readonly effect: number;
  readonly forms: readonly TraitForm[];
};

/** Everything that truly makes a customer good, apart from chance. */
export const plantedTraits = [
  {
    id: 'machinery',
    words: 'machinery manufacturers (NAICS 333)',
    population: 'both',
    effect: 0.8,
    forms: [
      { feature: 'naics', prefix: '333' },
      { feature: 'industry', levels: ['Machinery manufacturing'] },
    ],
  },
  {
    id: 'chemicals',
    words: 'chemical manufacturers (NAICS 325)',
    population: 'both',
    effect: 0.64,
    forms: [
      { feature: 'naics', prefix: '325' },
      { feature: 'industry', levels: ['Chemical manufacturing'] },
    ],
  },
  {
    id: 'mid-size',
    words: '200–499 employees',
    population: 'both',
    effect: 0.58,
    forms: [{ feature: 'employees', from: 200, to: 500 }],
  },
  {
    id: 'midwest',
    words: 'in the Midwest (OH, MI, IN, IL, WI)',
    population: 'both',
    effect: 0.6,
    forms: [
      { feature: 'attribute_sales_territory', levels: ['Midwest'] },
      { feature: 'region', levels: ['OH', 'MI', 'IN', 'IL', 'WI'] },
    ],
  },
  {
    id: 'many-sites',
    words: 'three or more facilities',
    population: 'both',
    effect: 0.6,
    forms: [{ feature: 'facility_count', from: 3, to: null }],
  },
  {
    id: 'in-house-maintenance',
    words: 'maintains its plant in-house',
    population: 'both',
    effect: 0.64,
    forms: [{ feature: 'attribute_maintenance_model', levels: ['in-house'] }],
  },
  {
    id: 'three-shift',
    words: 'runs three shifts',
    population: 'both',
    effect: 0.6,
    forms: [{ feature: 'attribute_shift_pattern', levels: ['3-shift'] }],
  },
  {
    id: 'edi',
    words: 'orders by EDI',
    population: 'customer',
    effect: 0.58,
    forms: [{ feature: 'edi', levels: ['yes'] }],
  },
] as const satisfies readonly PlantedTrait[];

export type PlantedTraitId = (typeof plantedTraits)[number]['id'];

/** True of nearly every customer, good or not, and of a minority of prospects: what a list is wasted without. */
export const prerequisites = [
  {
    id: 'industrial',
    words: 'uses pumps, seals and valves: industry, utilities, construction, mining, their wholesalers',
    effect: 2.2,
  },
  { id: 'served', words: 'in a territory with branches (Midwest, Northeast, Southeast, Plains)', effect: 2 },
  { id: 'production-site', words: 'a production site, not an office or a warehouse', effect: 2.2 },
  { id: 'not-tiny', words: 'at least 20 employees', effect: 1.6 },
] as const;

type NatureId = PlantedTraitId | (typeof prerequisites)[number]['id'];

const tests: Readonly<Record<NatureId, (c: Company) => boolean>> = {
  machinery: (c) => c.industry.sector === 'machinery',
  chemicals: (c) => c.industry.sector === 'chemicals',
  'mid-size': (c) => c.employees >= 200 && c.employees < 500,
  midwest: (c) => c.place.territory === 'Midwest',
  'many-sites': (c) => c.facility_count >= 3,
  'in-house-maintenance': (c) => c.maintenance_model === 'in-house',
  'three-shift': (c) => c.shift_pattern === '3-shift',
  edi: (c) => c.edi,
  industrial: (c) => c.industry.sector !== 'other',
  'production-site': (c) => c.site_type === 'production',
  'not-tiny': (c) => c.employees >= 20,
  served: (c) => served.includes(c.place.territory),
};

export const hasTrait = (company: Company, id: PlantedTraitId): boolean => tests[id](company);

/** Planted traits, then prerequisites, with what each is worth: the bits of {@link natureOf} in this order. */
export const nature: readonly { readonly id: NatureId; readonly effect: number }[] = [
  ...plantedTraits.map(({ id, effect }) => ({ id, effect })),
  // A missing prerequisite costs what having it would bring.
  ...prerequisites.map(({ id, effect }) => ({ id, effect })),
];

/** Everything true of a company that counts, one bit each. */
export const natureOf = (company: Company): number =>
  nature.reduce((bits, { id }, place) => (tests[id](company) ? bits | (1 << place) : bits), 0);

/**
 * What a company's nature is worth, as the logarithm of monthly margin against a plain company that can be served: the
 * effects of its traits less those of the prerequisites it lacks.
 */
export function latentFit(company: Company): number {
  const bits = natureOf(company);
  const best = prerequisites.reduce((sum, { effect }) => sum + effect, 0);
  return nature.reduce((sum, { effect }, place) => ((bits >> place) & 1 ? sum + effect : sum), -best);
}

/**
 * Columns that have no effect of their own. `correlated` ones move with a true trait (and may rightly show a lift), `null`
 * ones with nothing: a lift found there is chance. `leak` is written down after the fact from the margin itself.
 */
export const decoys = [
  { feature: 'annual_revenue', kind: 'correlated', with: 'employees' },
  { feature: 'city', kind: 'correlated', with: 'Midwest' },
  { feature: 'postal_code', kind: 'correlated', with: 'Midwest' },
  { feature: 'sales_rep', kind: 'correlated', with: 'Midwest' },
  { feature: 'distance_to_nearest_branch_km', kind: 'correlated', with: 'Midwest' },
  { feature: 'contract', kind: 'correlated', with: 'EDI' },
  { feature: 'description', kind: 'correlated', with: 'NAICS' },
  { feature: 'attribute_site_type', kind: 'correlated', with: 'the prerequisites' },
  { feature: 'founded_year', kind: 'null', with: null },
  { feature: 'company_age_years', kind: 'null', with: null },
  { feature: 'parent_company', kind: 'null', with: null },
  { feature: 'country', kind: 'null', with: null },
  { feature: 'attribute_ownership', kind: 'null', with: null },
  { feature: 'attribute_fiscal_year_end', kind: 'null', with: null },
  { feature: 'attribute_erp_system', kind: 'null', with: null },
  { feature: 'attribute_lead_source', kind: 'null', with: null },
  { feature: 'attribute_customer_class', kind: 'leak', with: 'margin' },
] as const;
