import type { LeadModels } from '../../core/rank/lead-models.ts';
import { counted } from '../../core/report/numbers.ts';
import type { CoverageRow, FileRow, ReportView } from '../../core/report/report-view.ts';
import type { Accounting, FileAccounting, TableAccounting } from '../../core/tables/accounting.ts';

/** A row of `exclusions.csv`. */
export type Exclusion = { readonly side: string; readonly reason: string };

/** Names and keys, which say nothing of what a company is like. */
const identity = ['customer_id', 'prospect_id', 'name'];

/** How much of each column is filled, for customers and prospects, in the order of the files' columns. */
export function coverageRows(accounting: Accounting, models: LeadModels | null): readonly CoverageRow[] {
  const { customers, prospects } = accounting.tables;
  const features = new Set(models?.similarity.features.map((feature) => feature.name) ?? []);
  const used = new Set(
    (models?.plan.features ?? []).filter(({ name }) => features.has(name)).map(({ column }) => column),
  );
  const names = new Set(
    [customers, prospects].flatMap((table) => (table?.columns ?? []).map((column) => column.name)),
  );
  const filled = (table: TableAccounting | undefined, name: string): number | null => {
    const column = table?.columns.find((candidate) => candidate.name === name);
    return table === undefined || column === undefined || table.rows === 0
      ? null
      : column.filled / table.rows;
  };
  return [...names]
    .filter((name) => !identity.includes(name))
    .map((column) => ({
      column,
      customers: filled(customers, column),
      prospects: filled(prospects, column),
      used: used.has(column),
    }));
}

/** Reasons that name a company, and what they say without it. */
const named: readonly (readonly [string, string])[] = [
  ['existing customer ', 'an existing customer'],
  ['may be customer ', 'may be an existing customer: to be reviewed'],
  ['repeats prospect ', 'repeats another prospect'],
  ['repeats customer ', 'repeats another customer account'],
  ['related to customer ', 'related to an existing customer'],
  ['open quote ', 'has an open quote'],
  ['contacted on ', 'contacted lately'],
];

/** A table people read ends here; what comes after is counted together. */
const mostReasons = 15;

/** Exclusions counted by side and kind of reason, most first, ties by side and reason. */
export function exclusionCounts(exclusions: readonly Exclusion[]): ReportView['exclusions'] {
  const counts = new Map<string, { side: string; reason: string; count: number }>();
  for (const { side, reason: said } of exclusions) {
    const reason = named.find(([start]) => said.startsWith(start))?.[1] ?? said;
    const key = JSON.stringify([side, reason]);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { side, reason, count: 1 });
    else known.count++;
  }
  const rows = [...counts]
    .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
    .map(([, row]) => row);
  const rest = rows.slice(mostReasons).reduce((sum, { count }) => sum + count, 0);
  return rest === 0
    ? rows
    : [...rows.slice(0, mostReasons), { side: 'both', reason: 'other reasons', count: rest }];
}

/** A file's rows and money as the report shows them. */
export function fileRow(file: FileAccounting): FileRow {
  const entries = (counts: { readonly [key: string]: number }): readonly [string, number][] =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  const codes = entries(file.quarantined_by).map(
    ([code, count]) => `${counted(count, 'row')}: ${code.toLowerCase().replaceAll('_', ' ')}`,
  );
  const emptied = entries(file.cells_emptied).map(
    ([column, count]) => `${counted(count, 'cell')} of ${column} emptied`,
  );
  const skipped = entries(file.lines_skipped).map(
    ([kind, count]) => `${counted(count, 'line')} skipped (${kind})`,
  );
  return {
    file: file.file,
    table: file.table ?? file.verdict,
    read: file.rows_read,
    accepted: file.rows_accepted,
    quarantined: file.rows_quarantined,
    deduplicated: file.rows_deduplicated,
    superseded: file.rows_superseded,
    revenue_read: file.totals.read.revenue,
    revenue_accepted: file.totals.accepted.revenue,
    notes: [
      ...(codes.length === 0 ? [] : [`Quarantined: ${codes.join(', ')}`]),
      ...file.examples,
      ...emptied,
      ...skipped,
      ...(file.note === null ? [] : [file.note]),
    ],
  };
}
