import { convertAmounts, exchangeRates, unratedOrders } from '../../core/rollup/exchange-rates.sql.ts';
import { sourceTables } from '../../core/rollup/source-tables.sql.ts';
import { readerOf } from '../../core/rollup/table-row.ts';
import { KindredError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';

/**
 * Makes the source tables of the rollup, all amounts in the reporting currency at the rate of the order's day. Errors:
 * `CurrencyUndecided` naming each currency and day for which the settings have no rate.
 */
export async function makeSourceTables(
  { engine, columns }: StepTables,
  asOf: string,
  currency: string,
  rates: Settings['exchange_rates'],
): Promise<void> {
  for (const statement of [...sourceTables(columns, asOf), exchangeRates(rates)]) await engine.run(statement);
  const unrated = (await engine.query(unratedOrders(currency))).map(readerOf);
  if (unrated.length > 0)
    throw new KindredError(
      'CurrencyUndecided',
      unrated.map((row) => ({
        name: 'exchange_rates',
        allowed: `a rate to ${currency} for ${row.text('currency')} from ${row.text('first_order')} on`,
        received: `none for ${row.number('orders')} of its orders`,
        remedy: `add {"currency": "${row.text('currency')}", "from": "${row.text('first_order')}", "rate": …} to "exchange_rates" in the settings`,
      })),
    );
  if (rates.length > 0) for (const statement of convertAmounts(currency)) await engine.run(statement);
}
