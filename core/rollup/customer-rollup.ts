/**
 * `label` is the window that says who is best, up to the as-of date. `feature` ends one horizon earlier, for models that
 * predict; `outcome` is that horizon: from the end of `feature` to the as-of date, what such a model should have foreseen.
 * The numbered pairs are the same one and two horizons earlier, for rolling-origin tests, where the history allows.
 */
export type WindowName =
  | 'label'
  | 'feature'
  | 'outcome'
  | 'feature-2'
  | 'outcome-2'
  | 'feature-3'
  | 'outcome-3';

/** All names a window can have. */
export const windowNames: readonly WindowName[] = [
  'label',
  'feature',
  'outcome',
  'feature-2',
  'outcome-2',
  'feature-3',
  'outcome-3',
];

/** Half-open [from, to) in the warehouse's time zone, both YYYY-MM-DD. */
export type DateWindow = { readonly from: string; readonly to: string; readonly months: number };

/**
 * What one customer did in one window: a row of `rollups.parquet`, as read back. Amounts are integers of 1/10,000 of the
 * reporting currency (`…_e4`), exact and safe below 9 × 10^11 units. Null means "not known", never zero. Nothing that was
 * known only after the window's end counts: later orders, returns, payments, shipments and decisions are not seen.
 */
export type CustomerRollup = {
  readonly customer_id: string;
  readonly window: WindowName;
  /** Orders with a date in the window. 0 for accounts that did not order in it. */
  readonly orders: number;
  /** Of these, orders whose margin is known. */
  readonly orders_with_margin: number;
  /** Distinct days with an order. */
  readonly order_days: number;
  /** Net of returns, which count in the period of the order they belong to. */
  readonly revenue_e4: number;
  /**
   * Margin of the orders whose margin is known; a return takes back margin at its order's own rate. Null when it is known
   * for no order of the customer.
   */
  readonly margin_e4: number | null;
  readonly returns_e4: number;
  /** A fraction (files and API show it × 100): margin ÷ net revenue of the orders whose margin is known; null without margin or with revenue ≤ 0. */
  readonly margin_percent: number | null;
  readonly first_order_date: string | null;
  readonly last_order_date: string | null;
  /** First and last order ever before the window's end, also outside the window. */
  readonly first_order_ever: string | null;
  readonly last_order_ever: string | null;
  /** Days from the last order ever to the window's end. */
  readonly recency_days: number | null;
  /** Months (30.4375 days) since the first order in the window, at least 1. */
  readonly months_since_first: number | null;
  readonly active_months: number;
  /** Calendar months from the month of the first order in the window to its end, at least 1; 0 without an order. */
  readonly months_observed: number;
  /** orders ÷ months since the first. */
  readonly orders_per_month: number | null;
  /** active months ÷ months observed. */
  readonly consistency: number | null;
  /** Share of the months after the first that have an order; null when the first is the last. */
  readonly repeat_rate: number | null;
  /** Distinct product categories, sorted by code point; empty when lines are unknown. */
  readonly categories: readonly string[];
  readonly category_breadth: number | null;
  /** Categories first bought after the day of the first one ÷ years since the first order (at least one year). */
  readonly categories_added_per_year: number | null;
  /** Months (30.4375 days) from the first category to the second; 0 when both came on one day. */
  readonly months_to_second_category: number | null;
  /** Net revenue ÷ orders, rounded half-even to 1/10,000. */
  readonly aov_e4: number | null;
  /** Mean days from invoice to payment, and mean days after the due date (negative = early). Unpaid invoices do not count. */
  readonly days_to_pay: number | null;
  readonly days_late: number | null;
  /** returns ÷ revenue before returns; null without a returns table or with no revenue. */
  readonly return_rate: number | null;
  readonly quotes_decided: number;
  readonly quotes_won: number;
  readonly quote_win_rate: number | null;
  readonly ship_to_count: number | null;
  /** Mean days from order to the date the customer asked for. */
  readonly requested_lead_days: number | null;
  /** Share of shipped orders that left after the date asked for. */
  readonly late_share: number | null;
  /** Gaps between consecutive days with an order. */
  readonly gap_days_median: number | null;
  readonly gap_days_max: number | null;
  /** Sample standard deviation of the gaps ÷ their mean; null below two gaps. */
  readonly gap_variation: number | null;
  /**
   * Least-squares slope of monthly margin (revenue where no margin is known) ÷ its mean, per month, over the whole months
   * from the first order in the window to its end. Null below three months or with a mean ≤ 0.
   */
  readonly trend: number | null;
  /** Great-circle distance to the nearest branch, where both coordinates are known. */
  readonly nearest_branch_km: number | null;
};
