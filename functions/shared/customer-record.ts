import * as z from 'zod';

const text = z.string().nullable();
const number = z.number().nullable();
/** Exact decimal text in the run's reporting currency; "XXX" where no currency is known. */
const money = z.strictObject({ amount: z.string(), currency: z.string() }).nullable();

/** A customer as it is stored for look-ups: who it is, what it did in the label window, where it belongs. */
export const customerRecord = z.strictObject({
  customer_id: z.string(),
  name: text,
  domain: text,
  industry: text,
  region: text,
  country: text,
  employees: number,
  sales_rep: text,
  best: z.boolean().nullable(),
  value_rank: number,
  next_category: text,
  revenue: money,
  margin: money,
  margin_percent: number,
  orders: z.int(),
  orders_per_month: number,
  first_order_date: text,
  last_order_date: text,
  recency_days: number,
  consistency: number,
  repeat_rate: number,
  categories: z.array(z.string()),
  average_order_value: money,
  days_to_pay: number,
  return_rate: number,
  quote_win_rate: number,
  /** Expected in the horizon after the as-of date; four fifths of customers with about this forecast brought between low and high. */
  predicted_ltv: money,
  predicted_ltv_low: money,
  predicted_ltv_high: money,
  predicted_ltv_of: z.enum(['margin', 'revenue']),
  predicted_ltv_months: number,
  predicted_ltv_unavailable_because: text,
  /** Chance that it still buys. */
  p_alive: number,
});

export type CustomerRecord = z.infer<typeof customerRecord>;
