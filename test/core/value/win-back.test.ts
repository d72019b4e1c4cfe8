import { describe, expect, it } from 'vitest';
import { buyingRows, fitCadence, stillBuying } from '../../../core/value/cadence.ts';
import { findLapsed, historyOf, type WinBackParams } from '../../../core/value/win-back.ts';
import { rollupRow } from './rollup-row.ts';

const byCadence: WinBackParams = { inactivity: { cadence: 2.5 } };

/** Fifteen orders, a month apart. */
const steady = (customer_id: string, silence: number) =>
  rollupRow({
    customer_id,
    orders: 15,
    revenue_e4: 100_000_000,
    margin_e4: 40_000_000,
    first_order_date: '2025-01-01',
    last_order_date: '2026-03-01',
    recency_days: silence,
    months_since_first: (424 + silence) / 30.4375,
    gap_days_median: 30,
    gap_days_max: 34,
    gap_variation: 0.2,
  });
/** Three orders, half a year apart. */
const seldom = (customer_id: string, silence: number) =>
  rollupRow({
    customer_id,
    orders: 3,
    revenue_e4: 90_000_000,
    margin_e4: 30_000_000,
    first_order_date: '2025-01-01',
    last_order_date: '2026-01-01',
    recency_days: silence,
    months_since_first: (365 + silence) / 30.4375,
    gap_days_median: 182,
    gap_days_max: 190,
    gap_variation: 0.2,
  });

describe('findLapsed', () => {
  const base = Array.from({ length: 30 }, (_, i) => steady(`s${i + 10}`, 10));

  it('judges silence by the own cadence, where fixed days are wrong both ways', () => {
    const rows = [...base, steady('monthly', 90), seldom('half-yearly', 120)];
    const lapsed = (params: WinBackParams) =>
      findLapsed(rows, params)
        .filter((row) => row.lapsed)
        .map((row) => row.customer_id);
    expect(lapsed(byCadence)).toEqual(['monthly']);
    expect(lapsed({ inactivity: { days: 100 } })).toEqual(['half-yearly']);
  });

  it('prices the past rate by the measured chance of a return', () => {
    const row = findLapsed([...base, steady('x', 90)], byCadence).find((r) => r.customer_id === 'x');
    expect(row?.cadence_days).toBeCloseTo(30, 9);
    expect(row?.silence_ratio).toBeCloseTo(3, 9);
    // 2025-01-01 to 2026-03-01 is 424 days; one cadence more is 454.
    expect(row?.yearly_margin_e4).toBe(Math.round((40_000_000 * 365.25) / 454));
    expect(row?.p_alive).toBeLessThan(0.01);
    const gone = 1 - (row?.p_alive ?? 1);
    expect(row?.p_recoverable).toBeCloseTo(gone * 0.3 * 0.5 ** (60 / 365.25), 12);
    expect(row?.recoverable_margin_e4_12m).toBe(
      Math.round((row?.yearly_margin_e4 ?? 0) * (row?.p_recoverable ?? 0)),
    );
    expect(row?.words).toBe('Silent for 90 days: 3.0 times its usual 30 days between orders');
  });

  it('learns from recorded attempts', () => {
    const rows = [...base, steady('x', 90)];
    const chance = (attempts?: { contacted: number; won: number }): number | undefined =>
      findLapsed(rows, attempts === undefined ? byCadence : { ...byCadence, attempts }).find(
        (r) => r.customer_id === 'x',
      )?.p_recoverable;
    expect((chance({ contacted: 90, won: 7 }) ?? 0) / (chance() ?? 1)).toBeCloseTo(0.1 / 0.3, 12);
    expect(findLapsed(rows, byCadence)[0]?.p_recoverable_from).toBe('assumed');
  });

  it('never extrapolates from less than a year, and never turns unknown cost into a margin', () => {
    const short = rollupRow({
      customer_id: 'one',
      orders: 1,
      revenue_e4: 5_000_000,
      first_order_date: '2026-02-01',
      last_order_date: '2026-02-01',
      recency_days: 40,
    });
    const row = findLapsed([...base, short], byCadence).find((r) => r.customer_id === 'one');
    expect(row?.yearly_revenue_e4).toBe(5_000_000);
    expect(row?.recoverable_margin_e4_12m).toBeNull();
    expect(row?.cadence_from).toBe('cohort only');
    expect(row?.p_alive).toBeGreaterThan(0.5);
  });

  it('counts the silence of a customer without orders in the label window to the as-of date', () => {
    const old = [
      rollupRow({ customer_id: 'old', recency_days: 1200, last_order_ever: '2023-01-01' }),
      { ...steady('old', 300), window: 'feature' as const },
    ];
    const row = findLapsed([...base, ...old], byCadence).find((r) => r.customer_id === 'old');
    expect(row?.silence_days).toBe(1200);
    expect(row?.past_margin_e4).toBe(40_000_000);
    expect(row?.lapsed).toBe(true);
  });

  it('is the same for rows in another order, and has no row for accounts that never ordered', () => {
    const rows = [...base, steady('x', 90), seldom('y', 500), rollupRow({ customer_id: 'never' })];
    const result = findLapsed(rows, byCadence);
    expect(result.map((row) => row.customer_id)).not.toContain('never');
    expect(findLapsed([...rows].reverse(), byCadence)).toEqual(result);
  });

  it('says so when nobody has ordered twice', () => {
    const rows = ['a', 'b'].map((customer_id) =>
      rollupRow({
        customer_id,
        orders: 1,
        first_order_date: '2025-01-01',
        last_order_date: '2025-01-01',
        recency_days: 400,
      }),
    );
    const [row] = findLapsed(rows, byCadence);
    expect(row?.lapsed).toBe(false);
    expect(row?.cadence_from).toBe('nothing');
    expect(row?.p_alive).toBeNull();
    expect(row?.words).toContain('nobody in this base has ordered twice');
  });
});

describe('fitCadence', () => {
  it('measures how many that counted as gone came back, open silences by the time already waited', () => {
    const once = (id: string, max: number, silence: number) => ({
      ...steady(id, silence),
      gap_days_max: max,
    });
    const rows = [
      ...Array.from({ length: 60 }, (_, i) => steady(`on${i}`, 8)),
      ...Array.from({ length: 10 }, (_, i) => once(`back${i}`, 150, 5)),
      ...Array.from({ length: 4 }, (_, i) => once(`away${i}`, 34, 1000)),
    ];
    const { returned, dropout } = fitCadence(rows);
    expect(returned).toEqual({ came_back: 10, stayed_away: 4 });
    // Four gone in 74 × 15 order days.
    expect(dropout).toBeGreaterThan(4 / 1110);
    expect(dropout).toBeLessThan(8 / 1110);
  });

  it('misses a clockwork buyer sooner than an irregular one', () => {
    const rows = Array.from({ length: 40 }, (_, i) => steady(`c${i}`, 10));
    const model = fitCadence(rows);
    const irregular = { ...steady('irregular', 75), gap_variation: 1.2 };
    const clockwork = steady('clockwork', 75);
    expect(stillBuying(irregular, model, 75)).toBeGreaterThan(0.6);
    expect(stillBuying(clockwork, model, 75)).toBeLessThan(0.1);
    const lapsed = findLapsed([...rows, irregular, clockwork], byCadence).filter((row) => row.lapsed);
    expect(lapsed.map((row) => row.customer_id)).toEqual(['clockwork']);
  });

  it('never says that a longer silence is likelier to be alive', () => {
    const rows = Array.from({ length: 60 }, (_, i) => steady(`c${i}`, (i * 37) % 200));
    const model = fitCadence(buyingRows(rows));
    const chances = [0, 10, 30, 60, 90, 200, 1000].map((days) => stillBuying(rows[0]!, model, days) ?? -1);
    expect(chances.every((p, i) => p >= 0 && (i === 0 || p <= chances[i - 1]!))).toBe(true);
  });

  it('can take P(alive) from a buying model instead', () => {
    const rows = Array.from({ length: 40 }, (_, i) => steady(`c${i}`, 10));
    const alive = { model: { kind: 'bg-nbd' as const, r: 1, alpha: 30, a: 1, b: 9 } };
    const [row] = findLapsed(rows, { ...byCadence, alive });
    expect(row?.p_alive).toBeCloseTo(1 / (1 + (1 / (9 + 13)) * ((30 + 434) / (30 + 424)) ** 15), 12);
  });
});

describe('historyOf', () => {
  it('counts days with an order, not orders', () => {
    const row = rollupRow({
      customer_id: 'a',
      orders: 9,
      order_days: 3,
      first_order_date: '2025-01-01',
      last_order_date: '2025-01-03',
    });
    expect(historyOf(row, 10)).toEqual({ repeats: 2, last: 2, observed: 12 });
  });
});
