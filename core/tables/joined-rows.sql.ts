import { sqlString } from './sql-text.ts';

/**
 * SELECT of how many rows look like several rows joined by a stray quote: a cell over several lines, two of whose lines have
 * as many delimiters as a row. `columns` texts `c0`, `c1`, …; look only where a file has quoted line ends at all.
 */
export function joinedRowsSql(raw: string, columns: number, delimiter: string): string {
  const counts = Array.from({ length: columns }, (_, at) => {
    const cell = `c${at}`;
    const lines = `string_split(${cell}, chr(10))`;
    const marks = `list_transform(${lines}, lambda line: length(line) - length(replace(line, ${sqlString(delimiter)}, '')))`;
    // The first line stands behind the cells before it, the last one before the cells behind it.
    const whole = `len(list_filter(${marks}[2:-2], lambda n: n = ${columns - 1})) + (CASE WHEN ${marks}[1] = ${columns - 1 - at} THEN 1 ELSE 0 END) + (CASE WHEN ${marks}[-1] = ${at} THEN 1 ELSE 0 END)`;
    return `CASE WHEN contains(${cell}, chr(10)) THEN ${whole} ELSE 0 END`;
  });
  return `SELECT count(*) AS joined FROM ${raw} WHERE ${counts.map((count) => `(${count}) >= 2`).join(' OR ')}`;
}
