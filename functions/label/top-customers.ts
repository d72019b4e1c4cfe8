import { bestCompanies, companyColumns } from '../../core/label/best-companies.sql.ts';
import type { CustomerLabel } from '../../core/label/customer-label.ts';
import type { LabelSummary } from '../../core/label/label-summary.ts';
import { readBestRollupsSql } from '../../core/label/read-label-input.sql.ts';
import { roundMoney } from '../../core/money/round-money.ts';
import { rollupFromRow } from '../../core/rollup/rollup-from-row.ts';
import { readerOf } from '../../core/rollup/table-row.ts';
import type { CsvCell } from '../shared/csv.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** Columns of `top-customers.csv`. `value` is money, money per month or a percentile, as the summary's metric says. */
export const topCustomerColumns: readonly string[] = [
  'rank',
  'customer_id',
  'name',
  'value',
  'revenue',
  'margin',
  'margin_percent',
  'currency',
  'orders',
  'orders_per_month',
  'recency_days',
  'consistency',
  'repeat_rate',
  'category_breadth',
  'aov',
  'days_to_pay',
  'return_rate',
  'first_order_date',
  'last_order_date',
  'next_category',
  'in_pareto_set',
  'tenure_fair',
  'sales_rep',
  ...companyColumns.slice(1),
];

/**
 * The best customers as rows of {@link topCustomerColumns}, highest value first. Money is rounded half-even to the
 * currency's smallest unit; shares and rates have four decimals; what is not known is an empty cell.
 */
export async function topCustomerRows(
  tables: StepTables,
  labels: readonly CustomerLabel[],
  summary: LabelSummary,
): Promise<readonly (readonly CsvCell[])[]> {
  const best = labels.filter((label) => label.label === 1).sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const ids = best.map(({ customer_id }) => ({ customer_id }));
  await tables.engine.load('best_ids', { customer_id: 'VARCHAR' }, ids);
  const rollups = (await tables.engine.query(readBestRollupsSql('rollups'))).map(rollupFromRow);
  const rollupById = new Map(rollups.map((row) => [row.customer_id, row]));
  const companies = new Map(
    (await tables.engine.query(bestCompanies(tables.columns, summary.as_of))).map((row) => {
      const read = readerOf(row);
      return [read.text('customer_id'), read];
    }),
  );
  const money = (e4: number | null): CsvCell =>
    e4 === null ? null : { decimal: roundMoney(e4, summary.currency) };
  return best.map((label) => {
    const row = rollupById.get(label.customer_id);
    if (row === undefined) throw new RangeError(`no rollup of the best customer ${label.customer_id}`);
    const company = companies.get(label.customer_id);
    const text = (column: string): string | null => company?.textOrNull(column) ?? null;
    return [
      label.rank,
      label.customer_id,
      text('name'),
      summary.metric.used === 'composite' ? rounded(label.value) : money(label.value),
      money(row.revenue_e4),
      money(row.margin_e4),
      // The rollup keeps the fraction; what people read under this name is in percent.
      rounded(row.margin_percent === null ? null : 100 * row.margin_percent),
      summary.currency,
      row.orders,
      rounded(row.orders_per_month),
      row.recency_days,
      rounded(row.consistency),
      rounded(row.repeat_rate),
      row.category_breadth,
      money(row.aov_e4),
      rounded(row.days_to_pay),
      rounded(row.return_rate),
      row.first_order_date,
      row.last_order_date,
      label.next_category,
      label.pareto ? 'yes' : 'no',
      label.tenure_fair === null ? null : label.tenure_fair === 1 ? 'yes' : 'no',
      text('sales_rep'),
      ...companyColumns.slice(1).map(text),
    ];
  });
}

const rounded = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 10_000) / 10_000;
