import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BestRule } from '../../../core/label/best-customers.ts';
import { labelCustomers } from '../../../core/label/label-customers.ts';
import type { LabelParams } from '../../../core/label/label-params.ts';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { planWindows } from '../../../core/rollup/windows.ts';
import { rollupRow } from './rollup-row.ts';

const params: LabelParams = {
  metric: 'total-margin',
  best: { share: 0.2 },
  currency: 'USD',
  plan: planWindows({ asOf: '2026-07-01', firstOrder: '2020-01-01', windowMonths: 36, horizonMonths: 12 }),
};
const margins = (...amounts: readonly (number | null)[]): CustomerRollup[] =>
  amounts.map((margin_e4, index) => rollupRow(`c${index}`, { margin_e4, revenue_e4: 1_000_000 + index }));
const bestOf = (rollups: readonly CustomerRollup[], more: Partial<LabelParams> = {}): string[] =>
  labelCustomers(rollups, { ...params, ...more })
    .labels.filter(({ label }) => label === 1)
    .map(({ customer_id }) => customer_id);

const anyBase: fc.Arbitrary<CustomerRollup[]> = fc
  .array(
    fc.record({
      margin_e4: fc.integer({ min: -50_000, max: 50_000 }),
      revenue_e4: fc.integer({ min: 0, max: 500_000 }),
      orders: fc.integer({ min: 0, max: 5 }),
      months_observed: fc.integer({ min: 1, max: 36 }),
      repeat_rate: fc.option(fc.constantFrom(0, 0.25, 0.5, 1)),
      consistency: fc.constantFrom(0.1, 0.5, 1),
      orders_per_month: fc.constantFrom(0.2, 1, 3),
      categories: fc.subarray(['Pumps', 'Seals', 'Valves']),
    }),
    { maxLength: 40 },
  )
  .map((rows) =>
    rows.map((row, index) =>
      rollupRow(`c${index}`, { ...row, category_breadth: row.categories.length || null }),
    ),
  );
const anyRule: fc.Arbitrary<BestRule> = fc.oneof(
  fc.constantFrom(0.05, 0.2, 0.33).map((share) => ({ share })),
  fc.constantFrom(0.5, 0.8).map((pareto) => ({ pareto })),
);
const anyMetric = fc.constantFrom('total-margin', 'margin-rate', 'revenue', 'composite');

describe('labelCustomers', () => {
  it('takes the best fifth by margin and keeps customers with a loss in the base', () => {
    const rows = margins(50, -20, 10, 40, 30, -5, 0, 5, 20, 1);
    expect(bestOf(rows)).toEqual(['c0', 'c3']);
    const { labels, summary } = labelCustomers(rows, params);
    expect(labels.map(({ rank }) => rank)).toEqual([1, 10, 5, 2, 3, 9, 8, 6, 4, 7]);
    expect(labels.filter(({ label }) => label === 0)).toHaveLength(8);
    expect(summary).toMatchObject({
      base: 10,
      best: 2,
      total: '0.01',
      best_total: '0.01',
      best_share_of_net: 0.687023,
      best_share_of_positive: 0.576923,
      negative_customers: 2,
    });
  });

  it('breaks ties by customer_id', () => {
    expect(bestOf(margins(7, 7, 7, 7, 7).reverse())).toEqual(['c0']);
    expect(
      bestOf([rollupRow('b', { margin_e4: 7 }), rollupRow('a', { margin_e4: 7 })], { best: { share: 0.5 } }),
    ).toEqual(['a']);
  });

  it('takes the shortest run that holds the Pareto share of what is positive', () => {
    const rows = margins(60, 20, 15, 5, -1000);
    expect(bestOf(rows, { best: { pareto: 0.8 } })).toEqual(['c0', 'c1']);
    expect(bestOf(rows, { best: { pareto: 0.81 } })).toEqual(['c0', 'c1', 'c2']);
    expect(bestOf(margins(-1, -2), { best: { pareto: 0.8 } })).toEqual([]);
    const { summary } = labelCustomers(rows, params);
    expect(summary.by_share).toEqual({ share: 0.2, size: 1, overlap: 1 });
    expect(summary.by_pareto).toEqual({ share: 0.8, size: 2, overlap: 1 });
    expect(summary.best_share_of_net).toBeNull();
  });

  it('knows nothing of accounts without an order and of buyers without margin', () => {
    const rows = [...margins(9, 8, 7, 6, null), rollupRow('x', { orders: 0 })];
    const { labels, summary } = labelCustomers(rows, params);
    expect(labels.find(({ customer_id }) => customer_id === 'x')).toEqual({
      customer_id: 'x',
      label: null,
      value: null,
      rank: null,
      pareto: false,
      tenure_fair: null,
      next_category: null,
    });
    expect(labels.find(({ customer_id }) => customer_id === 'c4')?.label).toBeNull();
    expect(summary).toMatchObject({ accounts: 6, base: 5, best: 1, unknown_value: 1 });
    expect(summary.warnings.join()).toContain('1 customers of the base have no known margin');
  });

  it('falls back from margin to the composite to revenue, and says why', () => {
    const four = margins(9, 8, 7, 6, null);
    expect(labelCustomers(four, params).summary.metric).toMatchObject({
      used: 'total-margin',
      margin_coverage: 0.8,
    });
    const three = margins(9, 8, 7, null, null).map((row, index) => ({
      ...row,
      consistency: index / 10,
      repeat_rate: 1 - index / 10,
    }));
    expect(labelCustomers(three, params).summary.metric).toEqual({
      requested: 'total-margin',
      used: 'composite',
      reason:
        'only 60 % of the orders in the window have a margin, at least 80 % are needed; customers are ranked by their mean percentile of revenue, repeat rate and consistency',
      margin_coverage: 0.6,
      components: ['revenue', 'repeat rate', 'consistency'],
    });
    const poor = margins(null, null);
    expect(labelCustomers(poor, params).summary).toMatchObject({
      metric: {
        used: 'revenue',
        reason:
          'no order in the window has a margin; too few measures beside revenue are known and differ between customers; ranked by revenue',
      },
      proxy: true,
      basis: 'revenue',
    });
    expect(labelCustomers(poor, { ...params, metric: 'composite' }).summary).toMatchObject({
      metric: { used: 'revenue' },
      proxy: false,
    });
  });

  it('shrinks margin rates toward the mean rate of the base', () => {
    const rows = [
      rollupRow('old', { margin_e4: 30_000, months_observed: 30 }),
      rollupRow('lucky', { margin_e4: 2_000, months_observed: 1 }),
      rollupRow('good', { margin_e4: 40_000, months_observed: 20 }),
    ];
    const { labels } = labelCustomers(rows, { ...params, metric: 'margin-rate' });
    // base: 72,000 over 51 months; value = (margin + 6 · 72,000 / 51) / (months + 6)
    const rate = (margin: number, months: number): number =>
      Math.round((margin + (6 * 72_000) / 51) / (months + 6));
    expect(labels.map(({ customer_id, value, rank }) => [customer_id, value, rank])).toEqual([
      ['good', rate(40_000, 20), 1],
      ['lucky', rate(2_000, 1), 3 - (rate(2_000, 1) > rate(30_000, 30) ? 1 : 0)],
      ['old', rate(30_000, 30), 2 + (rate(2_000, 1) > rate(30_000, 30) ? 1 : 0)],
    ]);
    expect(rate(2_000, 1)).toBeLessThan(2_000);
  });

  it('judges value per month only for customers old enough, beside the label', () => {
    const rows = [
      rollupRow('long', { margin_e4: 36_000, months_observed: 36 }),
      rollupRow('brisk', { margin_e4: 30_000, months_observed: 10 }),
      rollupRow('young', { margin_e4: 29_000, months_observed: 5 }),
    ];
    const { labels, summary } = labelCustomers(rows, params);
    expect(
      Object.fromEntries(
        labels.map(({ customer_id, label, tenure_fair }) => [customer_id, [label, tenure_fair]]),
      ),
    ).toEqual({
      long: [1, 0],
      brisk: [0, 1],
      young: [0, null],
    });
    expect(summary.tenure_fair).toEqual({ least_months: 6, judged: 2, too_young: 1, best: 1, overlap: 0 });
  });

  it('offers the category most best customers buy and this one does not', () => {
    const rows = [
      rollupRow('a', { margin_e4: 90, categories: ['Pumps', 'Seals'] }),
      rollupRow('b', { margin_e4: 80, categories: ['Pumps', 'Seals', 'Valves'] }),
      rollupRow('c', { margin_e4: 10, categories: ['Valves'] }),
      rollupRow('d', { margin_e4: 9, categories: ['Pumps', 'Seals', 'Valves'] }),
      rollupRow('e', { margin_e4: 8, categories: [] }),
    ];
    const { labels, summary } = labelCustomers(rows, { ...params, best: { share: 0.4 } });
    expect(labels.map(({ next_category }) => next_category)).toEqual(['Valves', null, 'Pumps', null, null]);
    expect(summary.categories).toEqual([
      { category: 'Pumps', best_share: 1, rest_share: 0.5 },
      { category: 'Seals', best_share: 1, rest_share: 0.5 },
      { category: 'Valves', best_share: 0.5, rest_share: 1 },
    ]);
  });

  it('tells how well revenue stands in for margin', () => {
    const rows = [5, 4, 3, 2, 1].map((margin_e4, index) =>
      rollupRow(`c${index}`, { margin_e4, revenue_e4: index + 1 }),
    );
    expect(labelCustomers(rows, params).summary.proxy_check).toEqual({
      customers: 5,
      rank_correlation: -1,
      top: 1,
      overlap: 0,
    });
  });

  it('does not stumble over nobody', () => {
    const { labels, summary } = labelCustomers([rollupRow('x', { orders: 0 })], params);
    expect(labels).toHaveLength(1);
    expect(summary).toMatchObject({ base: 0, best: 0, cut_value: null, pareto_curve: [], margin: null });
    expect(summary.words).toBe('No customer ordered in the window.');
  });

  it('does not depend on the order of the rows, and amounts scale freely', () => {
    fc.assert(
      fc.property(
        anyBase,
        anyRule,
        anyMetric,
        fc.integer({ min: 2, max: 9 }),
        (rows, best, metric, scale) => {
          const more = { ...params, best, metric };
          const once = labelCustomers(rows, more);
          expect(labelCustomers([...rows].reverse(), more)).toEqual(once);
          const scaled = rows.map((row) => ({
            ...row,
            revenue_e4: row.revenue_e4 * scale,
            margin_e4: (row.margin_e4 ?? 0) * scale,
          }));
          // a rate is rounded to 1/10,000, so near ties of rates may part when scaled up
          if (metric !== 'margin-rate')
            expect(
              labelCustomers(scaled, more).labels.map(({ rank, label, pareto }) => [rank, label, pareto]),
            ).toEqual(once.labels.map(({ rank, label, pareto }) => [rank, label, pareto]));
        },
      ),
    );
  });

  it('keeps its counts for any base', () => {
    fc.assert(
      fc.property(anyBase, anyRule, anyMetric, (rows, best, metric) => {
        const { labels, summary } = labelCustomers(rows, { ...params, best, metric });
        const base = rows.filter((row) => row.orders > 0).length;
        expect(labels).toHaveLength(rows.length);
        expect(summary.base).toBe(base);
        expect(labels.filter(({ label }) => label === 1)).toHaveLength(summary.best);
        expect(labels.filter(({ label }) => label === null)).toHaveLength(rows.length - base);
        expect(labels.filter(({ pareto }) => pareto)).toHaveLength(summary.by_pareto.size);
        if ('share' in best)
          expect(summary.best).toBe(Math.ceil((Math.round(best.share * 100) * base) / 100));
        // best customers are a run from the top of one ranking
        for (const { label, rank } of labels)
          if (rank !== null) expect(label).toBe(rank <= summary.best ? 1 : 0);
        const values = [...labels]
          .filter(({ rank }) => rank !== null)
          .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
        for (let index = 1; index < values.length; index += 1)
          expect(values[index]?.value ?? 0).toBeLessThanOrEqual(values[index - 1]?.value ?? 0);
        expect(summary.pareto_curve.at(-1)?.customers ?? 0).toBe(values.length);
      }),
    );
  });
});
