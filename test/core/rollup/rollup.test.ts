import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber } from '../../../core/rollup/calendar.ts';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { planWindows, type WindowPlan } from '../../../core/rollup/windows.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { naiveRollup } from './naive-rollup.ts';
import { rollUpInDuckdb } from './rollup-in-duckdb.ts';
import { anyWorld, asOfDates, type Order, type World } from './world.ts';

const asOf = '2024-03-15';
const planOf = (world: World, windowMonths = 12, day: string = asOf): WindowPlan =>
  planWindows({
    asOf: day,
    firstOrder: world.orders.map((order) => order.order_date).sort()[0] ?? null,
    windowMonths,
    horizonMonths: 6,
  });

/** These two are compared within 1e-9: the reference computes them by the textbook formula in floating point. */
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

const nothing: World = {
  customers: [],
  orders: [],
  order_lines: [],
  payments: [],
  returns: [],
  quotes: [],
  branches: [],
};
const order = (
  order_id: string,
  customer_id: string,
  order_date: string,
  more: Partial<Order> = {},
): Order => ({
  order_id,
  customer_id,
  order_date,
  order_revenue: '100.0000',
  gross_margin: null,
  cogs: null,
  ship_to: null,
  required_date: null,
  shipped_date: null,
  ...more,
});
async function labelRow(world: World, windowMonths = 12): Promise<CustomerRollup> {
  const { rows } = await rollUpInDuckdb(world, asOf, planOf(world, windowMonths).windows);
  const row = rows.find(({ customer_id, window }) => customer_id === 'a' && window === 'label');
  if (row === undefined) throw new Error('customer a has no row in the label window');
  return row;
}

describe('rollups in SQL', () => {
  it('equal the naive reference on random small worlds', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...asOfDates).chain((day) => fc.tuple(fc.constant(day), anyWorld(day))),
        fc.constantFrom(3, 12, 36),
        async ([day, world], months) => {
          const { windows } = planOf(world, months, day);
          const { rows } = await rollUpInDuckdb(world, day, windows);
          compare(rows, naiveRollup(world, day, windows));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('do not depend on the order of the rows or on what comes after the as-of date', async () => {
    const world = largerWorld(42, 500);
    const { windows } = planOf(world, 24);
    const one = await rollUpInDuckdb(world, asOf, windows);
    const { shuffle } = createRandom(7);
    const permuted = Object.fromEntries(
      Object.entries(world).map(([table, rows]) => [table, shuffle([...rows])]),
    );
    const two = await rollUpInDuckdb({ ...world, ...permuted }, asOf, windows);
    const late = order('late', 'stranger', asOf, { order_revenue: '999.0000', gross_margin: '99.0000' });
    const later = await rollUpInDuckdb(
      {
        ...world,
        orders: [...world.orders, late],
        order_lines: [...world.order_lines, { order_id: 'late', product_category: 'Late' }],
        returns: [
          ...world.returns,
          { order_id: 'O1', customer_id: null, return_date: asOf, return_amount: '50.0000' },
        ],
      },
      asOf,
      windows,
    );
    expect(one.rows.length).toBeGreaterThan(150);
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(Buffer.compare(one.bytes, later.bytes)).toBe(0);
    compare(one.rows, naiveRollup(world, asOf, windows));
  });

  it('work on orders alone and call unknown what is not there', async () => {
    const world = { ...nothing, orders: [order('1', 'a', '2024-01-10'), order('2', 'a', '2024-02-20')] };
    const { windows } = planOf(world);
    const without = ['customers', 'order_lines', 'payments', 'returns', 'quotes', 'branches'];
    const { rows } = await rollUpInDuckdb(world, asOf, windows, { without });
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      orders: 2,
      orders_with_margin: 0,
      revenue_e4: 2_000_000,
      margin_e4: null,
      margin_percent: null,
      returns_e4: 0,
      return_rate: null,
      categories: [],
      category_breadth: null,
      days_to_pay: null,
      quote_win_rate: null,
      ship_to_count: null,
      late_share: null,
      gap_days_median: 41,
      gap_variation: null,
      trend: 0,
      nearest_branch_km: null,
    });
  });

  it('give accounts that never ordered a row in the label window only', async () => {
    const world: World = {
      ...nothing,
      customers: [{ customer_id: 'a', attribute_latitude: null, attribute_longitude: null }],
      orders: [order('1', 'b', '2022-01-10'), order('2', 'b', '2024-02-20')],
    };
    const { rows } = await rollUpInDuckdb(world, asOf, planOf(world).windows);
    expect(rows.filter((row) => row.customer_id === 'a')).toMatchObject([
      { window: 'label', orders: 0, revenue_e4: 0, margin_e4: null, months_observed: 0, recency_days: null },
    ]);
    expect(rows.filter((row) => row.customer_id === 'b').map((row) => row.window)).toEqual(
      planOf(world).windows.map(({ name }) => name),
    );
  });
});

describe('returns', () => {
  const sold = order('1', 'a', '2024-01-10', { gross_margin: '25.0000' });
  const returned = (return_date: string, return_amount: string, order_id: string | null = '1'): World => ({
    ...nothing,
    orders: [sold, order('2', 'a', '2023-02-01', { gross_margin: '10.0000' })],
    returns: [{ order_id, customer_id: 'a', return_date, return_amount }],
  });

  it('take back margin at the rate of their order', async () => {
    expect(await labelRow(returned('2024-02-01', '40.0000'))).toMatchObject({
      revenue_e4: 600_000,
      returns_e4: 400_000,
      margin_e4: 150_000,
      margin_percent: 0.25,
      return_rate: 0.4,
      aov_e4: 600_000,
    });
  });

  it('count in the period of their order, once they are known', async () => {
    // order 2 lies before the window: so does its return
    expect(await labelRow(returned('2024-02-01', '40.0000', '2'))).toMatchObject({ returns_e4: 0 });
    expect(await labelRow(returned(asOf, '40.0000'))).toMatchObject({ returns_e4: 0 });
  });

  it('count on their own date where the order is unknown', async () => {
    expect(await labelRow(returned('2024-02-01', '40.0000', null))).toMatchObject({
      revenue_e4: 600_000,
      margin_e4: 150_000,
    });
    expect(await labelRow(returned('2024-02-01', '40.0000', 'no-such-order'))).toMatchObject({
      returns_e4: 400_000,
    });
    expect(await labelRow(returned('2023-02-02', '40.0000', null))).toMatchObject({ returns_e4: 0 });
  });
});

describe('distance to the nearest branch', () => {
  it('is known where both places are', async () => {
    const world: World = {
      ...nothing,
      customers: [
        { customer_id: 'a', attribute_latitude: 39.7589, attribute_longitude: -84.1916 },
        { customer_id: 'b', attribute_latitude: 95, attribute_longitude: 0 },
        { customer_id: 'c', attribute_latitude: 39, attribute_longitude: null },
      ],
      branches: [
        { branch_id: 'B1', latitude: 0, longitude: 0 },
        { branch_id: 'B2', latitude: 39.9612, longitude: -82.9988 },
      ],
    };
    const { rows } = await rollUpInDuckdb(world, asOf, planOf(world).windows);
    expect(rows.map((row) => row.nearest_branch_km)).toEqual([104.266, null, null]);
  });
});

/** A seeded world with some of everything. */
function largerWorld(seed: number, orders: number): World {
  const random = createRandom(seed);
  const day = (): string => dateOfDay(dayNumber(asOf) - 1 - random.int(1200));
  const amount = (limit: number): string =>
    `${random.int(limit)}.${String(random.int(10_000)).padStart(4, '0')}`;
  const customer = (): string => `C${random.int(70)}`;
  return {
    ...nothing,
    customers: Array.from({ length: 75 }, (_, index) => ({
      customer_id: `C${index}`,
      attribute_latitude: random.int(80),
      attribute_longitude: random.int(170),
    })),
    orders: Array.from({ length: orders }, (_, index) =>
      order(`O${index}`, customer(), day(), {
        order_revenue: amount(5000),
        gross_margin: random.int(10) === 0 ? null : amount(900),
        ship_to: `S${random.int(5)}`,
        required_date: day(),
        shipped_date: day(),
      }),
    ),
    order_lines: Array.from({ length: 2 * orders }, () => ({
      order_id: `O${random.int(orders)}`,
      product_category: `Category ${random.int(9)}`,
    })),
    payments: Array.from({ length: orders / 2 }, () => ({
      customer_id: null,
      order_id: `O${random.int(orders)}`,
      invoice_date: day(),
      due_date: day(),
      paid_date: day(),
    })),
    returns: Array.from({ length: orders / 10 }, () => ({
      order_id: `O${random.int(orders)}`,
      customer_id: null,
      return_date: day(),
      return_amount: amount(50),
    })),
    quotes: Array.from({ length: orders / 10 }, (_, index) => ({
      quote_id: `Q${index}`,
      customer_id: customer(),
      created_date: day(),
      close_date: day(),
      won: random.int(3) === 0,
    })),
    branches: [
      { branch_id: 'B1', latitude: 40, longitude: 80 },
      { branch_id: 'B2', latitude: 10, longitude: 20 },
    ],
  };
}
