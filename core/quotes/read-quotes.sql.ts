import { wonByStage } from '../rollup/source-tables.sql.ts';
import { sqlDate } from '../rollup/sql-expressions.ts';
import { sqlName } from '../tables/sql-text.ts';

/**
 * SELECT of the quotes made before the as-of date, by id: days as day numbers, value as a number, and the outcome as it was
 * known on that date (a quote decided later is open). The view is `quotes`; `columns` are those it has, `attributes` the
 * further ones wanted.
 *
 * @example
 * readQuotes(['quote_id', 'created_date', 'won'], [], '2026-07-01').includes('ORDER BY quote_id'); // => true
 */
export function readQuotes(columns: readonly string[], attributes: readonly string[], asOf: string): string {
  const pick = (column: string, type: string): string =>
    columns.includes(column) ? `CAST(${sqlName(column)} AS ${type})` : `CAST(NULL AS ${type})`;
  const day = (column: string): string => `CAST(${pick(column, 'DATE')} - DATE '1970-01-01' AS INTEGER)`;
  const won = `coalesce(${pick('won', 'BOOLEAN')}, ${wonByStage(pick('stage', 'VARCHAR'))})`;
  const closed = pick('close_date', 'DATE');
  return `SELECT quote_id, nullif(${pick('customer_id', 'VARCHAR')}, '') AS customer_id, ${day('created_date')} AS created,
    CASE WHEN ${closed} < ${sqlDate(asOf)} THEN ${day('close_date')} END AS closed,
    CAST(${pick('quoted_value', 'DECIMAL(18,4)')} AS DOUBLE) AS value,
    CASE WHEN ${closed} IS NULL OR ${closed} < ${sqlDate(asOf)} THEN ${won} END AS won
    ${attributes.map((name) => `, ${sqlName(name)}`).join('')}
    FROM quotes WHERE quote_id IS NOT NULL AND ${pick('created_date', 'DATE')} < ${sqlDate(asOf)} ORDER BY quote_id`;
}
