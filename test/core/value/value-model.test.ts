import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../core/stats/random.ts';
import { type OrderDays, valueBetween, valueRows } from '../../../core/value/order-days.ts';
import { predictValue } from '../../../core/value/value-candidates.ts';
import { chooseValueModel } from '../../../core/value/value-model.ts';

/** Customers who order at random at their own rate and leave unseen after some order; 720 days. */
function simulated(seed: number, customers: number): OrderDays[] {
  const random = createRandom(seed);
  const exponential = (): number => -Math.log(1 - random.next());
  return Array.from({ length: customers }, (_, i) => {
    const gap = 12 * Math.exp(0.9 * random.normal());
    const leaves = 0.02 + 0.15 * random.next();
    const typical = 50 * Math.exp(0.6 * random.normal());
    const days = [random.int(240)];
    const values = [typical];
    while (random.next() >= leaves) {
      const day = Math.round((days.at(-1) ?? 0) + 1 + gap * exponential());
      if (day >= 720) break;
      days.push(day);
      values.push(typical * Math.exp(0.3 * random.normal()));
    }
    return { customer_id: `c${String(i).padStart(4, '0')}`, days, values };
  });
}

describe('chooseValueModel', () => {
  const log = simulated(5, 500);
  const model = chooseValueModel(log, 480, 240);

  it('beats carrying the own rate on, on days it has not seen', () => {
    const rows = valueRows(log, 480);
    const actual = valueBetween(log, rows, 480, 720);
    const error = (predicted: Float64Array): number =>
      predicted.reduce((sum, p, r) => sum + (p - actual[r]!) ** 2, 0);
    expect(model.chosen).not.toBe('own-rate');
    expect(error(predictValue(model.fitted, rows, 240))).toBeLessThan(
      0.8 * error(predictValue({ kind: 'own-rate' }, rows, 240)),
    );
    const total = predictValue(model.fitted, rows, 240).reduce((sum, p) => sum + p, 0);
    const truth = actual.reduce((sum, y) => sum + y, 0);
    expect(total / truth).toBeGreaterThan(0.7);
    expect(total / truth).toBeLessThan(1.4);
  });

  it('looks at nothing after the cut, and not at the order of the log', () => {
    const blind = log.map((entry) => {
      const count = entry.days.filter((day) => day < 480).length;
      return { ...entry, days: entry.days.slice(0, count), values: entry.values.slice(0, count) };
    });
    expect(chooseValueModel([...blind].reverse(), 480, 240)).toEqual(model);
  });

  it('is plain JSON with its evidence', () => {
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
    for (const row of model.figures) {
      if (row.unavailable_because !== null) continue;
      expect(row.rmse).toHaveLength(3);
      expect(row.captured?.every((share) => share >= 0 && share <= 1)).toBe(true);
    }
  });

  it('carries the own rate on, and says so, where there is too little to compare', () => {
    const few = chooseValueModel(log.slice(0, 20), 480, 240);
    expect(few.chosen).toBe('own-rate');
    expect(few.because).toContain('too few');
    expect(chooseValueModel([], 480, 240).chosen).toBe('own-rate');
  });
});

describe('valueRows', () => {
  it('sees a customer as it was at the cut', () => {
    const log = [{ customer_id: 'a', days: [3, 10, 40], values: [5, 7, 100] }];
    expect(valueRows(log, 40)).toEqual([
      {
        customer_id: 'a',
        history: { repeats: 1, last: 7, observed: 36 },
        spend: { orders: 1, mean: 7 },
        first_value: 5,
        last_value: 7,
      },
    ]);
    expect(valueRows(log, 3)).toEqual([]);
    expect(() => valueRows([{ customer_id: 'a', days: [2, 2], values: [1, 1] }], 9)).toThrow(RangeError);
  });
});
