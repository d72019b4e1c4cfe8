import type { CategoryColumn, Column, NumericColumn } from '../model/feature-table.ts';
import type { CompanyCell } from './company-columns.ts';
import { codeFromCell, flagFromCell, foldLevel, levelFromCell, numberFromCell } from './company-columns.ts';
import type { ReadAs } from './company-fields.ts';

/** How to read a column: the way, and one spelling for levels that were written in several. */
export type ColumnReading = {
  readonly read: ReadAs;
  readonly spellings: { readonly [folded: string]: string };
};

/**
 * Cells as a feature's column. Ages are counted from the year in the cell; years in the future or before 1000 are
 * unknown, and so are negative sizes. Levels are sorted by code point.
 *
 * @throws RangeError when a cell is not of the column's kind.
 * @example
 * readColumn({ read: 'level', spellings: { food: 'Food' } }, ['FOOD', 'Food', null, 'Pumps'], 2026).levels; // => ['Food', 'Pumps']
 * Array.from(readColumn({ read: 'age', spellings: {} }, [1978, null, 2030], 2026).known); // => [1, 0, 0]
 */
export function readColumn(reading: ColumnReading, cells: readonly CompanyCell[], asOfYear: number): Column {
  const { read, spellings } = reading;
  if (read === 'number') return numericColumn(cells.map((cell) => numberFromCell(cell)));
  if (read === 'age')
    return numericColumn(
      cells.map((cell) => {
        const year = numberFromCell(cell);
        return year === null || year > asOfYear || year < 1000 ? null : asOfYear - year;
      }),
    );
  if (read === 'flag')
    return categoryColumn(
      cells.map((cell) => flagFromCell(cell)),
      ['no', 'yes'],
    );
  if (read === 'code') return categoryColumn(cells.map((cell) => codeFromCell(cell)));
  const spelt = new Map<string, string>();
  const levels = cells.map((cell) => {
    const level = levelFromCell(cell);
    if (level === null) return null;
    const known = spelt.get(level);
    if (known !== undefined) return known;
    const folded = foldLevel(level);
    const chosen = Object.hasOwn(spellings, folded) ? (spellings[folded] ?? level) : level;
    spelt.set(level, chosen);
    return chosen;
  });
  return categoryColumn(levels);
}

/**
 * Values and nulls as a numeric column.
 *
 * @example
 * Array.from(numericColumn([3, null]).values); // => [3, 0]
 */
export function numericColumn(values: readonly (number | null)[]): NumericColumn {
  return {
    kind: 'numeric',
    values: Float64Array.from(values, (value) => value ?? 0),
    known: Uint8Array.from(values, (value) => Number(value !== null)),
  };
}

/**
 * Texts and nulls as a category column with sorted levels, or with the levels given (a RangeError for any other).
 *
 * @example
 * Array.from(categoryColumn(['b', null, 'a']).codes); // => [1, -1, 0]
 */
export function categoryColumn(texts: readonly (string | null)[], fixed?: readonly string[]): CategoryColumn {
  const levels = fixed ?? [...new Set(texts)].filter((text) => text !== null).sort();
  const place = new Map(levels.map((level, index) => [level, index]));
  const codes = Int32Array.from(texts, (text) => {
    if (text === null) return -1;
    const code = place.get(text);
    if (code === undefined) throw new RangeError(`${JSON.stringify(text)} is none of ${levels.join(', ')}`);
    return code;
  });
  return { kind: 'category', levels, codes };
}
