import type { OrderDays } from './order-days.ts';

/** Order days as columns, sorted by customer and day (`order-days.parquet`). Amounts in 1/10,000; null where unknown. */
export type OrderDayColumns = {
  readonly customer_id: readonly unknown[];
  readonly day: readonly unknown[];
  readonly revenue_e4: readonly unknown[];
  readonly margin_e4: readonly unknown[];
};

/** The log value models read, and what its values are. */
export type OrderLog = {
  readonly of: 'margin' | 'revenue';
  readonly log: readonly OrderDays[];
  /** Days whose margin was not known and is taken at the base's overall rate. */
  readonly estimated_days: number;
};

/**
 * Groups order days by customer, in whole units of money (1/10,000 ÷ 10,000). `of: 'margin'` takes days of unknown margin at
 * the margin rate of all known days, and counts them; where no day has a margin it is revenue. O(days).
 *
 * @example
 * orderLog({ customer_id: ['a', 'a'], day: [1, 9], revenue_e4: [100000, 50000], margin_e4: [30000, null] }, 'margin').log; // => [{ customer_id: 'a', days: [1, 9], values: [3, 1.5] }]
 */
export function orderLog(columns: OrderDayColumns, wanted: 'margin' | 'revenue'): OrderLog {
  const size = columns.customer_id.length;
  let [margin, base] = [0, 0];
  for (let row = 0; row < size; row++) {
    if (columns.margin_e4[row] == null) continue;
    margin += Number(columns.margin_e4[row]);
    base += Number(columns.revenue_e4[row]);
  }
  const of = wanted === 'margin' && base > 0 ? 'margin' : 'revenue';
  const rate = base > 0 ? margin / base : 0;
  const log: { customer_id: string; days: number[]; values: number[] }[] = [];
  let estimated_days = 0;
  for (let row = 0; row < size; row++) {
    const customer_id = String(columns.customer_id[row]);
    const revenue = Number(columns.revenue_e4[row]) / 10_000;
    const own = columns.margin_e4[row];
    if (of === 'margin' && own == null) estimated_days += 1;
    const value = of === 'revenue' ? revenue : own == null ? revenue * rate : Number(own) / 10_000;
    const last = log.at(-1);
    const entry =
      last?.customer_id === customer_id
        ? last
        : { customer_id, days: [] as number[], values: [] as number[] };
    if (entry !== last) log.push(entry);
    entry.days.push(Number(columns.day[row]));
    entry.values.push(value);
  }
  return { of, log, estimated_days };
}
