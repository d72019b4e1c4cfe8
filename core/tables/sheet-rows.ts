import { type CellStyle, serialText } from './workbook-parts.ts';
import { createXmlScanner, type XmlScanner } from './xml-scanner.ts';

/** Collects the strings of `xl/sharedStrings.xml`, in pieces. Phonetic guides are left out. */
export function createStringReader(limit: number, onString: (text: string) => void): XmlScanner {
  let count = 0;
  let current = '';
  let inText = false;
  let phonetic = false;
  return createXmlScanner({
    open: (name) => {
      if (name === 'si') current = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') phonetic = true;
    },
    close: (name) => {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        count += 1;
        if (count > limit) throw new RangeError(`more than ${limit} shared strings`);
        onString(current);
      }
    },
    text: (text) => {
      if (inText && !phonetic) current += text;
    },
  });
}

/** As many as a sheet can have; a row number beyond would only make blank lines. */
const SHEET_ROWS = 1_048_576;

export type SheetContext = {
  readonly strings: readonly string[];
  readonly styles: readonly CellStyle[];
  readonly date1904: boolean;
  readonly maxColumns: number;
};

/**
 * Reads a worksheet in pieces and hands out its rows in order: `line` is the row number a person sees, `cells` the values as
 * text. Numbers are as short as they can be without loss; dates are YYYY-MM-DD; formulas give their last result; errors give
 * their sign (`#N/A`); cells that are not there are empty. Merged ranges are not spread. Throws a RangeError on more columns
 * than allowed.
 */
export function createSheetReader(
  { strings, styles, date1904, maxColumns }: SheetContext,
  onRow: (line: number, cells: readonly string[]) => void,
): XmlScanner {
  let line = 0;
  let cells: string[] = [];
  let column = 0;
  let type = '';
  let style = 0;
  let value = '';
  let reading = false;
  return createXmlScanner({
    open: (name, attributes) => {
      if (name === 'row') {
        const given = Number(attributes.get('r') ?? '');
        line = given > line ? given : line + 1;
        if (line > SHEET_ROWS) throw new RangeError(`a row beyond the ${SHEET_ROWS} of a sheet`);
        cells = [];
        column = 0;
      } else if (name === 'c') {
        const at = columnOf(attributes.get('r') ?? '');
        column = at === null ? column + 1 : at + 1;
        if (column > maxColumns) throw new RangeError(`more than ${maxColumns} columns`);
        type = attributes.get('t') ?? 'n';
        style = Number(attributes.get('s') ?? '0');
        value = '';
      } else if (name === 'v' || name === 't') reading = true;
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'c') {
        const text = cellText(type, value, styles[style] ?? 'number');
        if (text !== '') {
          while (cells.length < column) cells.push('');
          cells[column - 1] = text;
        }
      } else if (name === 'row' && cells.length > 0) onRow(line, cells);
    },
    text: (text) => {
      if (reading) value += text;
    },
  });

  function cellText(kind: string, raw: string, shown: CellStyle): string {
    if (kind === 's') return strings[Number(raw)] ?? '';
    if (kind === 'b') return raw === '1' ? 'true' : raw === '0' ? 'false' : '';
    if (kind !== 'n') return raw;
    const number = Number(raw);
    if (raw.trim() === '' || !Number.isFinite(number)) return raw.trim();
    if (shown !== 'number') return serialText(number, shown, date1904);
    // Whole numbers beyond 2^53 are long identifiers: their digits are all there is.
    return Number.isInteger(number) && !Number.isSafeInteger(number) ? raw : String(number);
  }
}

/**
 * Column of a cell reference, from 0; null where it names none.
 *
 * @example
 * columnOf('B2'); // => 1
 * columnOf('AA10'); // => 26
 * columnOf(''); // => null
 */
export function columnOf(reference: string): number | null {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
