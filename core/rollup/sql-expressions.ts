import { sqlString } from '../tables/sql-text.ts';
import { dayNumber } from './calendar.ts';

/**
 * A day as an SQL literal; throws a RangeError for a text that is no day.
 *
 * @example
 * sqlDate('2024-02-29'); // => "DATE '2024-02-29'"
 */
export function sqlDate(date: string): string {
  dayNumber(date);
  return `DATE ${sqlString(date)}`;
}

/**
 * Integer division rounded half to even, as an expression over integer columns: the SQL twin of `divideHalfEven`.
 * `denominator` must be positive in every row the expression is evaluated for.
 *
 * @example
 * divideHalfEvenSql('a', 'b').includes('//'); // => true
 */
export function divideHalfEvenSql(numerator: string, denominator: string): string {
  const n = `abs(CAST(${numerator} AS HUGEINT))`;
  const d = `CAST(${denominator} AS HUGEINT)`;
  const up = `CASE WHEN 2 * (${n} % ${d}) > ${d} OR (2 * (${n} % ${d}) = ${d} AND (${n} // ${d}) % 2 = 1) THEN 1 ELSE 0 END`;
  return `(CASE WHEN ${numerator} < 0 THEN -1 ELSE 1 END * (${n} // ${d} + ${up}))`;
}

/**
 * A quotient of two exact numbers as DOUBLE, null unless the divisor is positive. Both are rounded to DOUBLE once and
 * divided once, so every host gets the same bits.
 *
 * @example
 * ratioSql('won', 'decided'); // => 'CASE WHEN decided > 0 THEN CAST(won AS DOUBLE) / CAST(decided AS DOUBLE) END'
 */
export function ratioSql(dividend: string, divisor: string): string {
  return `CASE WHEN ${divisor} > 0 THEN CAST(${dividend} AS DOUBLE) / CAST(${divisor} AS DOUBLE) END`;
}
