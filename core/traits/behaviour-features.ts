import type { Column, FeatureDefinition, FeatureTable } from '../model/feature-table.ts';
import type { CustomerRollup } from '../rollup/customer-rollup.ts';
import { snakeName } from '../tables/header-name.ts';
import { behaviourMeasures } from './behaviour-measures.ts';
import { minimumSupport } from './minimum-support.ts';
import { categoryColumn, numericColumn } from './read-column.ts';

export type BehaviourParams = {
  /** Which window the rollups are of: `label-window` describes, `feature-window` may predict. */
  readonly known: 'label-window' | 'feature-window';
  readonly currency: string | null;
  /** Most product categories that get a feature of their own, most frequent first. */
  readonly categories: number;
  /** Names of the categories to use, for a table that must match another one; null chooses by frequency. */
  readonly categoryNames: readonly string[] | null;
};

export const behaviourDefaults: BehaviourParams = {
  known: 'label-window',
  currency: null,
  categories: 60,
  categoryNames: null,
};

/**
 * What customers *do*, from their rollups of one window, as features only customers have. Product categories become one
 * yes/no feature each ("Buys Seals"), for categories that enough customers buy and enough do not; unknown for customers
 * whose order lines are unknown.
 *
 * In the label window the totals (orders, revenue, margin) are left out: they decide who is best, so their lift says
 * nothing. The distance to the nearest branch is a fact about the company and is read with
 * {@link file://./company-features.ts}.
 *
 * @param ids rows of the table, in this order; customers without a rollup are unknown in everything.
 * @throws RangeError when a customer has two rollups: hand in one window.
 * @example
 * behaviourFeatures(['C1'], []).features.slice(0, 2).map(({ name }) => name); // => ['orders_per_month', 'consistency']
 */
export function behaviourFeatures(
  ids: readonly string[],
  rollups: readonly CustomerRollup[],
  params: BehaviourParams = behaviourDefaults,
): FeatureTable {
  const byId = new Map(rollups.map((rollup) => [rollup.customer_id, rollup]));
  if (byId.size !== rollups.length) throw new RangeError('one rollup per customer is needed');
  const rows = ids.map((id) => byId.get(id));
  const define = ({ name, label, category, unit }: Defined): FeatureDefinition => ({
    name,
    label,
    category,
    population: 'customer',
    known: params.known,
    unit: unit === 'money' ? (params.currency ?? '') : unit,
    form: unit === null ? 'boolean' : 'numeric',
  });
  const used = behaviourMeasures.filter(
    ({ decides }) => decides === undefined || params.known === 'feature-window',
  );
  const bought = categoryFeatures(rows, params);
  return {
    ids,
    features: [
      ...used.map(define),
      ...bought.map(({ name, label }) => define({ name, label, category: 'behavioural', unit: null })),
    ],
    columns: [
      ...used.map(({ of }) => numericColumn(rows.map((row) => (row === undefined ? null : of(row))))),
      ...bought.map(({ column }) => column),
    ],
  };
}

type Defined = Pick<FeatureDefinition, 'name' | 'label' | 'category' | 'unit'>;
type Bought = { readonly name: string; readonly label: string; readonly column: Column };

function categoryFeatures(rows: readonly (CustomerRollup | undefined)[], params: BehaviourParams): Bought[] {
  const known = rows.filter((row) => row !== undefined && row.categories.length > 0).length;
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const category of new Set(row?.categories ?? []))
      counts.set(category, (counts.get(category) ?? 0) + 1);
  const support = minimumSupport(known);
  const chosen =
    params.categoryNames ??
    [...counts]
      .filter(([, count]) => count >= support && known - count >= support)
      .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
      .slice(0, params.categories)
      .map(([category]) => category);
  const sets = rows.map((row) =>
    row === undefined || row.categories.length === 0 ? null : new Set(row.categories),
  );
  const names = new Set<string>();
  return [...chosen].sort().map((category) => {
    const base = `buys_${snakeName(category)}`;
    let name = base;
    for (let count = 2; names.has(name); count++) name = `${base}_${count}`;
    names.add(name);
    const column = categoryColumn(
      sets.map((set) => (set === null ? null : set.has(category) ? 'yes' : 'no')),
      ['no', 'yes'],
    );
    return { name, label: `Buys ${category}`, column };
  });
}
