import { describe, expect, it } from 'vitest';
import type { Quote, QuoteOrders } from '../../../core/quotes/quote.ts';
import { quoteFeatures } from '../../../core/quotes/quote-features.ts';
import { learnQuotes, openQuotes } from '../../../core/quotes/quote-propensity.ts';
import { createRandom } from '../../../core/stats/random.ts';

/** Quotes of 120 customers over 900 days; a doubling against the usual order costs `perDoubling` of log-odds. */
function book(seed: number, perDoubling: number, lostAreZero = false) {
  const random = createRandom(seed);
  const orders: QuoteOrders = new Map(
    Array.from({ length: 120 }, (_, i) => {
      const usual = 200 * Math.exp(0.8 * random.normal());
      const days = Array.from({ length: 30 }, (_, k) => 10 + 30 * k);
      return [`C${i}`, { days, values: days.map(() => usual * Math.exp(0.1 * random.normal())) }];
    }),
  );
  const quotes = Array.from({ length: 1500 }, (_, q): Quote => {
    const customer_id = `C${random.int(120)}`;
    const usual = orders.get(customer_id)!.values[0]!;
    const doublings = 1.5 * random.normal();
    const created = 50 + random.int(850);
    const is = random.next() < 1 / (1 + Math.exp(-(0.4 + perDoubling * doublings)));
    const open = created > 880;
    return {
      quote_id: `Q${String(q).padStart(5, '0')}`,
      customer_id,
      created,
      closed: open ? null : created + 5,
      value: lostAreZero && !is ? 0 : usual * 2 ** doublings,
      won: open ? null : is,
    };
  });
  return { quotes, table: quoteFeatures(quotes, orders, 0.6) };
}

describe('quote propensity', () => {
  it('finds what was planted, forwards in time, and ranks open quotes by it', () => {
    const { quotes, table } = book(1, -0.8);
    const model = learnQuotes(quotes, table);
    expect(model.usable).toBe(true);
    expect(model.auc?.low).toBeGreaterThan(0.6);
    expect(model.calibration?.reliable).toBe(true);
    const open = openQuotes(quotes, table, model);
    expect(open).toHaveLength(quotes.filter(({ won }) => won === null).length);
    const chances = open.map(({ p_win }) => p_win ?? -1);
    expect(chances).toEqual([...chances].sort((a, b) => b - a));
    expect(open[0]!.reasons[0]?.feature).toBe('times_usual_order');
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  it('has no usable model, and gives no chance, where winning is a coin', () => {
    const usable = Array.from({ length: 20 }, (_, seed) => {
      const { quotes, table } = book(100 + seed, 0);
      const model = learnQuotes(quotes, table);
      if (!model.usable) {
        expect(model.words).toContain('no better than a coin');
        expect(openQuotes(quotes, table, model).every(({ p_win }) => p_win === null)).toBe(true);
      }
      return model.usable;
    });
    // One in forty is expected to pass a 95 % interval by chance.
    expect(usable.filter(Boolean).length).toBeLessThanOrEqual(3);
  });

  it('refuses by name a value that is written as 0 when a quote is lost', () => {
    const { quotes, table } = book(3, 0, true);
    const model = learnQuotes(quotes, table);
    expect(model.refused.map(({ feature }) => feature)).toEqual(['quoted_value', 'times_usual_order']);
    expect(model.usable).toBe(false);
  });

  it('says when there is too little', () => {
    const { quotes, table } = book(1, -0.8);
    const few = quotes.slice(0, 30);
    expect(learnQuotes(few, { ...table, ids: table.ids.slice(0, 30) }).words).toContain('too few');
  });
});

describe('quoteFeatures', () => {
  it('looks at nothing on or after the day a quote was made', () => {
    const quote = { quote_id: 'q', customer_id: 'a', created: 100, closed: null, value: 50, won: null };
    const decided = (id: string, closed: number, won: boolean): Quote => ({
      ...quote,
      quote_id: id,
      created: closed - 1,
      closed,
      won,
    });
    const known = [quote, decided('p', 90, true)];
    const later = [...known, decided('r', 100, false)];
    const before = new Map([['a', { days: [10, 50], values: [20, 30] }]]);
    const after = new Map([['a', { days: [10, 50, 100, 120], values: [20, 30, 999, 999] }]]);
    const row = (quotes: readonly Quote[], orders: QuoteOrders): number[] =>
      quoteFeatures(quotes, orders, 0.5).columns.map((column) =>
        column.kind === 'numeric' ? column.values[0]! : Number.NaN,
      );
    expect(row(later, after)).toEqual(row(known, before));
    expect(row(known, before)).toEqual([50, 2, 2, 50, 90 / 30.4375, 1, (1 + 4 * 0.5) / 5]);
  });
});
