import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import { readerOf, type TableRow } from '../rollup/table-row.ts';

/** What labelling needs of a rollup: few columns, so that half a million accounts fit into memory. */
export type LabelInput = Pick<
  CustomerRollup,
  | 'customer_id'
  | 'orders'
  | 'orders_with_margin'
  | 'revenue_e4'
  | 'margin_e4'
  | 'returns_e4'
  | 'first_order_ever'
  | 'months_observed'
  | 'orders_per_month'
  | 'consistency'
  | 'repeat_rate'
  | 'categories'
  | 'category_breadth'
>;

/**
 * One row of `readLabelInputSql` as a `LabelInput`. Throws a RangeError naming the column when the row has another shape.
 *
 * @example
 * labelInputFromRow({ customer_id: 'a', orders: 0, orders_with_margin: 0, revenue_e4: 0, margin_e4: null, returns_e4: 0, first_order_ever: null, months_observed: 0, orders_per_month: null, consistency: null, repeat_rate: null, categories: [], category_breadth: null }).orders; // => 0
 */
export function labelInputFromRow(row: TableRow): LabelInput {
  const read = readerOf(row);
  return {
    customer_id: read.text('customer_id'),
    orders: read.number('orders'),
    orders_with_margin: read.number('orders_with_margin'),
    revenue_e4: read.number('revenue_e4'),
    margin_e4: read.numberOrNull('margin_e4'),
    returns_e4: read.number('returns_e4'),
    first_order_ever: read.textOrNull('first_order_ever'),
    months_observed: read.number('months_observed'),
    orders_per_month: read.numberOrNull('orders_per_month'),
    consistency: read.numberOrNull('consistency'),
    repeat_rate: read.numberOrNull('repeat_rate'),
    categories: read.texts('categories'),
    category_breadth: read.numberOrNull('category_breadth'),
  };
}
