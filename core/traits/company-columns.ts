/** A value as a table engine returns it: exact decimals and dates come as text. */
export type CompanyCell = null | boolean | number | string | readonly CompanyCell[];

/** Companies column by column, all columns as long as `ids`. Columns a file did not have are simply absent. */
export type CompanyColumns = {
  readonly ids: readonly string[];
  readonly columns: { readonly [column: string]: readonly CompanyCell[] };
};

/**
 * A cell as a number; null where it is empty. Exact decimals may come as text.
 *
 * @throws RangeError for anything else: landing has typed the columns, so it is a programmer's mix-up.
 * @example
 * numberFromCell('41000000.0000'); // => 41000000
 * numberFromCell(null); // => null
 */
export function numberFromCell(cell: CompanyCell | undefined): number | null {
  if (cell === null || cell === undefined) return null;
  const number = typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new RangeError(`a number is needed, got ${JSON.stringify(cell)}`);
  return number;
}

/**
 * A cell as "yes" or "no"; null where it is empty. Takes booleans, and 1 and 0.
 *
 * @example
 * flagFromCell(true); // => 'yes'
 * flagFromCell(0); // => 'no'
 */
export function flagFromCell(cell: CompanyCell | undefined): 'yes' | 'no' | null {
  if (cell === null || cell === undefined) return null;
  if (cell === true || cell === 1) return 'yes';
  if (cell === false || cell === 0) return 'no';
  throw new RangeError(`true or false is needed, got ${JSON.stringify(cell)}`);
}

/** What people write where nothing is known. */
const nothing = new Set(['', '-', '--', '?', 'n/a', '#n/a', 'null', 'unknown', 'not available', '(blank)']);

/**
 * A cell as a category: spaces trimmed and collapsed; null where it is empty or only says that nothing is known
 * ("n/a", "unknown", "-").
 *
 * @example
 * levelFromCell('  Machinery   manufacturing '); // => 'Machinery manufacturing'
 * levelFromCell('N/A'); // => null
 */
export function levelFromCell(cell: CompanyCell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'object') throw new RangeError(`a single value is needed, got ${JSON.stringify(cell)}`);
  const level = String(cell).trim().replace(/\s+/g, ' ');
  return level.length <= 13 && nothing.has(foldLevel(level)) ? null : level;
}

/**
 * An industry code as bare digits, 2–6 of them; null for anything else, also for ranges of sectors ("31-33"), which no
 * prefix can state.
 *
 * @example
 * codeFromCell(' 3339.14 '); // => '333914'
 * codeFromCell('31-33'); // => null
 */
export function codeFromCell(cell: CompanyCell | undefined): string | null {
  const level = levelFromCell(cell);
  const digits = level?.replace(/[ .]/g, '') ?? '';
  return /^\d{2,6}$/.test(digits) ? digits : null;
}

/**
 * The form under which two spellings of a category count as one: compatibility characters and case folded.
 *
 * @example
 * foldLevel('MACHINERY'); // => 'machinery'
 */
export function foldLevel(level: string): string {
  return level.normalize('NFKC').toLowerCase();
}
