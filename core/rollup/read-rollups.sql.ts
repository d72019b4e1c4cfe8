import { sqlString } from '../tables/sql-text.ts';
import type { WindowName } from './customer-rollup.ts';

/** Everything but money, under the names of `CustomerRollup`, in its order. */
const plain = {
  beforeMoney: ['customer_id', '"window"', 'orders', 'orders_with_margin', 'order_days'],
  afterMoney: [
    'margin_percent',
    'first_order_date',
    'last_order_date',
    'first_order_ever',
    'last_order_ever',
    'recency_days',
    'months_since_first',
    'active_months',
    'months_observed',
    'orders_per_month',
    'consistency',
    'repeat_rate',
    'categories',
    'category_breadth',
    'categories_added_per_year',
    'months_to_second_category',
  ],
  afterAov: [
    'days_to_pay',
    'days_late',
    'return_rate',
    'quotes_decided',
    'quotes_won',
    'quote_win_rate',
    'ship_to_count',
    'requested_lead_days',
    'late_share',
    'gap_days_median',
    'gap_days_max',
    'gap_variation',
    'trend',
    'nearest_branch_km',
  ],
} as const;

const e4 = (column: string): string =>
  `CAST(CAST("${column}" AS DECIMAL(38,4)) * 10000 AS BIGINT) AS ${column}_e4`;

/**
 * SELECT that returns one window of `rollups.parquet` in the shape of `CustomerRollup`, amounts as `…_e4` integers, ordered
 * by customer_id. `source` is what stands after FROM: a view's name or `read_parquet('…')`. Hand the rows to
 * `customerRollup`.
 *
 * @example
 * readRollupsSql('rollups', 'label').endsWith("FROM rollups WHERE \"window\" = 'label' ORDER BY customer_id"); // => true
 */
export function readRollupsSql(source: string, window: WindowName): string {
  const columns = [
    ...plain.beforeMoney,
    ...['revenue', 'margin', 'returns'].map(e4),
    ...plain.afterMoney,
    e4('aov'),
    ...plain.afterAov,
  ];
  return `SELECT ${columns.join(', ')} FROM ${source} WHERE "window" = ${sqlString(window)} ORDER BY customer_id`;
}
