import Papa from 'papaparse';
import { aliases } from './aliases.ts';
import { cellShape } from './cell-shape.ts';
import { headerForm } from './header-name.ts';
import { ingredients } from './ingredient-aliases.ts';

/** How a delimited text is written, and where its table begins. */
export type Sniffed = {
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly newline: '\n' | '\r\n' | '\r' | 'mixed';
  readonly headers: readonly string[];
  /** Physical line the header begins on, from 1; 0 where there is none. */
  readonly headerLine: number;
  /** Physical lines up to and including the header: what a reader skips. */
  readonly skip: number;
  /** Records that are not blank, up to and including the header. */
  readonly recordsThrough: number;
  /** Texts that stand above the header. */
  readonly preamble: readonly string[];
  /** Rule lines, repeated headers or pipes around the rows: a report made for printing. */
  readonly printed: boolean;
};

const DELIMITERS = [',', ';', '\t', '|'];
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

/**
 * Finds delimiter, quote, line ends and header of a text from its beginning (some tens of kilobytes, cut after a full line).
 * The delimiter is the one that makes the best header: most known names, then the most constant width. `delimiter` given by
 * the settings, or by a first line `sep=;`, is obeyed. Rows without any header get the names `column 1`, `column 2`, …, which
 * the settings can map, and `headerLine` 0. Null when there is neither a header nor rows of one width.
 */
export function sniffFormat(head: string, decided: string | null = null): Sniffed | null {
  const separator = /^\ufeff?sep=(.)\r?\n/i.exec(head);
  const body = separator === null ? head : head.slice(separator[0].length);
  const above = separator === null ? 0 : 1;
  const quote = body.includes('"') || !/(^|[,;|\t])'[^'\n]*'(?=[,;|\t\r\n])/.test(body) ? '"' : "'";
  const escaping = body.includes(`\\${quote}`) && !body.includes(quote + quote) ? '\\' : quote;
  const candidates =
    decided !== null ? [decided] : separator?.[1] !== undefined ? [separator[1]] : DELIMITERS;
  const ends = newlineOf(body);
  const tried = candidates.flatMap((delimiter) => {
    const rows = preview(body, delimiter, quote, ends);
    const header = findHeader(rows);
    return header === null ? [] : [{ delimiter, rows, ...header }];
  });
  tried.sort((a, b) => b.score - a.score);
  const best = tried[0];
  const row = best?.rows[best.at];
  if (best === undefined || row === undefined) {
    const found = headless(
      candidates.map((delimiter) => ({ delimiter, rows: preview(body, delimiter, quote, ends) })),
    );
    return found === null
      ? null
      : {
          delimiter: found.delimiter,
          quote,
          escape: escaping,
          newline: ends,
          headers: Array.from({ length: found.width }, (_, at) => `column ${at + 1}`),
          headerLine: 0,
          skip: above,
          recordsThrough: above,
          preamble: [],
          printed: found.rows.some(({ cells }) => isRule(cells)),
        };
  }
  return {
    delimiter: best.delimiter,
    quote,
    escape: escaping,
    newline: ends,
    headers: row.cells.map((cell) => cell.replace(/^\ufeff/, '').trim()),
    headerLine: row.line + above,
    skip: row.end + above,
    recordsThrough:
      best.rows
        .slice(0, best.at + 1)
        .filter(({ cells }) => cells.join('').trim() !== '' || (cells.length > 1 && best.delimiter !== '\t'))
        .length + above,
    preamble: best.rows
      .slice(0, best.at)
      .map(({ cells }) => cells.filter((cell) => cell.trim() !== '').join(best.delimiter))
      .filter((text) => text !== ''),
    printed: best.rows.some(({ cells }) => isRule(cells)),
  };
}

type Tried = { readonly delimiter: string; readonly rows: readonly Preview[] };

/** Rows that keep one width above 1 need no header to be read. */
function headless(tried: readonly Tried[]): (Tried & { readonly width: number }) | null {
  let best: (Tried & { readonly width: number; readonly score: number }) | null = null;
  for (const { delimiter, rows } of tried) {
    const filled = rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== '') && !isRule(cells));
    const widths = Map.groupBy(filled, ({ cells }) => cells.length);
    for (const [width, same] of widths) {
      const score = same.length / filled.length + Math.min(width, 10) / 100;
      if (width > 1 && same.length >= 0.8 * filled.length && (best === null || score > best.score))
        best = { delimiter, rows, width, score };
    }
  }
  return best;
}

/** A line drawn with dashes and the like. */
export function isRule(cells: readonly string[]): boolean {
  const text = cells.join('').trim();
  return text.length >= 3 && /^[-=+|_*\s]+$/.test(text);
}

function preview(
  text: string,
  delimiter: string,
  quote: string,
  ends: Sniffed['newline'],
): readonly Preview[] {
  const rows: Preview[] = [];
  let from = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter,
    quoteChar: quote,
    newline: ends === '\r' ? '\r' : '\n',
    step: ({ data, meta }, parser) => {
      const end = line + newlines(text, from, meta.cursor);
      rows.push({ cells: data.map((cell) => cell.replace(/\r$/, '')), line, end: Math.max(line, end - 1) });
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

function newlineOf(text: string): Sniffed['newline'] {
  const pairs = text.split('\r\n').length - 1;
  const feeds = text.split('\n').length - 1 - pairs;
  const returns = text.split('\r').length - 1 - pairs;
  const kinds = [pairs, feeds, returns].filter((count) => count > 0).length;
  if (kinds > 1) return 'mixed';
  return pairs > 0 ? '\r\n' : returns > 0 ? '\r' : '\n';
}

function findHeader(rows: readonly Preview[]): { readonly at: number; readonly score: number } | null {
  let best: { readonly at: number; readonly score: number } | null = null;
  for (const [at, { cells, line }] of rows.entries()) {
    if (line > HEADER_WITHIN) break;
    const named = cells.filter((cell) => cell.trim() !== '');
    if (named.length === 0 || isRule(cells)) continue;
    const forms = named.map(headerForm);
    const matches = new Set(forms.filter((form) => known.has(form))).size;
    const textual = named.filter((cell) => !dataLike.has(cellShape(cell.trim()))).length;
    if (textual < named.length && matches < 2) continue;
    const below = rows
      .slice(at + 1)
      .filter((row) => !isRule(row.cells) && row.cells.some((cell) => cell.trim() !== ''));
    const same = below.filter((row) => row.cells.length === cells.length).length;
    const constancy = below.length === 0 ? 0.5 : same / below.length;
    // Known names say most; then a width the rows keep; then having several columns at all.
    const score =
      Math.min(matches, 8) * 2 +
      constancy * 4 +
      (cells.length > 1 ? 2 : 0) +
      (new Set(forms).size === forms.length ? 0.5 : 0) -
      at * 0.05;
    if (best === null || score > best.score) best = { at, score };
  }
  return best;
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
