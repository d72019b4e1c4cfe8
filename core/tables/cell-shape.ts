import type { ColumnType } from './canonical-tables.ts';
import { currencyCodes } from './currency-words.ts';

/** What a single value looks like. A value has one shape, the most specific that fits. */
export type CellShape =
  | 'integer'
  | 'decimal'
  | 'marked-number'
  | 'code'
  | 'iso-date'
  | 'parted-date'
  | 'compact-date'
  | 'epoch'
  | 'worded-date'
  | 'flag'
  | 'boolean'
  | 'email'
  | 'host'
  | 'text';

/** Whole words that say yes or no, and marks that may. */
const flags = new Set(['true', 'false', 'yes', 'no', 'ja', 'nein', 'oui', 'non']);
const marks = new Set(['y', 'n', 't', 'f', 'won', 'lost']);
const missing = new Set(['n/a', '#n/a', 'na', 'null', '(null)', '(blank)', '\\n', '-', '--', 'none', 'nil']);

/** Words that stand for "no value" in columns of numbers, dates and flags; text and identifiers keep them. */
export const missingWords: ReadonlySet<string> = missing;

const codes = currencyCodes.join('|');
const number = new RegExp(
  `^[-−+(]?\\s*(?:(?:${codes})\\s?|[$€£¥₹])?\\s*[-−+]?(?:\\d[\\d.,'’\\u00a0\\u202f ]*|[.,]\\d+)\\s*(?:${codes}|[$€£¥₹]|kr\\.?|zł)?\\s*%?\\s*\\)?[-−]?$`,
);

/**
 * The shape of one trimmed, non-empty value.
 *
 * @example
 * cellShape('1234'); // => 'integer'
 * cellShape('00501'); // => 'code'
 * cellShape('1.5'); // => 'decimal'
 * cellShape('1.234,50-'); // => 'marked-number'
 * cellShape('$2,400.00'); // => 'marked-number'
 * cellShape('CMD-1013'); // => 'text'
 * cellShape('2026-03-01T00:00:00'); // => 'iso-date'
 * cellShape('7/7/2026'); // => 'parted-date'
 * cellShape('20260707'); // => 'compact-date'
 * cellShape('1767225600'); // => 'epoch'
 * cellShape('07-Jul-2026'); // => 'worded-date'
 * cellShape('www.acme.example'); // => 'host'
 * cellShape('yes'); // => 'flag'
 * cellShape('f'); // => 'boolean'
 * cellShape('Acme'); // => 'text'
 */
export function cellShape(value: string): CellShape {
  const first = value.charCodeAt(0);
  const digitFirst = first >= 48 && first <= 57;
  if (digitFirst || first < 48) {
    if (/^-?\d+$/.test(value)) {
      if (/^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(value)) return 'compact-date';
      if (/^1\d{9}(\d{3})?$/.test(value)) return 'epoch';
      return /^-?0\d/.test(value) || value.length > 15 ? 'code' : 'integer';
    }
    if (/^-?\d*\.\d+(e[-+]?\d+)?$/i.test(value)) return 'decimal';
    if (/^\d{4}-\d{1,2}-\d{1,2}($|[T ])/.test(value) || /^\d{4}\/\d{1,2}\/\d{1,2}($|[T ])/.test(value))
      return 'iso-date';
    if (/^\d{1,2}([./-])\d{1,2}\1(\d{4}|\d{2})($|[T ])/.test(value)) return 'parted-date';
    if (/^\d{1,2}[ -.]{1,2}\p{L}{3,9}\.?[ -.,]{1,2}\d{2,4}($|[T ])/u.test(value)) return 'worded-date';
  }
  if (/^\p{L}{3,9}\.? \d{1,2},? \d{4}($|[T ])/u.test(value)) return 'worded-date';
  if (value.length <= 40 && /\d/.test(value) && number.test(value)) return 'marked-number';
  const word = value.toLowerCase();
  if (flags.has(word)) return 'flag';
  if (marks.has(word)) return 'boolean';
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'email';
  if (/^(https?:\/\/)?([a-z0-9-]+\.)+[a-z]{2,}(\/\S*)?$/i.test(value)) return 'host';
  return 'text';
}

/** Counts by shape over a sample of one column. */
export type ColumnShape = {
  /** Values that are not empty and not a word for "no value". */
  readonly values: number;
  readonly counts: ReadonlyMap<CellShape, number>;
};

/** Counts the shapes of a column's sampled values. Linear in their number. */
export function columnShape(values: readonly (string | null)[]): ColumnShape {
  const counts = new Map<CellShape, number>();
  let present = 0;
  for (const raw of values) {
    const value = raw?.trim() ?? '';
    if (value === '' || missing.has(value.toLowerCase())) continue;
    present += 1;
    const shape = cellShape(value);
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  return { values: present, counts };
}

const fitting: { readonly [type in ColumnType]: readonly CellShape[] | null } = {
  text: null,
  identifier: null,
  money: ['integer', 'decimal', 'marked-number', 'code', 'compact-date', 'epoch'],
  number: ['integer', 'decimal', 'marked-number', 'code', 'compact-date', 'epoch'],
  integer: ['integer', 'decimal', 'marked-number', 'code', 'compact-date', 'epoch'],
  date: ['iso-date', 'parted-date', 'compact-date', 'worded-date', 'epoch'],
  boolean: ['flag', 'boolean', 'integer', 'decimal'],
};

/**
 * Share of a column's values that could be of a type, 0–1; 1 for text and for columns without values. Whole numbers
 * count as dates where they are spreadsheet serials (20,000–80,000) only if the caller says so by `serials`.
 */
export function typeFit(shape: ColumnShape, type: ColumnType, serials = 0): number {
  const shapes = fitting[type];
  if (shapes === null || shape.values === 0) return 1;
  const fit = shapes.reduce((sum, name) => sum + (shape.counts.get(name) ?? 0), 0);
  return Math.min(1, (fit + (type === 'date' ? serials : 0)) / shape.values);
}
