import { readRollupsSql } from '../rollup/read-rollups.sql.ts';

const columns = [
  'customer_id',
  'orders',
  'orders_with_margin',
  'revenue_e4',
  'margin_e4',
  'returns_e4',
  'first_order_ever',
  'months_observed',
  'orders_per_month',
  'consistency',
  'repeat_rate',
  'categories',
  'category_breadth',
] as const;

/**
 * SELECT of the label window of `rollups.parquet`, the columns of `LabelInput` only, ordered by customer_id.
 *
 * @example
 * readLabelInputSql('rollups').endsWith('ORDER BY customer_id'); // => true
 */
export function readLabelInputSql(source: string): string {
  return `SELECT ${columns.join(', ')} FROM (${readRollupsSql(source, 'label')}) ORDER BY customer_id`;
}

/**
 * SELECT of whole rollups of the label window for the ids in the loaded table `best_ids`. Hand the rows to `rollupFromRow`.
 *
 * @example
 * readBestRollupsSql('rollups').includes('best_ids'); // => true
 */
export function readBestRollupsSql(source: string): string {
  return `SELECT * FROM (${readRollupsSql(source, 'label')}) WHERE customer_id IN (SELECT customer_id FROM best_ids) ORDER BY customer_id`;
}
