import type { LandedColumns } from '../rollup/source-tables.sql.ts';
import { sqlDate } from '../rollup/sql-expressions.ts';
import { sqlName } from '../tables/sql-text.ts';

/** What is shown of a best customer beside its figures, as far as the customers table has it. */
export const companyColumns = ['name', 'domain', 'industry', 'city', 'region', 'country'] as const;

/**
 * SELECT of the companies behind the ids in the loaded table `best_ids`, one row per id: `companyColumns` and `sales_rep`,
 * NULL where a column is missing. The sales rep is the account's own, else that of its latest order before the as-of
 * date that names one (several on a day: the highest order_id).
 *
 * @example
 * bestCompanies(new Map(), '2026-07-01').endsWith('ORDER BY b.customer_id'); // => true
 */
export function bestCompanies(columns: LandedColumns, asOf: string): string {
  const has = (table: string, column: string): boolean => columns.get(table)?.includes(column) === true;
  const own = (column: string): string =>
    has('customers', column) ? `nullif(CAST(c.${sqlName(column)} AS VARCHAR), '')` : 'CAST(NULL AS VARCHAR)';
  const ordersNameReps = has('orders', 'sales_rep');
  const latest = `(SELECT customer_id, sales_rep FROM (
      SELECT customer_id, sales_rep,
        row_number() OVER (PARTITION BY customer_id ORDER BY order_date DESC, order_id DESC) AS latest
      FROM orders WHERE nullif(sales_rep, '') IS NOT NULL AND order_date < ${sqlDate(asOf)}
    ) WHERE latest = 1)`;
  return `SELECT b.customer_id, ${companyColumns.map((column) => `${own(column)} AS ${sqlName(column)}`).join(', ')},
      ${ordersNameReps ? `coalesce(${own('sales_rep')}, o.sales_rep)` : own('sales_rep')} AS sales_rep
    FROM best_ids b
    ${columns.has('customers') ? 'LEFT JOIN customers c ON c.customer_id = b.customer_id' : ''}
    ${ordersNameReps ? `LEFT JOIN ${latest} o ON o.customer_id = b.customer_id` : ''}
    ORDER BY b.customer_id`;
}
