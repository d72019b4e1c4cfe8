import type { TableName } from './canonical-tables.ts';
import type { Ingredient } from './ingredient-aliases.ts';

const company = ['name', 'domain', 'industry', 'city', 'region', 'country', 'postal_code'];

/** What a file of one table says about others: an order names its customer, a line repeats its order. */
export const carriedColumns: {
  readonly [table in TableName]?: readonly (readonly [TableName, readonly string[]])[];
} = {
  order_lines: [
    [
      'orders',
      [
        'order_date',
        'customer_id',
        'order_revenue',
        'currency',
        'ship_to',
        'sales_rep',
        'required_date',
        'shipped_date',
      ],
    ],
    ['customers', company],
    ['payments', ['due_date', 'paid_date']],
  ],
  orders: [
    ['customers', company],
    ['payments', ['due_date', 'paid_date']],
  ],
};

const kinds: readonly Ingredient[] = [
  'document_type',
  'record_status',
  'record_mode',
  'cancelled_at',
  'refunded',
];

/** The columns that make others, by the table of the file they stand in. */
export const ingredientsOf: { readonly [table in TableName]?: readonly Ingredient[] } = {
  orders: ['total_with_tax', 'tax', 'customer_division', 'contact_email', ...kinds],
  order_lines: [
    'unit_price',
    'unit_cost',
    'line_discount',
    'line_margin',
    'customer_division',
    'contact_email',
    ...kinds,
  ],
  customers: ['customer_division', 'contact_email'],
  prospects: ['contact_email'],
  payments: ['customer_division', 'record_mode'],
};
