import { sqlString } from './sql-text.ts';

export type RawRead = {
  /** A local file of UTF-8 text. */
  readonly path: string;
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  /** Physical lines before the first row. */
  readonly skip: number;
  readonly columns: number;
  /** The first column is the record's number, and becomes `_n`. */
  readonly numbered: boolean;
  /** Longest record in bytes. */
  readonly maxRecord: number;
};

/**
 * SELECT that reads a delimited file as texts `c0`, `c1`, … in file order, strictly: any record that departs from the
 * dialect or the width is an error, never a guess. Empty cells are NULL; blanks and tabs around values are dropped. Line ends
 * are left to the reader: told them, it lost all rows of a CR LF file without a word (1.5.5), so compare the count of rows.
 */
export function readRawSql(read: RawRead): string {
  const names = Array.from({ length: read.columns }, (_, at) => `c${at}`);
  const all = read.numbered ? ['n', ...names] : names;
  const options = [
    'auto_detect = false',
    'header = false',
    'all_varchar = true',
    'strict_mode = true',
    'null_padding = false',
    'ignore_errors = false',
    `skip = ${read.skip}`,
    `delim = ${sqlString(read.delimiter)}`,
    `quote = ${sqlString(read.quote)}`,
    `escape = ${sqlString(read.escape)}`,
    `max_line_size = ${read.maxRecord}`,
    `columns = {${all.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`,
  ];
  // Trimming costs as much as reading, and few values begin or end with a blank: nearly all pass two comparisons.
  const blanks = [' ', '\t', '\u00a0', '\u202f'];
  const blankAround = (name: string): string =>
    [
      `${name} < '!'`,
      ...blanks.map((blank) => `suffix(${name}, '${blank}')`),
      `(${name} > '\u007f' AND (prefix(${name}, '\u00a0') OR prefix(${name}, '\u202f')))`,
    ].join(' OR ');
  const trimmed = names.map(
    (name) =>
      `CASE WHEN ${blankAround(name)} THEN nullif(trim(${name}, '${blanks.join('')}'), '') ELSE ${name} END AS ${name}`,
  );
  const number = read.numbered ? 'CAST(n AS BIGINT) AS _n, ' : '';
  return `SELECT ${number}${trimmed.join(', ')} FROM read_csv(${sqlString(read.path)}, ${options.join(', ')})`;
}
