import { aliases } from './aliases.ts';
import {
  type ColumnType,
  canonicalTables,
  type TableDefinition,
  type TableName,
} from './canonical-tables.ts';
import { type ColumnShape, typeFit } from './cell-shape.ts';
import type { Aliases } from './firmographic-aliases.ts';
import { type HeaderMeaning, headerMeaning } from './header-meaning.ts';
import { headerForm } from './header-name.ts';
import { type HeaderUnit, headerUnit } from './header-unit.ts';
import { type Ingredient, ingredients } from './ingredient-aliases.ts';

/** A file as mapping sees it: headers, and the shape of a sample of each column's values. */
export type SampledFile = {
  readonly file: string;
  readonly headers: readonly string[];
  readonly shapes: readonly ColumnShape[];
  /** Rows in the sample, to tell how well a column is filled. */
  readonly rows: number;
};

/** A header chosen for a column. `strength` 1 = its own name, above 0.9 a telling name, below 0.65 a vague one. */
export type Assignment = {
  readonly column: string;
  readonly position: number;
  readonly type: ColumnType;
  readonly strength: number;
  /** Strength of the name alone, before gaps in the column count against it. */
  readonly name: number;
  readonly fit: number;
  /** What the header says of its amounts; null for other types. */
  readonly unit: HeaderUnit | null;
  /** Other headers that would also have done, best first. */
  readonly others: readonly number[];
};

/**
 * Share of sampled values that must fit a column's type before its header is believed. A required column under its own or a
 * telling name is believed with less: its bad values are better refused one by one than the whole file misread.
 */
const leastFit = (key: boolean, name: number): number =>
  key && name === 1 ? 0 : key && name > 0.9 ? 0.5 : 0.8;
/** A key that is often empty is hardly the key: its headers count this much less. */
const GAPPY_KEY = 0.6;
/** One that is always empty is it even less. */
const EMPTY_KEY = 0.4;

/** A name that shows only once its unit is taken off is a little less telling. */
const UNIT_TAKEN_OFF = 0.005;

/** Strength of a header as the name of a column of amounts: never of shares, and with or without its unit. */
function amountStrength(form: string, unit: HeaderUnit, column: string, names: Aliases): number {
  if (unit.percent) return 0;
  const whole = nameStrength(form, column, names);
  return whole > 0 || unit.form === form
    ? whole
    : Math.max(0, nameStrength(unit.form, column, names) - UNIT_TAKEN_OFF);
}

/** Strength of a header (in `headerForm`) as a name of a column; 0 when it is none. */
export function nameStrength(form: string, column: string, names: Aliases): number {
  if (form === headerForm(column)) return 1;
  return strengths(names).get(form) ?? 0;
}

const measured = new WeakMap<Aliases, ReadonlyMap<string, number>>();

/** Every name with its strength: the lists are long, and looked through for every header. */
function strengths(names: Aliases): ReadonlyMap<string, number> {
  const known = measured.get(names);
  if (known !== undefined) return known;
  const made = new Map<string, number>();
  const add = (list: string | undefined, best: number, step: number): void => {
    for (const [at, name] of (list ?? '').split(' ').entries())
      if (name !== '' && !made.has(name)) made.set(name, Math.max(best - step * at, best - 0.06));
  };
  add(names.strong, 0.97, 0.001);
  add(names.weak, 0.62, 0.005);
  measured.set(names, made);
  return made;
}

type Wanted = {
  readonly table: TableName | null;
  readonly column: string;
  readonly type: ColumnType;
  readonly names: Aliases;
  readonly key: boolean;
};

/**
 * Finds the best header for each column of a table: strongest name first, then best-fitting values, then the leftmost. A
 * header serves one column. `taken` headers are left alone; `only` limits the columns.
 */
export function assignColumns(
  sampled: SampledFile,
  table: TableName,
  taken: ReadonlySet<number> = new Set(),
  only?: readonly string[],
): readonly Assignment[] {
  const definition: TableDefinition = canonicalTables[table];
  const wanted = Object.entries(definition.columns)
    .filter(([column]) => only === undefined || only.includes(column))
    .map(([column, { type, required }]) => ({
      table,
      column,
      type,
      names: aliases[table][column] ?? { strong: column },
      key: required === true,
    }));
  return assign(sampled, wanted, taken);
}

/** The same for the columns that make others: price, tax, document type. */
export function assignIngredients(
  sampled: SampledFile,
  wanted: readonly Ingredient[],
  taken: ReadonlySet<number>,
): readonly Assignment[] {
  const text: readonly Ingredient[] = [
    'customer_division',
    'document_type',
    'record_status',
    'record_mode',
    'cancelled_at',
    'contact_email',
  ];
  return assign(
    sampled,
    wanted.map((column) => ({
      table: null,
      column,
      type: text.includes(column) ? ('text' as const) : ('money' as const),
      names: ingredients[column],
      key: false,
    })),
    taken,
  );
}

function assign(
  { headers, shapes, rows }: SampledFile,
  wanted: readonly Wanted[],
  taken: ReadonlySet<number>,
): readonly Assignment[] {
  const forms = headers.map(headerForm);
  const meanings: readonly HeaderMeaning[] = headers.map(headerMeaning);
  const units = headers.map(headerUnit);
  const candidates = wanted.flatMap(({ table, column, type, names, key }, order) =>
    forms.flatMap((form, position) => {
      const shape = shapes[position];
      const unit = type === 'money' ? (units[position] ?? null) : null;
      // A listed name is a decision about that name; words speak only where the lists are silent.
      const listed =
        unit === null ? nameStrength(form, column, names) : amountStrength(form, unit, column, names);
      const silent = listed === 0 && table !== null && unit?.percent !== true;
      const name = silent ? (meanings[position]?.(table, column) ?? 0) : listed;
      if (name === 0 || form === '' || shape === undefined || taken.has(position)) return [];
      const serials =
        type === 'date' && name > 0.9
          ? (shape.counts.get('integer') ?? 0) + (shape.counts.get('decimal') ?? 0)
          : 0;
      const fit = typeFit(shape, type, serials);
      if (fit < leastFit(key, name)) return [];
      const gappy = key && rows > 0 && shape.values < 0.98 * rows;
      const strength = name * (gappy ? (shape.values === 0 ? EMPTY_KEY : GAPPY_KEY) : 1);
      return [{ column, position, type, strength, name, fit, order, unit }];
    }),
  );
  candidates.sort(
    (a, b) => b.strength - a.strength || b.fit - a.fit || a.position - b.position || a.order - b.order,
  );
  const chosen = new Map<string, Assignment>();
  const used = new Set<number>();
  for (const { column, position, type, strength, name, fit, unit } of candidates) {
    if (chosen.has(column) || used.has(position)) continue;
    used.add(position);
    chosen.set(column, { column, position, type, strength, name, fit, unit, others: [] });
  }
  return [...chosen.values()].map((made) => ({
    ...made,
    // Names as telling as the chosen one, that nothing else claimed.
    others: candidates
      .filter(
        (other) =>
          other.column === made.column &&
          !used.has(other.position) &&
          (other.strength > 0.9 || made.strength < 0.9) &&
          made.strength < 1,
      )
      .map((other) => other.position),
  }));
}
