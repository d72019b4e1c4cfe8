import { userTraits } from '../ga4/user-fields.ts';
import type { FeatureDefinition, Population } from '../model/feature-table.ts';
import type { DroppedFeature } from '../model/usable-features.ts';
import type { ColumnType } from '../tables/canonical-tables.ts';
import { attributePrefix } from '../tables/canonical-tables.ts';
import type { CompanyCell, CompanyColumns } from './company-columns.ts';
import { levelFromCell } from './company-columns.ts';
import { companyFields, formOf, type ReadAs } from './company-fields.ts';
import { chooseSpellings } from './level-spelling.ts';
import { minimumSupport } from './minimum-support.ts';
import { readColumn } from './read-column.ts';
import { whyUnusable } from './why-unusable.ts';

/** A feature and how to read it from a column. `spellings` maps folded levels that were written in several ways. */
export type PlannedFeature = FeatureDefinition & {
  readonly column: string;
  readonly read: ReadAs;
  readonly spellings: { readonly [folded: string]: string };
};

/**
 * How companies become features; plain JSON, stored with the models, so that candidates that arrive later are read in the
 * same way and spelt with the same levels.
 */
export type CompanyPlan = {
  readonly version: 1;
  /** Ages are counted up to this year. */
  readonly as_of_year: number;
  readonly features: readonly PlannedFeature[];
  /** Columns that make no feature, and why, in words. */
  readonly left_out: readonly DroppedFeature[];
};

export type CompanyPlanParams = {
  readonly asOfYear: number;
  /** Currency of `annual_revenue`, for its words; null where none is known. */
  readonly currency: string | null;
  /** Types of the `attribute_…` columns, as landing found them. Columns that are not named here are not read. */
  readonly attributes: { readonly [column: string]: ColumnType };
  /** Attributes the settings declare fit for models. */
  readonly modelFeatures: readonly string[];
};

/**
 * Decides which columns of companies become features. What a company *is* (industry, size, age, place, sites) is timeless
 * and for customers and prospects alike; contract and EDI are customers' only, unless prospects' files have the columns
 * too. Further columns are descriptive (`known: 'label-window'`): nobody knows when they were written, and an ERP's own
 * "customer class" gives the label away; those the settings declare are timeless.
 *
 * Left out, each with its reason: what nobody has filled in, what is the same for everyone, what nearly every company has
 * its own value of (ids, names, free text), dates and running numbers. Decided on the customers, and on customers and
 * prospects together where both have the column; without the label.
 *
 * @param prospects null where there are none.
 * @example
 * const ids = Array.from({ length: 20 }, (_, i) => `C${i}`);
 * const columns = { employees: ids.map((_, i) => 10 * i), country: ids.map(() => 'US') };
 * const plan = planCompanyFeatures({ ids, columns }, null, { asOfYear: 2026, currency: null, attributes: {}, modelFeatures: [] });
 * plan.features.map(({ name }) => name); // => ['employees']
 * plan.left_out; // => [{ feature: 'country', reason: 'the same for every company: US' }]
 */
export function planCompanyFeatures(
  customers: CompanyColumns,
  prospects: CompanyColumns | null,
  params: CompanyPlanParams,
): CompanyPlan {
  const features: PlannedFeature[] = [];
  const left_out: DroppedFeature[] = [];
  const support = minimumSupport(customers.ids.length);
  const add = (definition: FeatureDefinition, column: string, read: ReadAs): void => {
    const cells = customers.columns[column];
    if (cells === undefined) return;
    const others = prospects?.columns[column] ?? [];
    const spellings = read === 'level' ? chooseSpellings(levelsOf(cells), levelsOf(others)) : {};
    const planned = { ...definition, column, read, spellings };
    const own = whyUnusable(readColumn(planned, cells, params.asOfYear), read, support);
    // What nearly every customer has may be what few prospects have: then both sides together decide.
    const reason =
      own === null || definition.population !== 'both' || others.length === 0
        ? own
        : whyUnusable(readColumn(planned, [...cells, ...others], params.asOfYear), read, support);
    if (reason === null) features.push(planned);
    else left_out.push({ feature: definition.name, reason });
  };
  for (const { column, read, ...field } of [...companyFields(params.currency), ...userTraits]) {
    const population = field.population === 'customer' && has(prospects, column) ? 'both' : field.population;
    add({ ...field, population }, column, read);
  }
  for (const column of Object.keys(params.attributes).sort()) {
    const type = params.attributes[column]!;
    const cells = customers.columns[column];
    if (cells === undefined) continue;
    const read = attributeRead(column, type, cells);
    if (read === null) {
      left_out.push({ feature: column, reason: unreadable[type] ?? `${type} columns are not read` });
      continue;
    }
    const population: Population = has(prospects, column) ? 'both' : 'customer';
    const known = params.modelFeatures.includes(column) ? 'timeless' : 'label-window';
    const form = formOf(read);
    const unit = form !== 'numeric' ? null : unitOf(column, type, cells, params.currency);
    add(
      { name: column, label: labelOf(column), category: 'firmographic', population, known, unit, form },
      column,
      read,
    );
  }
  return { version: 1, as_of_year: params.asOfYear, features, left_out };
}

const has = (companies: CompanyColumns | null, column: string): boolean =>
  companies?.columns[column]?.some((cell) => levelFromCell(cell) !== null) ?? false;

const levelsOf = (cells: readonly CompanyCell[]): (string | null)[] =>
  cells.map((cell) => levelFromCell(cell));

const unreadable: { readonly [type in ColumnType]?: string } = {
  identifier: 'an identifier: it names the company and says nothing about it',
  date: 'a date: give an age, or a category, to have it compared',
};

/** Numbers that only name something: territory keys, class codes. */
const naming = /(^|_)(key|code|id|no|nr|number|type|class|status|group|zone|territory|level|tier|rank)$/;

function attributeRead(column: string, type: ColumnType, cells: readonly CompanyCell[]): ReadAs | null {
  if (type === 'identifier' || type === 'date') return null;
  if (type === 'boolean') return 'flag';
  if (type === 'text') return 'level';
  const distinct = new Set(cells.filter((cell) => cell !== null));
  if (distinct.size <= 2 && [...distinct].every((value) => value === 0 || value === 1)) return 'flag';
  return type === 'integer' && naming.test(column) && distinct.size <= 40 ? 'level' : 'number';
}

function unitOf(
  column: string,
  type: ColumnType,
  cells: readonly CompanyCell[],
  currency: string | null,
): string {
  if (type === 'money') return currency ?? '';
  const isYear = (cell: CompanyCell): boolean =>
    cell === null || (Number.isInteger(cell) && Number(cell) >= 1500 && Number(cell) <= 2200);
  return type === 'integer' && /(^|_)year(_|$)/.test(column) && cells.every(isYear) ? 'year' : '';
}

/** "attribute_maintenance_model" → "Maintenance model". */
function labelOf(column: string): string {
  const words = column.slice(attributePrefix.length).replaceAll('_', ' ').trim();
  return words === '' ? column : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
