/** Columns of `labels.parquet`, in their order, with their SQL types. */
export const labelColumns = {
  customer_id: 'VARCHAR',
  label: 'BIGINT',
  value: 'DOUBLE',
  rank: 'BIGINT',
  pareto: 'BOOLEAN',
  tenure_fair: 'BIGINT',
  next_category: 'VARCHAR',
} as const;

/**
 * SELECT that returns `labels.parquet` in the shape of `CustomerLabel`, ordered by customer_id. `source` is what stands
 * after FROM: a view's name or `read_parquet('…')`. Hand the rows to `labelFromRow`.
 *
 * @example
 * readLabelsSql('labels').endsWith('FROM labels ORDER BY customer_id'); // => true
 */
export function readLabelsSql(source: string): string {
  return `SELECT ${Object.keys(labelColumns).join(', ')} FROM ${source} ORDER BY customer_id`;
}
