import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';

/** A label-window row of a customer seen for a year, with what a test cares about. */
export function rollupRow(customer_id: string, about: Partial<CustomerRollup> = {}): CustomerRollup {
  const orders = about.orders ?? 4;
  const margin = about.margin_e4 ?? null;
  return {
    customer_id,
    window: 'label',
    orders,
    orders_with_margin: margin === null ? 0 : orders,
    order_days: orders,
    revenue_e4: 0,
    margin_e4: margin,
    returns_e4: 0,
    margin_percent: null,
    first_order_date: '2025-07-01',
    last_order_date: '2026-06-01',
    first_order_ever: '2025-07-01',
    last_order_ever: '2026-06-01',
    recency_days: 30,
    months_since_first: 12,
    active_months: 4,
    months_observed: 12,
    orders_per_month: null,
    consistency: null,
    repeat_rate: null,
    categories: [],
    category_breadth: null,
    categories_added_per_year: null,
    months_to_second_category: null,
    aov_e4: null,
    days_to_pay: null,
    days_late: null,
    return_rate: null,
    quotes_decided: 0,
    quotes_won: 0,
    quote_win_rate: null,
    ship_to_count: null,
    requested_lead_days: null,
    late_share: null,
    gap_days_median: null,
    gap_days_max: null,
    gap_variation: null,
    trend: null,
    nearest_branch_km: null,
    ...about,
  };
}
