import type { FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import type { ValueRow } from './order-days.ts';

/** The history of each customer as features of the feature window. */
export function historyTable(rows: readonly ValueRow[]): FeatureTable {
  const numbers: Readonly<Record<string, (row: ValueRow) => number>> = {
    repeats: ({ history }) => history.repeats,
    silence: ({ history }) => history.observed - history.last,
    observed: ({ history }) => history.observed,
    repeat_rate: ({ history }) => history.repeats / (history.observed + 30),
    silence_in_gaps: ({ history }) =>
      ((history.observed - history.last) * (history.repeats + 1)) / (history.last + 30),
    mean_value: ({ spend }) => spend.mean,
    first_value: (row) => row.first_value,
    last_value: (row) => row.last_value,
  };
  const known = new Uint8Array(rows.length).fill(1);
  return {
    ids: rows.map((row) => row.customer_id),
    features: Object.keys(numbers).map(
      (name): FeatureDefinition => ({
        name,
        label: name.replaceAll('_', ' '),
        category: 'behavioural',
        population: 'customer',
        known: 'feature-window',
        unit: '',
        form: 'numeric',
      }),
    ),
    columns: Object.values(numbers).map((number) => ({
      kind: 'numeric',
      values: Float64Array.from(rows, number),
      known,
    })),
  };
}
