import { decimalFraction } from '../money/decimal-fraction.ts';
import { sqlString } from '../tables/sql-text.ts';
import { divideHalfEvenSql, sqlDate } from './sql-expressions.ts';

/** What one unit of a currency is worth in the reporting currency, from a day on until its next rate. */
export type ExchangeRate = { readonly currency: string; readonly from: string; readonly rate: number };

/** Long after any order. */
const endOfTime = '9999-12-31';

/**
 * The statement that makes `exchange_rates`: one row per currency and period, the rate as the exact fraction that was
 * written. Of several rates of a currency for the same day the one listed last holds.
 *
 * @example
 * exchangeRates([{ currency: 'EUR', from: '2024-01-01', rate: 1.0837 }]).includes("('EUR', DATE '2024-01-01', DATE '9999-12-31', 10837, 10000)"); // => true
 */
export function exchangeRates(rates: readonly ExchangeRate[]): string {
  const byDay = new Map(rates.map((rate) => [`${rate.currency} ${rate.from}`, rate]));
  const sorted = [...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rate]) => rate);
  const rows = sorted.map(({ currency, from, rate }, index) => {
    const next = sorted[index + 1];
    const until = next?.currency === currency ? next.from : endOfTime;
    const { numerator, denominator } = decimalFraction(rate);
    return `(${sqlString(currency)}, ${sqlDate(from)}, ${sqlDate(until)}, ${numerator}, ${denominator})`;
  });
  const select = `CAST(column0 AS VARCHAR) AS currency, CAST(column1 AS DATE) AS from_date, CAST(column2 AS DATE) AS until_date,
      CAST(column3 AS HUGEINT) AS numerator, CAST(column4 AS HUGEINT) AS denominator`;
  return rows.length === 0
    ? `CREATE TEMP TABLE exchange_rates AS SELECT ${select} FROM (VALUES ('', NULL, NULL, 1, 1)) AS r(column0, column1, column2, column3, column4) WHERE false`
    : `CREATE TEMP TABLE exchange_rates AS SELECT ${select} FROM (VALUES ${rows.join(', ')}) AS r(column0, column1, column2, column3, column4)`;
}

/** Orders of another currency with the rate of their day. */
const rated = (reporting: string): string =>
  `SELECT o.order_id, x.numerator, x.denominator FROM source_orders o
    JOIN exchange_rates x ON x.currency = o.currency AND o.order_date >= x.from_date AND o.order_date < x.until_date
    WHERE o.currency <> ${sqlString(reporting)}`;

/**
 * Statements that bring the amounts of `source_orders` and `source_returns` into the reporting currency, at the rate of the
 * order's day, rounded half-even to 1/10,000. A return is in its order's currency; one without an order, and an order
 * without a currency, is in the reporting currency already. Run `unratedOrders` first: orders without a rate stay as they are.
 *
 * @example
 * convertAmounts('USD').length; // => 2
 */
export function convertAmounts(reporting: string): readonly string[] {
  const convert = (column: string): string =>
    divideHalfEvenSql(`(CAST(${column} AS HUGEINT) * r.numerator)`, 'r.denominator');
  return [
    `UPDATE source_returns SET amount_e4 = ${convert('amount_e4')}
      FROM (${rated(reporting)}) r WHERE r.order_id = source_returns.order_id`,
    `UPDATE source_orders SET revenue_e4 = ${convert('revenue_e4')}, margin_e4 = ${convert('margin_e4')}
      FROM (${rated(reporting)}) r WHERE r.order_id = source_orders.order_id`,
  ];
}

/**
 * SELECT of what has no rate, by currency: how many orders, from which day on. No rows when everything can be converted.
 *
 * @example
 * unratedOrders('USD').includes('GROUP BY o.currency'); // => true
 */
export function unratedOrders(reporting: string): string {
  return `SELECT o.currency, min(o.order_date) AS first_order, count(*) AS orders FROM source_orders o
    WHERE o.currency <> ${sqlString(reporting)} AND NOT EXISTS (
      SELECT 1 FROM exchange_rates x
      WHERE x.currency = o.currency AND o.order_date >= x.from_date AND o.order_date < x.until_date
    )
    GROUP BY o.currency ORDER BY o.currency`;
}
