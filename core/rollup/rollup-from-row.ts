import { type CustomerRollup, type WindowName, windowNames } from './customer-rollup.ts';
import { type RowReader, readerOf, type TableRow } from './table-row.ts';

/**
 * One row of `readRollupsSql` as a `CustomerRollup`. Throws a RangeError naming the column when the row has another
 * shape: the file was written by another version.
 */
export function rollupFromRow(row: TableRow): CustomerRollup {
  const read = readerOf(row);
  return {
    customer_id: read.text('customer_id'),
    window: windowOf(read),
    orders: read.number('orders'),
    orders_with_margin: read.number('orders_with_margin'),
    order_days: read.number('order_days'),
    revenue_e4: read.number('revenue_e4'),
    margin_e4: read.numberOrNull('margin_e4'),
    returns_e4: read.number('returns_e4'),
    margin_percent: read.numberOrNull('margin_percent'),
    first_order_date: read.textOrNull('first_order_date'),
    last_order_date: read.textOrNull('last_order_date'),
    first_order_ever: read.textOrNull('first_order_ever'),
    last_order_ever: read.textOrNull('last_order_ever'),
    recency_days: read.numberOrNull('recency_days'),
    months_since_first: read.numberOrNull('months_since_first'),
    active_months: read.number('active_months'),
    months_observed: read.number('months_observed'),
    orders_per_month: read.numberOrNull('orders_per_month'),
    consistency: read.numberOrNull('consistency'),
    repeat_rate: read.numberOrNull('repeat_rate'),
    categories: read.texts('categories'),
    category_breadth: read.numberOrNull('category_breadth'),
    categories_added_per_year: read.numberOrNull('categories_added_per_year'),
    months_to_second_category: read.numberOrNull('months_to_second_category'),
    aov_e4: read.numberOrNull('aov_e4'),
    days_to_pay: read.numberOrNull('days_to_pay'),
    days_late: read.numberOrNull('days_late'),
    return_rate: read.numberOrNull('return_rate'),
    quotes_decided: read.number('quotes_decided'),
    quotes_won: read.number('quotes_won'),
    quote_win_rate: read.numberOrNull('quote_win_rate'),
    ship_to_count: read.numberOrNull('ship_to_count'),
    requested_lead_days: read.numberOrNull('requested_lead_days'),
    late_share: read.numberOrNull('late_share'),
    gap_days_median: read.numberOrNull('gap_days_median'),
    gap_days_max: read.numberOrNull('gap_days_max'),
    gap_variation: read.numberOrNull('gap_variation'),
    trend: read.numberOrNull('trend'),
    nearest_branch_km: read.numberOrNull('nearest_branch_km'),
  };
}

function windowOf(read: RowReader): WindowName {
  const name = read.text('window');
  const found = windowNames.find((window) => window === name);
  if (found === undefined) throw new RangeError(`no window is called ${name}`);
  return found;
}
