import { dayNumber } from '../rollup/calendar.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import type { CustomerFacts } from './segment.ts';

/**
 * What an ERP knows of each customer for segment profiles, from the rows of the label window (others are skipped). Lifetime
 * value is the net revenue of the window; sessions, engagement, device and channel are null: no ERP has them. `countries`
 * gives the country by customer id where it is known, `lapsed` the customers that lapsed (null: not measured).
 *
 * @example
 * rollupFacts([], new Map(), null); // => []
 */
export function rollupFacts(
  rollups: readonly CustomerRollup[],
  countries: ReadonlyMap<string, string | null>,
  lapsed: ReadonlySet<string> | null,
): readonly CustomerFacts[] {
  return rollups
    .filter((row) => row.window === 'label')
    .map((row) => ({
      customer_id: row.customer_id,
      ltv_e4: row.revenue_e4,
      orders: row.orders,
      sessions: null,
      engagement_seconds: null,
      country: countries.get(row.customer_id) ?? null,
      device: null,
      channel: null,
      customer_age_days: ageDays(row),
      recency_days: row.recency_days,
      lapsed: lapsed === null ? null : lapsed.has(row.customer_id),
    }));
}

/** Days from the first order ever to the window's end. */
function ageDays(row: CustomerRollup): number | null {
  const { first_order_ever: first, last_order_ever: last, recency_days: silent } = row;
  return first === null || last === null || silent === null
    ? null
    : silent + dayNumber(last) - dayNumber(first);
}
