import { describe, expect, it } from 'vitest';
import { type BacktestOrigin, backtest, backtestDefaults } from '../../../core/evaluate/backtest.ts';
import {
  leakageFirewall,
  netNewFeatures,
  predictionFeatures,
} from '../../../core/evaluate/leakage-firewall.ts';
import { rankingFigures } from '../../../core/evaluate/ranking-figures.ts';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { selectRows } from '../../../core/model/select-rows.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { columnOf, featureOf } from '../model/planted-world.ts';

/** Customers whose next window depends on a steady rate and on what they are; last revenue is the rate with noise. */
function origin(seed: number, size: number, cut = '2025-07-01', noise = 1): BacktestOrigin {
  const random = createRandom(seed);
  const rows = Array.from({ length: size }, (_, i) => {
    const nature = random.int(4);
    const rate = random.normal() + 0.8 * Number(nature === 0);
    return {
      id: `C${String(i).padStart(5, '0')}`,
      nature: ['a', 'b', 'c', 'd'][nature]!,
      orders: Math.max(1, Math.round(Math.exp(1 + 0.5 * rate + 0.3 * random.normal()))),
      revenue: Math.exp(rate + noise * random.normal()),
      recency: Math.round(200 * random.next()),
      next: Math.exp(rate + 0.5 * random.normal()),
    };
  });
  const cutValue = rows.map(({ next }) => next).sort((a, b) => b - a)[Math.ceil(size / 5) - 1]!;
  const behaviour = { known: 'feature-window', population: 'customer' } as const;
  return {
    cut,
    to: '2026-07-01',
    table: {
      ids: rows.map(({ id }) => id),
      features: [
        featureOf('nature', 'category'),
        { ...featureOf('orders', 'numeric'), ...behaviour },
        { ...featureOf('revenue', 'numeric'), ...behaviour },
      ],
      columns: [
        columnOf(
          rows.map(({ nature }) => nature),
          'category',
        ),
        columnOf(
          rows.map(({ orders }) => orders),
          'numeric',
        ),
        columnOf(
          rows.map(({ revenue }) => revenue),
          'numeric',
        ),
      ],
    },
    best: Int8Array.from(rows, ({ next }) => (next >= cutValue ? 1 : 0)),
    value: Float64Array.from(rows, ({ next }) => next),
    revenue: Float64Array.from(rows, ({ revenue }) => revenue),
    recencyDays: Float64Array.from(rows, ({ recency }) => recency),
    orders: Float64Array.from(rows, ({ orders }) => orders),
  };
}

const quick = { ...backtestDefaults, resamples: 200 };

describe('a backtest', () => {
  const single = backtest([origin(5, 1200)], quick);

  it('ranks better than last-period revenue, RFM and chance, each with its interval', () => {
    const [model, revenue, rfm, published, random] = single.rankings;
    expect(single.rankings.map(({ name }) => name)).toEqual([
      'Kindred',
      'Last-period revenue',
      'RFM',
      'Published scorer',
      'Random',
    ]);
    expect(model!.precision).toBeGreaterThan(revenue!.precision);
    expect(model!.low).toBeGreaterThan(random!.high);
    expect(rfm!.precision).toBeGreaterThan(random!.precision);
    expect(published!.precision).toBeLessThan(model!.low);
    expect(Math.abs(random!.precision - 0.2)).toBeLessThan(0.12);
    for (const { precision, low, high } of single.rankings) {
      expect(low).toBeLessThanOrEqual(precision);
      expect(precision).toBeLessThanOrEqual(high);
    }
  });

  it('adds who brought most margin where margin decides who is best', () => {
    const given = origin(5, 1200);
    const { rankings, line } = backtest([{ ...given, margin: given.revenue }], quick);
    expect(rankings[1]!.name).toBe('Last-period margin');
    expect(rankings[1]!.precision).toBe(rankings[2]!.precision);
    expect(line).toContain('by last-period margin');
  });

  it('says it in one line, and is plain JSON', () => {
    expect(single.line).toMatch(
      /^In a backtest, of the 100 customers ranked highest on 2025-07-01, \d+ % \(\d+–\d+ %\) were among the 240 best of 1200 by 2026-07-01; by last-period revenue \d+ %, by RFM \d+ %, by chance \d+ %\.$/,
    );
    expect(JSON.parse(JSON.stringify(single))).toEqual(single);
  });

  it('gives the same figures whatever the order of the rows', () => {
    const given = origin(5, 300);
    const again = (rows: Int32Array): BacktestOrigin => ({
      ...given,
      table: selectRows(given.table, rows),
      best: Int8Array.from(rows, (row) => given.best[row]!),
      value: Float64Array.from(rows, (row) => given.value[row]!),
      revenue: Float64Array.from(rows, (row) => given.revenue[row]!),
      recencyDays: Float64Array.from(rows, (row) => given.recencyDays[row]!),
      orders: Float64Array.from(rows, (row) => given.orders[row]!),
    });
    const shuffled = again(createRandom(1).permutation(300));
    expect(backtest([shuffled], quick)).toEqual(backtest([given], quick));
  });

  it('fits on earlier cuts where there are some', () => {
    const rolling = backtest(
      [origin(5, 600, '2023-07-01'), origin(6, 600, '2024-07-01'), origin(7, 600)],
      quick,
    );
    expect(rolling.scheme).toBe('rolling-origin');
    expect(rolling.origins.map(({ cut }) => cut)).toEqual(['2024-07-01', '2025-07-01']);
    expect(rolling.rankings[0]!.precision).toBeGreaterThan(0.4);
  });

  it('leaves out cuts with too little to learn from, and takes cuts of any size', () => {
    const empty = origin(5, 300, '2023-07-01');
    const given = [
      { ...empty, best: new Int8Array(300) },
      origin(6, 300, '2024-01-01'),
      origin(7, 200, '2024-07-01'),
      origin(8, 260),
    ];
    const rolling = backtest(given, { ...quick, leastBest: 30 });
    expect(rolling.k).toBe(52);
    expect(rolling.origins.map(({ cut }) => cut)).toEqual(['2024-07-01', '2025-07-01']);
    const single = backtest([given[0]!, origin(8, 260)], quick);
    expect(single.scheme).toBe('cross-fitted');
  });

  it('finds no skill on labels without meaning', () => {
    const given = origin(5, 1000);
    const order = createRandom(9).permutation(1000);
    const shuffled = backtest([{ ...given, best: Int8Array.from(order, (row) => given.best[row]!) }], quick);
    const [model] = shuffled.rankings;
    expect(model!.low).toBeLessThan(0.2);
    expect(model!.figures.pr_auc.value).toBeLessThan(0.3);
    expect(shuffled.calibration!.reliable).toBe(false);
  });

  it('says why there is none', () => {
    expect(backtest([], quick).line).toBe(
      'There is no backtest: there is no cut with customers before and after it.',
    );
    const few = origin(5, 300);
    expect(backtest([{ ...few, best: new Int8Array(300) }], quick).unavailable_because).toBe(
      '0 customers turned out best: too few',
    );
  });
});

describe('ranking figures', () => {
  it('are exact on a ranking worked by hand', () => {
    const outcome = { best: new Int8Array([1, 0, 1, 0]), value: new Float64Array([6, -2, 3, 1]) };
    const scores = new Float64Array([4, 3, 2, 1]);
    const [figures] = rankingFigures([{ name: 'x', scores }], outcome, [1, 2], { resamples: 0, seed: 1 });
    expect(figures!.pr_auc.value).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(figures!.at[0]).toMatchObject({
      precision: { value: 1 },
      recall: { value: 0.5 },
      lift: { value: 2 },
    });
    expect(figures!.at[0]!.value_captured!.value).toBeCloseTo(0.6, 12);
    expect(figures!.at[1]!.value_captured!.value).toBeCloseTo(0.4, 12);
  });
});

describe('the leakage firewall', () => {
  const table = (extra: FeatureTable['features'][number]): FeatureTable => {
    const own = origin(5, 100).table;
    const values = Array.from(own.ids, (_, i) => i);
    return {
      ids: own.ids,
      features: [...own.features, extra],
      columns: [...own.columns, columnOf(values, 'numeric')],
    };
  };

  it('refuses what is measured in the label window, by name', () => {
    const late = {
      ...featureOf('revenue_now', 'numeric'),
      known: 'label-window',
      population: 'customer',
    } as const;
    expect(leakageFirewall(table(late), null, predictionFeatures).refused).toEqual([
      { feature: 'revenue_now', reason: 'measured in the window that decides who is best', declared: false },
    ]);
  });

  it("refuses the published lifetime-value set-up: its features are the target, or of the target's window", () => {
    const names = [
      'customer_lifetime_value',
      'monetary_value',
      'revenue_per_session',
      'rfm_score',
      'avg_order_value',
    ];
    const published: FeatureTable = {
      ids: ['a', 'b'],
      features: names.map((name) => ({
        ...featureOf(name, 'numeric'),
        known: 'label-window' as const,
        population: 'customer' as const,
      })),
      columns: names.map(() => columnOf([1, 2], 'numeric')),
    };
    const { refused, table: left } = leakageFirewall(published, null, predictionFeatures, names);
    expect(refused.map(({ feature }) => feature)).toEqual(names);
    expect(refused.every(({ declared }) => declared)).toBe(true);
    expect(left.features).toEqual([]);
  });

  it('refuses for net-new what no prospect can have', () => {
    const { refused } = leakageFirewall(table(featureOf('size', 'numeric')), null, netNewFeatures);
    expect(refused.map(({ feature }) => feature)).toEqual(['orders', 'revenue']);
  });

  it('refuses a feature that tells the label alone, and marks the one the settings asked for', () => {
    const label = Int8Array.from({ length: 100 }, (_, i) => (i >= 80 ? 1 : 0));
    const { refused, table: left } = leakageFirewall(
      table(featureOf('size', 'numeric')),
      label,
      predictionFeatures,
      ['size'],
    );
    expect(refused).toEqual([
      { feature: 'size', reason: 'alone it tells the label with AUC 1.000', declared: true },
    ]);
    expect(left.features.map(({ name }) => name)).toEqual(['nature', 'orders', 'revenue']);
  });
});
