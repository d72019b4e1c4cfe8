import type { LabelSummary } from '../../core/label/label-summary.ts';
import { roundMoney } from '../../core/money/round-money.ts';
import type { BestCustomerRow } from '../../core/report/report-view.ts';
import type { RunState } from '../../events/step.ts';
import type { StepPorts } from '../shared/ports.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import { columnOrNull, withTables } from '../shared/step-tables.ts';

/** The best customers, highest value first; money in units of the reporting currency, rounded half-even to its smallest one. */
export async function readBestCustomers(
  ports: StepPorts,
  state: RunState,
  summary: LabelSummary,
): Promise<BestCustomerRow[]> {
  return await withTables(
    ports,
    state,
    { customers: 'table-customers', rollups: 'rollups', labels: 'labels' },
    async (tables) => {
      const names = new Map(
        (
          await tables.engine.query(
            `SELECT customer_id, ${columnOrNull(tables, 'customers', 'name')} FROM customers ORDER BY customer_id`,
          )
        ).map((row) => [String(row['customer_id']), typeof row['name'] === 'string' ? row['name'] : null]),
      );
      const rollups = new Map((await readRollups(tables, 'label')).map((row) => [row.customer_id, row]));
      const best = (await readLabels(tables))
        .filter((label) => label.label === 1)
        .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
      const units = (e4: number): number => Number(roundMoney(e4, summary.currency));
      return best.flatMap((label): BestCustomerRow[] => {
        const rollup = rollups.get(label.customer_id);
        if (rollup === undefined || label.rank === null) return [];
        const value =
          label.value === null
            ? null
            : summary.metric.used === 'composite'
              ? Number(label.value.toFixed(6))
              : units(label.value);
        return [
          {
            rank: label.rank,
            customer_id: label.customer_id,
            name: names.get(label.customer_id) ?? null,
            value,
            revenue: units(rollup.revenue_e4),
            margin: rollup.margin_e4 === null ? null : units(rollup.margin_e4),
            orders: rollup.orders,
            orders_per_month: rollup.orders_per_month,
            recency_days: rollup.recency_days,
            categories: rollup.category_breadth,
          },
        ];
      });
    },
  );
}
