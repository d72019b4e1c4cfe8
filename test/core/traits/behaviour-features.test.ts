import { describe, expect, it } from 'vitest';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { behaviourDefaults, behaviourFeatures } from '../../../core/traits/behaviour-features.ts';
import { customerFeatures } from '../../../core/traits/customer-features.ts';
import { joinFeatures } from '../../../core/traits/join-features.ts';
import { rollupRow } from '../value/rollup-row.ts';

const ids = Array.from({ length: 30 }, (_, row) => `C${String(row).padStart(2, '0')}`);
const rollups: CustomerRollup[] = ids.slice(0, 28).map((customer_id, row) =>
  rollupRow({
    customer_id,
    orders: row,
    revenue_e4: row * 10_000_000,
    orders_per_month: row / 10,
    aov_e4: 1_234_500,
    days_to_pay: row % 2 === 0 ? 30 : null,
    nearest_branch_km: row < 20 ? row : null,
    categories:
      row === 0 ? [] : row % 3 === 0 ? ['Seals', 'Bolts & nuts'] : ['Seals', 'Valves'].slice(row % 2),
  }),
);
const table = behaviourFeatures(ids, rollups);
const at = (of: typeof table, name: string, row: number): number | string | null => {
  const column = of.columns[of.features.findIndex((feature) => feature.name === name)];
  if (column === undefined) throw new RangeError(name);
  if (column.kind === 'category') return column.levels[column.codes[row] ?? -1] ?? null;
  return column.known[row] === 1 ? (column.values[row] ?? null) : null;
};

describe('behaviourFeatures', () => {
  it('reads measures in their units and leaves unknowns unknown', () => {
    expect(at(table, 'orders_per_month', 5)).toBe(0.5);
    expect(at(table, 'average_order_value', 5)).toBe(123.45);
    expect(at(table, 'days_to_pay', 2)).toBe(30);
    expect(at(table, 'days_to_pay', 1)).toBeNull();
    expect(at(table, 'orders_per_month', 29)).toBeNull();
    expect(table.features.every(({ population }) => population === 'customer')).toBe(true);
  });

  it('keeps the totals that decide the label out of the label window only', () => {
    const names = table.features.map(({ name }) => name);
    expect(names).not.toContain('revenue');
    const earlier = behaviourFeatures(ids, rollups, { ...behaviourDefaults, known: 'feature-window' });
    expect(at(earlier, 'revenue', 3)).toBe(3000);
    expect(earlier.features.every(({ known }) => known === 'feature-window')).toBe(true);
  });

  it('makes one yes/no feature per category that enough buy and enough do not', () => {
    const bought = table.features
      .filter(({ form }) => form === 'boolean')
      .map(({ name, label }) => [name, label]);
    expect(bought).toEqual([
      ['buys_bolts_nuts', 'Buys Bolts & nuts'],
      ['buys_seals', 'Buys Seals'],
      ['buys_valves', 'Buys Valves'],
    ]);
    expect([0, 1, 2, 3].map((row) => at(table, 'buys_seals', row))).toEqual([null, 'no', 'yes', 'yes']);
    const chosen = behaviourFeatures(ids, rollups, { ...behaviourDefaults, categoryNames: ['Pumps'] });
    expect(at(chosen, 'buys_pumps', 2)).toBe('no');
  });

  it('refuses two rollups of one customer', () => {
    expect(() => behaviourFeatures(ids, [...rollups, ...rollups.slice(0, 1)])).toThrow(RangeError);
  });
});

describe('customerFeatures', () => {
  it('joins what customers are with what they did, and takes the distance from the rollups', () => {
    const { customers, prospects, plan } = customerFeatures(
      { ids, columns: { employees: ids.map((_, row) => row * 3) } },
      { ids: ['P1'], columns: { employees: [40] } },
      rollups,
      { asOfYear: 2026, currency: null, attributes: {}, modelFeatures: [] },
    );
    expect(plan.features.map(({ name }) => name)).toEqual(['employees', 'distance_to_nearest_branch_km']);
    expect(at(customers, 'distance_to_nearest_branch_km', 7)).toBe(7);
    expect(at(customers, 'distance_to_nearest_branch_km', 25)).toBeNull();
    expect(at(customers, 'orders_per_month', 5)).toBe(0.5);
    if (prospects === null) throw new RangeError('prospects were given');
    expect(at(prospects, 'employees', 0)).toBe(40);
    expect(at(prospects, 'distance_to_nearest_branch_km', 0)).toBeNull();
  });

  it('does not join tables over other rows or with a name twice', () => {
    expect(() => joinFeatures(table, table)).toThrow(RangeError);
    expect(() => joinFeatures(table, { ids: ['x'], features: [], columns: [] })).toThrow(RangeError);
  });
});
