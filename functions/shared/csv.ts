import Papa from 'papaparse';

/** A cell as CSV files carry it: text is guarded, numbers are not, exact decimals keep the digits they were given with. */
export type CsvCell = string | number | boolean | null | { readonly decimal: string };

/** What a spreadsheet would run as a formula when text begins with it, also behind leading blanks (CWE-1236). */
const formula = /^[\s\p{Cc}]*[=+\-@]|^[\t\r]|^\p{Cc}/u;

/**
 * A CSV file, RFC 4180 with LF line ends and a header line. Text that a spreadsheet would take for a formula gets a leading
 * apostrophe; numbers stay numbers, null is an empty cell. The same rows give the same bytes.
 *
 * @example
 * csvText(['id', 'value'], [['=1+1', -5], ['b', null]]); // => 'id,value\n\'=1+1,-5\nb,\n'
 * csvText(['margin'], [[{ decimal: '-67903.80' }]]); // => 'margin\n-67903.80\n'
 */
export function csvText(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return `${Papa.unparse([[...columns]], { newline: '\n' })}\n${csvLines(rows)}`;
}

/**
 * Further lines of such a file, without a header.
 *
 * @example
 * csvLines([['a', -5], ['=b', null]]); // => 'a,-5\n\'=b,\n'
 */
export function csvLines(rows: readonly (readonly CsvCell[])[]): string {
  if (rows.length === 0) return '';
  const guarded = rows.map((row) =>
    row.map((cell) => {
      if (typeof cell === 'string') return formula.test(cell) ? `'${cell}` : cell;
      return typeof cell === 'object' && cell !== null ? cell.decimal : cell;
    }),
  );
  return `${Papa.unparse(guarded, { newline: '\n' })}\n`;
}
