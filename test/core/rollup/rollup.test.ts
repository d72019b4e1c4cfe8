import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { planWindows, type WindowPlan } from '../../../core/rollup/windows.ts';
import { naiveRollup } from './naive-rollup.ts';
import { rollUpInDuckdb } from './rollup-in-duckdb.ts';
import { anyWorld, asOf, type World } from './world.ts';

const planOf = (world: World, windowMonths = 12): WindowPlan =>
  planWindows({
    asOf,
    firstOrder: world.orders.map((order) => order.order_date).sort()[0] ?? null,
    windowMonths,
    horizonMonths: 6,
  });

/** Both of the shape figures are compared within 1e-9: the reference computes them by another formula. */
const approximate = ['gap_variation', 'trend'] as const;

function compare(actual: readonly CustomerRollup[], expected: readonly CustomerRollup[]): void {
  const key = (row: CustomerRollup): string => `${row.customer_id} ${row.window}`;
  const byKey = new Map(actual.map((row) => [key(row), row]));
  expect([...byKey.keys()].sort()).toEqual(expected.map(key).sort());
  expect(actual.length).toBe(expected.length);
  for (const row of expected) {
    const found = byKey.get(key(row));
    for (const name of approximate) {
      const [a, b] = [found?.[name] ?? null, row[name]];
      if (a === null || b === null) expect(a).toBe(b);
      else expect(Math.abs(a - b)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(b)));
    }
    const exact = { ...row, gap_variation: found?.gap_variation, trend: found?.trend };
    expect({ ...found, nearest_branch_km: null }).toEqual({ ...exact, nearest_branch_km: null });
  }
}

describe('rollups in SQL', () => {
  it('equal the naive reference on random small worlds', async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, fc.constantFrom(3, 12, 36), async (world, months) => {
        const { windows } = planOf(world, months);
        const { rows } = await rollUpInDuckdb(world, asOf, windows);
        compare(rows, naiveRollup(world, asOf, windows));
      }),
      { numRuns: 20 },
    );
  });
});
