import { type RowReader, readerOf, type TableRow } from '../rollup/table-row.ts';
import type { CustomerLabel } from './customer-label.ts';

/**
 * One row of `readLabelsSql` as a `CustomerLabel`. Throws a RangeError naming the column when the row has another shape.
 *
 * @example
 * labelFromRow({ customer_id: 'a', label: 1, value: 5, rank: 1, pareto: true, tenure_fair: null, next_category: null }).label; // => 1
 */
export function labelFromRow(row: TableRow): CustomerLabel {
  const read = readerOf(row);
  return {
    customer_id: read.text('customer_id'),
    label: bit(read, 'label'),
    value: read.numberOrNull('value'),
    rank: read.numberOrNull('rank'),
    pareto: read.flag('pareto'),
    tenure_fair: bit(read, 'tenure_fair'),
    next_category: read.textOrNull('next_category'),
  };
}

function bit(read: RowReader, column: string): 0 | 1 | null {
  const value = read.numberOrNull(column);
  if (value === null || value === 0 || value === 1) return value;
  throw new RangeError(`the column ${column} should hold 0, 1 or nothing`);
}
