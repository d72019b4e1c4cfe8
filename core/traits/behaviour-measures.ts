import type { FeatureCategory } from '../model/feature-table.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';

/** One measure of what a customer did, read from its rollup of a window. */
export type BehaviourMeasure = {
  readonly name: string;
  readonly label: string;
  readonly category: FeatureCategory;
  /** `money` stands for the reporting currency. */
  readonly unit: string;
  /** Left out of the label window: it is, or nearly is, the value that decides who is best. */
  readonly decides?: true;
  readonly of: (rollup: CustomerRollup) => number | null;
};

const fromE4 = (e4: number | null): number | null => (e4 === null ? null : e4 / 10_000);

/** Every measure, in the order traits are listed. */
export const behaviourMeasures: readonly BehaviourMeasure[] = [
  { name: 'orders', label: 'Orders', category: 'behavioural', unit: '', decides: true, of: (r) => r.orders },
  {
    name: 'revenue',
    label: 'Revenue',
    category: 'financial',
    unit: 'money',
    decides: true,
    of: (r) => fromE4(r.revenue_e4),
  },
  {
    name: 'margin',
    label: 'Total margin',
    category: 'financial',
    unit: 'money',
    decides: true,
    of: (r) => fromE4(r.margin_e4),
  },
  {
    name: 'orders_per_month',
    label: 'Orders per month',
    category: 'behavioural',
    unit: '',
    of: (r) => r.orders_per_month,
  },
  {
    name: 'consistency',
    label: 'Share of months with an order',
    category: 'behavioural',
    unit: 'share',
    of: (r) => r.consistency,
  },
  {
    name: 'repeat_rate',
    label: 'Repeat rate',
    category: 'behavioural',
    unit: 'share',
    of: (r) => r.repeat_rate,
  },
  {
    name: 'recency_days',
    label: 'Days since the last order',
    category: 'behavioural',
    unit: '',
    of: (r) => r.recency_days,
  },
  {
    name: 'gap_days_median',
    label: 'Days between orders',
    category: 'behavioural',
    unit: '',
    of: (r) => r.gap_days_median,
  },
  {
    name: 'gap_variation',
    label: 'Variation of the days between orders',
    category: 'behavioural',
    unit: '',
    of: (r) => r.gap_variation,
  },
  { name: 'trend', label: 'Growth per month', category: 'behavioural', unit: 'share', of: (r) => r.trend },
  {
    name: 'months_since_first',
    label: 'Months since the first order',
    category: 'behavioural',
    unit: '',
    of: (r) => r.months_since_first,
  },
  {
    name: 'category_breadth',
    label: 'Product categories bought',
    category: 'behavioural',
    unit: '',
    of: (r) => r.category_breadth,
  },
  {
    name: 'categories_added_per_year',
    label: 'Product categories added per year',
    category: 'behavioural',
    unit: '',
    of: (r) => r.categories_added_per_year,
  },
  {
    name: 'months_to_second_category',
    label: 'Months to the second product category',
    category: 'behavioural',
    unit: '',
    of: (r) => r.months_to_second_category,
  },
  {
    name: 'average_order_value',
    label: 'Average order',
    category: 'financial',
    unit: 'money',
    of: (r) => fromE4(r.aov_e4),
  },
  {
    name: 'margin_percent',
    label: 'Margin',
    category: 'financial',
    unit: 'share',
    of: (r) => r.margin_percent,
  },
  { name: 'days_to_pay', label: 'Days to pay', category: 'financial', unit: '', of: (r) => r.days_to_pay },
  {
    name: 'days_late',
    label: 'Days paid after the due date',
    category: 'financial',
    unit: '',
    of: (r) => r.days_late,
  },
  { name: 'return_rate', label: 'Returned', category: 'financial', unit: 'share', of: (r) => r.return_rate },
  {
    name: 'quote_win_rate',
    label: 'Quotes won',
    category: 'behavioural',
    unit: 'share',
    of: (r) => r.quote_win_rate,
  },
  {
    name: 'ship_to_count',
    label: 'Ship-to places',
    category: 'operational',
    unit: '',
    of: (r) => r.ship_to_count,
  },
  {
    name: 'requested_lead_days',
    label: 'Requested lead time in days',
    category: 'operational',
    unit: '',
    of: (r) => r.requested_lead_days,
  },
  {
    name: 'late_share',
    label: 'Shipped late',
    category: 'operational',
    unit: 'share',
    of: (r) => r.late_share,
  },
];
