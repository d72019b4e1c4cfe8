import { sqlString } from './sql-text.ts';

export type RawRead = {
  /** A local file of UTF-8 text. */
  readonly path: string;
  readonly delimiter: string;
  readonly quote: string;
  readonly escape: string;
  readonly newline: '\n' | '\r\n' | '\r';
  /** Physical lines before the first row. */
  readonly skip: number;
  readonly columns: number;
  /** Longest record in bytes. */
  readonly maxRecord: number;
};

/**
 * SELECT that reads a delimited file as texts `c0`, `c1`, … in file order, strictly: any record that departs from the
 * dialect or the width is an error, never a guess. Empty cells are NULL; blanks and tabs around values are dropped.
 */
export function readRawSql(read: RawRead): string {
  const names = Array.from({ length: read.columns }, (_, at) => `c${at}`);
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
    `new_line = ${sqlString(read.newline.replaceAll('\r', '\\r').replaceAll('\n', '\\n'))}`,
    `max_line_size = ${read.maxRecord}`,
    `columns = {${names.map((name) => `'${name}': 'VARCHAR'`).join(', ')}}`,
  ];
  const trimmed = names.map((name) => `nullif(trim(${name}, ' \t\u00a0\u202f'), '') AS ${name}`);
  return `SELECT ${trimmed.join(', ')} FROM read_csv(${sqlString(read.path)}, ${options.join(', ')})`;
}
