import { currencyCodes } from './currency-words.ts';
import { noValueSql } from './no-value.sql.ts';
import { sqlName } from './sql-text.ts';

/**
 * SELECT over all rows that says, per text column, how its values are spelled: `n_<p>` values, `o_<p>` values the engine does
 * not read as plain numbers, `p_<p>` with a point, `t_<p>` with a point and exactly three digits behind it. Order of rows
 * and threads do not matter.
 */
export function numberEvidenceSql(raw: string, positions: readonly number[]): string {
  const parts = positions.flatMap((at) => {
    const c = `c${at}`;
    return [
      `count(${c}) AS n_${at}`,
      `count(*) FILTER (WHERE ${c} IS NOT NULL AND TRY_CAST(${c} AS DOUBLE) IS NULL AND NOT ${noValueSql(c)}) AS o_${at}`,
      `count(*) FILTER (WHERE contains(${c}, '.')) AS p_${at}`,
      `count(*) FILTER (WHERE contains(${c}, '.') AND length(${c}) - strpos(${c}, '.') = 3) AS t_${at}`,
    ];
  });
  return `SELECT ${parts.join(', ')} FROM ${raw}`;
}

/** Distinct spellings of a column the engine does not read as plain numbers, at most `limit`, in order. */
export function oddNumbersSql(raw: string, position: number, limit: number): string {
  const c = `c${position}`;
  return `SELECT DISTINCT ${c} AS value FROM ${raw} WHERE ${c} IS NOT NULL AND (TRY_CAST(${c} AS DOUBLE) IS NULL OR contains(${c}, '.')) AND NOT ${noValueSql(c)} ORDER BY value LIMIT ${limit}`;
}

/** Distinct days of a column, times of day cut off, at most `limit`, in order. */
export function daysSql(raw: string, position: number, limit: number): string {
  const c = `c${position}`;
  return `SELECT DISTINCT CASE WHEN regexp_matches(${c}, '\\pL{3}') THEN ${c} ELSE split_part(split_part(${c}, ' ', 1), 'T', 1) END AS value FROM ${raw} WHERE ${c} IS NOT NULL ORDER BY value LIMIT ${limit}`;
}

/** Every k-th row, about `rows` of them: all of a small file, evenly spread over a large one. */
export function sampleSql(raw: string, columns: number, total: number, rows: number): string {
  const step = Math.max(1, Math.floor(total / rows));
  const names = Array.from({ length: columns }, (_, at) => `c${at}`);
  return `SELECT ${names.join(', ')} FROM ${raw} WHERE _n % ${step} = 0 ORDER BY _n`;
}

/**
 * SELECT that says per column whether each of its values is a number, a date or a yes/no: `n_<p>` values, `x_<p>` of them
 * that `expression` reads.
 */
export function fitEvidenceSql(
  raw: string,
  tests: readonly { readonly position: number; readonly type: string; readonly expression: string }[],
): string {
  const parts = tests.flatMap(({ position, type, expression }) => [
    `count(c${position}) AS ${sqlName(`n_${position}`)}`,
    `count(${expression}) AS ${sqlName(`x_${position}_${type}`)}`,
  ]);
  return `SELECT ${[...new Set(parts)].join(', ')} FROM ${raw}`;
}

/** Distinct signs and codes of currencies beside the numbers of a column, in order. */
export function signsSql(raw: string, position: number): string {
  const sign = `regexp_extract(c${position}, 'R\\$|[$€£¥₹]|zł|kr|${currencyCodes.join('|')}')`;
  return `SELECT DISTINCT ${sign} AS value FROM ${raw} WHERE c${position} IS NOT NULL AND regexp_matches(c${position}, '\\d') AND ${sign} <> '' ORDER BY value`;
}

/** SELECT of how many values of a column are no whole number with a point and zeros behind it. */
export function pointedSql(raw: string, position: number): string {
  return `SELECT count(c${position}) FILTER (WHERE NOT regexp_full_match(c${position}, '\\d+\\.0+')) AS others FROM ${raw}`;
}
