/** `label` is the window that says who is best; `feature` ends one horizon earlier, for models that predict. */
export type WindowName = 'label' | 'feature';

/** Half-open [from, to) in the warehouse's time zone, both YYYY-MM-DD. */
export type DateWindow = { readonly from: string; readonly to: string; readonly months: number };

/**
 * What one customer did in one window: a row of `rollups.parquet`, as read back. Amounts are integers of 1/10,000 of the
 * reporting currency (`…_e4`), exact and safe below 9 × 10^11 units. Null means "not known", never zero.
 */
export type CustomerRollup = {
  readonly customer_id: string;
  readonly window: WindowName;
  /** Orders with a date in the window. 0 for accounts that did not order in it. */
  readonly orders: number;
  /** Net of returns, which count in the period of the order they belong to. */
  readonly revenue_e4: number;
  /** Null when no cost is known for any order of the customer. */
  readonly margin_e4: number | null;
  readonly returns_e4: number;
  /** margin ÷ revenue; null without margin or with revenue 0. */
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
  /** Calendar months from the month of the first order in the window to its end, at least 1. */
  readonly months_observed: number;
  readonly orders_per_month: number | null;
  /** active months ÷ months observed. */
  readonly consistency: number | null;
  /** Share of the months after the first that have an order; null when the first is the last. */
  readonly repeat_rate: number | null;
  /** Distinct product categories, sorted; empty when lines are unknown. */
  readonly categories: readonly string[];
  readonly category_breadth: number | null;
  readonly categories_added_per_year: number | null;
  readonly months_to_second_category: number | null;
  readonly aov_e4: number | null;
  /** Mean days from invoice to payment, and mean days after the due date (negative = early). */
  readonly days_to_pay: number | null;
  readonly days_late: number | null;
  /** returns ÷ revenue before returns. */
  readonly return_rate: number | null;
  readonly quotes_decided: number;
  readonly quotes_won: number;
  readonly quote_win_rate: number | null;
  readonly ship_to_count: number | null;
  /** Mean days from order to the date the customer asked for. */
  readonly requested_lead_days: number | null;
  /** Share of shipped orders that left after the date asked for. */
  readonly late_share: number | null;
  readonly gap_days_median: number | null;
  readonly gap_days_max: number | null;
  /** Standard deviation of the gaps ÷ their mean, computed outside SQL from the sorted gaps. */
  readonly gap_variation: number | null;
  /** Slope of monthly margin (revenue without margin) over the window ÷ its mean, per month; computed outside SQL. */
  readonly trend: number | null;
  readonly nearest_branch_km: number | null;
};
