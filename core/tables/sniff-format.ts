import Papa from 'papaparse';
import { aliases } from './aliases.ts';
import { cellShape } from './cell-shape.ts';
import { headerForm } from './header-name.ts';
import { ingredients } from './ingredient-aliases.ts';
import { delimitersIn, escapeOf, type LineEnds, lineEndsOf, quoteOf } from './sniff-dialect.ts';

/** How a delimited text is written, and where its table begins. */
export type Sniffed = {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly headers: readonly string[];
  /** Physical line the header begins on, from 1; 0 where there is none. */
  readonly headerLine: number;
  /** Physical lines up to and including the header: what a reader skips. */
  readonly skip: number;
  /** Records that are not blank, up to and including the header. */
  readonly recordsThrough: number;
  /** Texts that stand above the header. */
  readonly preamble: readonly string[];
  /** Rule lines among the rows: a report made for printing. */
  readonly printed: boolean;
};

/** Reports put their title, company, period and filters above the header: never more than this. */
const HEADER_WITHIN = 30;
const PREVIEW_RECORDS = 120;

const known: ReadonlySet<string> = new Set(
  [
    ...Object.values(aliases).flatMap((columns) => Object.entries(columns)),
    ...Object.entries(ingredients),
  ].flatMap(([column, { strong, weak }]) => [
    headerForm(column),
    ...strong.split(' '),
    ...(weak ?? '').split(' '),
  ]),
);

type Preview = { readonly cells: readonly string[]; readonly line: number; readonly end: number };
type Tried = { readonly delimiter: string; readonly rows: readonly Preview[] };
type Found = Tried & { readonly at: number; readonly score: number };

/**
 * Finds delimiter, quote and header of a text from its beginning (some tens of kilobytes, cut after a full line). The delimiter
 * is the one that makes the best header: most known names, then the most constant width. `delimiter` given by the settings,
 * or by a first line `sep=;`, is obeyed. Rows without any header get the names `column 1`, `column 2`, …, which the
 * settings can map, and `headerLine` 0. Null when there is neither a header nor rows of one width.
 */
export function sniffFormat(head: string, decided: string | null = null): Sniffed | null {
  const separator = /^\ufeff?sep=(.)\r?\n/i.exec(head);
  const body = separator === null ? head : head.slice(separator[0].length);
  const above = separator === null ? 0 : 1;
  const quote = quoteOf(body);
  const escaping = escapeOf(body, quote);
  const ends = lineEndsOf(body, quote);
  // Blanks before a quoted cell belong to no cell; the parser would take the quotes for text.
  const text = body.replace(new RegExp(`([,;|]) +(?=${quote})`, 'g'), '$1');
  const delimiters =
    decided !== null ? [decided] : separator?.[1] !== undefined ? [separator[1]] : delimitersIn(body);
  const tried = delimiters.map((delimiter) => ({ delimiter, rows: preview(text, delimiter, quote, ends) }));
  const best = bestHeader(tried);
  const row = best?.rows[best.at];
  // A header of one cell is believed only where no delimiter cuts the rows to one width.
  const bare = row === undefined || row.cells.length === 1 ? headless(tried) : null;
  const dialect = { quote, escape: escaping };
  if (bare !== null)
    return {
      ...dialect,
      delimiter: bare.delimiter,
      headers: Array.from({ length: bare.width }, (_, at) => `column ${at + 1}`),
      headerLine: 0,
      skip: above,
      recordsThrough: above,
      preamble: [],
      printed: bare.rows.some(({ cells }) => isRule(cells)),
    };
  if (best === null || row === undefined) return null;
  const { delimiter, rows, at } = best;
  return {
    ...dialect,
    delimiter,
    headers: row.cells.map((cell) =>
      cell
        .replaceAll('\0', '')
        .replace(/^\ufeff/, '')
        .trim(),
    ),
    headerLine: row.line + above,
    skip: row.end + above,
    recordsThrough: rows.slice(0, at + 1).filter(({ cells }) => isRecord(cells, delimiter)).length + above,
    preamble: rows
      .slice(0, at)
      .map(({ cells }) => cells.filter((cell) => cell.trim() !== '').join(delimiter))
      .filter((line) => line !== ''),
    printed: rows.some(({ cells }) => isRule(cells)),
  };
}

/** Whether a scanner counts the line: blank lines are none, and a line of tabs is blank. */
function isRecord(cells: readonly string[], delimiter: string): boolean {
  return cells.join('').trim() !== '' || (cells.length > 1 && delimiter !== '\t');
}

/** A line drawn with dashes and the like. */
function isRule(cells: readonly string[]): boolean {
  const text = cells.join('').trim();
  return text.length >= 3 && /^[-=+|_*\s]+$/.test(text);
}

/** Rows that keep one width above 1 need no header to be read. */
function headless(tried: readonly Tried[]): (Tried & { readonly width: number }) | null {
  let best: (Tried & { readonly width: number; readonly score: number }) | null = null;
  for (const { delimiter, rows } of tried) {
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '') && !isRule(cells));
    for (const [width, same] of Map.groupBy(filled, ({ cells }) => cells.length)) {
      const score = same.length / filled.length + Math.min(width, 10) / 100;
      if (width > 1 && same.length >= 0.8 * filled.length && (best === null || score > best.score))
        best = { delimiter, rows, width, score };
    }
  }
  return best;
}

function preview(text: string, delimiter: string, quote: string, ends: LineEnds): readonly Preview[] {
  const rows: Preview[] = [];
  let from = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    quoteChar: quote,
    newline: ends === '\r' ? '\r' : '\n',
    step: ({ data, meta }, parser) => {
      const end = line + newlines(text, from, meta.cursor);
      rows.push({
        cells: data.map((cell) => cell.replace(/\r$/, '')),
        line,
        end: Math.max(line, end - 1),
      });
      from = meta.cursor;
      line = end;
      if (rows.length >= PREVIEW_RECORDS) parser.abort();
    },
  });
  return rows;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

function bestHeader(tried: readonly Tried[]): Found | null {
  let best: Found | null = null;
  for (const { delimiter, rows } of tried)
    for (const [at, { cells, line }] of rows.entries()) {
      if (line > HEADER_WITHIN) break;
      const score = headerScore(cells, rows, at);
      if (score !== null && (best === null || score > best.score)) best = { delimiter, rows, at, score };
    }
  return best;
}

/** How much a line is like a header; null when it cannot be one. */
function headerScore(cells: readonly string[], rows: readonly Preview[], at: number): number | null {
  const named = cells.filter((cell) => cell.trim() !== '');
  if (named.length === 0 || isRule(cells)) return null;
  const forms = named.map(headerForm);
  const matches = new Set(forms.filter((form) => known.has(form))).size;
  const years = areYears(named);
  const textual = named.filter((cell) => years.has(cell) || !dataLike.has(cellShape(cell.trim()))).length;
  if (textual < named.length && matches < 2) return null;
  const below = rows
    .slice(at + 1)
    .filter((row) => !isRule(row.cells) && row.cells.some((cell) => cell.trim() !== ''));
  const same = below.filter((row) => row.cells.length === cells.length).length;
  const constancy = below.length === 0 ? 0.5 : same / below.length;
  // Known names say most; then a width the rows keep; then having several columns at all; then standing first.
  return (
    Math.min(matches, 8) * 2 +
    constancy * 4 +
    (cells.length > 1 ? 2 : 0) +
    (new Set(forms).size === forms.length ? 0.5 : 0) -
    at * 0.05
  );
}

/** The years that stand as names of columns: several, in order, beside a name in words. */
function areYears(cells: readonly string[]): ReadonlySet<string> {
  const years = cells.filter((cell) => /^(19|20)\d\d$/.test(cell.trim()));
  const steps = years.slice(1).map((year, at) => Number(year) - Number(years[at]));
  const ordered = steps.every((step) => step === 1) || steps.every((step) => step === -1);
  return new Set(years.length >= 2 && ordered && years.length < cells.length ? years : []);
}

const dataLike: ReadonlySet<string> = new Set([
  'integer',
  'decimal',
  'marked-number',
  'code',
  'iso-date',
  'parted-date',
  'compact-date',
  'email',
]);
