import type { RepeatHistory } from './bg-nbd.ts';
import type { SpendHistory } from './gamma-gamma.ts';

/**
 * One customer's orders: day numbers (core/rollup/calendar.ts), rising, orders of one day merged; and what each day was
 * worth, in any one unit (margin or revenue, in 1/10,000 or not).
 */
export type OrderDays = {
  readonly customer_id: string;
  readonly days: readonly number[];
  readonly values: readonly number[];
};

/** What is known of a customer before a day: times in days. */
export type ValueRow = {
  readonly customer_id: string;
  readonly history: RepeatHistory;
  /** Repeat orders only: their number and mean value. */
  readonly spend: SpendHistory;
  readonly first_value: number;
  readonly last_value: number;
};

/**
 * Each customer as it looked at the start of day `cut`, for those with an order before it, in the log's order. Windows
 * are half-open; `observed` runs to the last day before the cut, as in the papers. Throws a RangeError when days do not
 * rise or values are missing. O(orders).
 *
 * @example
 * valueRows([{ customer_id: 'a', days: [0, 10, 30], values: [5, 20, 40] }], 31)[0].spend; // => { orders: 2, mean: 30 }
 */
export function valueRows(log: readonly OrderDays[], cut: number): readonly ValueRow[] {
  return log.flatMap(({ customer_id, days, values }): readonly ValueRow[] => {
    if (values.length !== days.length) throw new RangeError(`${customer_id}: a value for each day is needed`);
    if (days.some((day, i) => i > 0 && !(day > days[i - 1]!)))
      throw new RangeError(`${customer_id}: days must rise`);
    const count = days.findLastIndex((day) => day < cut) + 1;
    if (count === 0) return [];
    const first = days[0]!;
    const repeats = values.slice(1, count);
    const total = repeats.reduce((sum, value) => sum + value, 0);
    return [
      {
        customer_id,
        history: { repeats: count - 1, last: days[count - 1]! - first, observed: cut - 1 - first },
        spend: { orders: count - 1, mean: count === 1 ? 0 : total / (count - 1) },
        first_value: values[0]!,
        last_value: values[count - 1]!,
      },
    ];
  });
}

/** What each of the customers was worth in [from, to), in the order of `rows`. */
export function valueBetween(
  log: readonly OrderDays[],
  rows: readonly ValueRow[],
  from: number,
  to: number,
): Float64Array {
  const byId = new Map(log.map((entry) => [entry.customer_id, entry]));
  return Float64Array.from(rows, ({ customer_id }) => {
    const entry = byId.get(customer_id);
    if (entry === undefined) throw new RangeError(`no orders of ${customer_id}`);
    return entry.days.reduce((sum, day, i) => (day >= from && day < to ? sum + entry.values[i]! : sum), 0);
  });
}
