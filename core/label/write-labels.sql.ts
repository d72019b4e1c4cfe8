import { sqlString } from '../tables/sql-text.ts';
import { labelColumns } from './read-labels.sql.ts';

/**
 * Writes `labels.parquet` from the loaded table `label_rows`, ordered by customer_id.
 *
 * @example
 * writeLabels('/tmp/labels.parquet').includes('ORDER BY customer_id'); // => true
 */
export function writeLabels(file: string): string {
  return `COPY (SELECT ${Object.keys(labelColumns).join(', ')} FROM label_rows ORDER BY customer_id) TO ${sqlString(file)} (FORMAT parquet)`;
}
