import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureTable } from '../../../core/model/feature-table.ts';
import { createRandom } from '../../../core/stats/random.ts';
import { forecastValue } from '../../../core/value/forecast.ts';
import { fitLogBoosting, predictLogBoosting } from '../../../core/value/log-boosting.ts';
import { type OrderDays, valueBetween, valueRows } from '../../../core/value/order-days.ts';
import { orderLog } from '../../../core/value/order-log.ts';
import { fitProspectValue, predictProspectValue } from '../../../core/value/prospect-value.ts';
import { quickForecast } from '../../../core/value/quick-forecast.ts';
import { calibrateValue, rangeAt } from '../../../core/value/value-bands.ts';
import { columnOf, featureOf } from '../model/planted-world.ts';

/** Customers who order at random at their own rate and leave unseen after some order; 1,095 days. */
function customers(seed: number, size: number): OrderDays[] {
  const random = createRandom(seed);
  return Array.from({ length: size }, (_, i) => {
    const gap = 25 * Math.exp(0.7 * random.normal());
    const typical = 100 * Math.exp(0.6 * random.normal());
    const days = [random.int(500)];
    const values = [typical];
    while (random.next() >= 0.03) {
      const day = Math.round((days.at(-1) ?? 0) + 1 - gap * Math.log(1 - random.next()));
      if (day >= 1095) break;
      days.push(day);
      values.push(typical * Math.exp(0.3 * random.normal()));
    }
    return { customer_id: `C${String(i).padStart(4, '0')}`, days, values };
  });
}

describe('forecastValue', () => {
  const log = customers(11, 600);
  const cut = 730;
  const before = log.flatMap((entry): OrderDays[] => {
    const count = entry.days.filter((day) => day < cut).length;
    return count === 0
      ? []
      : [{ ...entry, days: entry.days.slice(0, count), values: entry.values.slice(0, count) }];
  });
  const forecast = forecastValue(before, cut, 365);
  const rows = valueRows(log, cut);
  const actual = valueBetween(log, rows, cut, 1095);

  it('gives ranges that hold about four fifths of what then came, and totals near it', () => {
    const byId = new Map(forecast.customers.map((row) => [row.customer_id, row]));
    const held = rows.filter(({ customer_id }, r) => {
      const { low, high } = byId.get(customer_id)!;
      return actual[r]! >= low! - 1e-9 && actual[r]! <= high! + 1e-9;
    });
    expect(held.length / rows.length).toBeGreaterThan(0.7);
    expect(held.length / rows.length).toBeLessThan(0.92);
    expect(forecast.model.calibration?.covered).toBeGreaterThan(0.7);
    const total = forecast.customers.reduce((sum, { predicted }) => sum + predicted, 0);
    expect(total / actual.reduce((sum, value) => sum + value, 0)).toBeGreaterThan(0.75);
    expect(total / actual.reduce((sum, value) => sum + value, 0)).toBeLessThan(1.35);
  });

  it('tells who still buys', () => {
    const silent = rows.filter(({ history }) => history.observed - history.last > 300 && history.repeats > 5);
    const byId = new Map(forecast.customers.map((row) => [row.customer_id, row.p_alive]));
    for (const { customer_id } of silent) expect(byId.get(customer_id)).toBeLessThan(0.2);
  });

  it('is the same whatever the order of the log, and plain JSON', () => {
    expect(forecastValue([...before].reverse(), cut, 365)).toEqual(forecast);
    expect(JSON.parse(JSON.stringify(forecast))).toEqual(forecast);
  });

  it('has a quick form that looks at nothing after the cut and ranks nearly alike', () => {
    const quick = quickForecast(log, cut, 365);
    expect(quick).toEqual(quickForecast(before, cut, 365));
    const top = (value: (id: string) => number): Set<string> =>
      new Set(
        forecast.customers
          .map(({ customer_id }) => customer_id)
          .sort((a, b) => value(b) - value(a))
          .slice(0, 100),
      );
    const own = new Map(forecast.customers.map((row) => [row.customer_id, row.predicted]));
    const slow = top((id) => own.get(id)!);
    expect([...top((id) => quick.get(id)!)].filter((id) => slow.has(id)).length).toBeGreaterThanOrEqual(85);
  });

  it('says without a range what it could not test', () => {
    const few = forecastValue(before.slice(0, 20), cut, 365);
    expect(few.model.calibration).toBeNull();
    expect(few.customers.every(({ low, high }) => low === null && high === null)).toBe(true);
  });
});

describe('boosting on the logarithm', () => {
  it('is right in total where Duan’s factor is not: customers that are gone have other residuals', () => {
    const log = customers(21, 800);
    const model = fitLogBoosting(log, 730, 365)!;
    const rows = valueRows(log, 730);
    const actual = valueBetween(log, rows, 730, 1095).reduce((sum, value) => sum + value, 0);
    const total = predictLogBoosting(model, rows, 365).reduce((sum, value) => sum + value, 0);
    expect(total / actual).toBeGreaterThan(0.6);
    expect(total / actual).toBeLessThan(1.6);
    expect(model.cross_validation.rmse_log).toBeLessThan(model.cross_validation.rmse_log_mean);
  });
});

describe('ranges', () => {
  it('grow with the forecast inside a band and never cross', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1e6, noNaN: true }),
            fc.double({ min: 0, max: 1e6, noNaN: true }),
          ),
          {
            minLength: 1,
            maxLength: 200,
          },
        ),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        (pairs, at) => {
          const { bands, customers: count } = calibrateValue(
            pairs.map((_, i) => `C${i}`),
            Float64Array.from(pairs, ([predicted]) => predicted),
            Float64Array.from(pairs, ([, actual]) => actual),
            365,
          );
          const { low, high } = rangeAt(bands, at);
          expect(low).toBeLessThanOrEqual(high);
          expect(bands.reduce((sum, band) => sum + band.customers, 0)).toBe(count);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('orderLog', () => {
  it('takes unknown margins at the base’s rate and counts them, or revenue where no margin is known', () => {
    const days = {
      customer_id: ['a', 'a', 'b'],
      day: [1, 2, 1],
      revenue_e4: [10_000, 20_000, 30_000],
      margin_e4: [5_000, null, null],
    };
    expect(orderLog(days, 'margin')).toEqual({
      of: 'margin',
      log: [
        { customer_id: 'a', days: [1, 2], values: [0.5, 1] },
        { customer_id: 'b', days: [1], values: [1.5] },
      ],
      estimated_days: 2,
    });
    expect(orderLog({ ...days, margin_e4: [null, null, null] }, 'margin').of).toBe('revenue');
  });
});

describe('value of a company by what it is', () => {
  const world = (seed: number, effect: number): { table: FeatureTable; value: Float64Array } => {
    const random = createRandom(seed);
    const kinds = Array.from({ length: 500 }, () => random.int(4));
    return {
      table: {
        ids: kinds.map((_, i) => `C${i}`),
        features: [featureOf('nature', 'category')],
        columns: [
          columnOf(
            kinds.map((kind) => ['a', 'b', 'c', 'd'][kind]!),
            'category',
          ),
        ],
      },
      value: Float64Array.from(kinds, (kind) => Math.exp(6 + effect * Number(kind === 0) + random.normal())),
    };
  };

  it('says what companies of a kind bring, in total and with a range', () => {
    const { table, value } = world(5, 1.2);
    const fitted = fitProspectValue(table, value, 'margin');
    expect(fitted.unavailable_because).toBeNull();
    const predicted = predictProspectValue(fitted, table).map((row) => row!.value);
    const total = predicted.reduce((sum, x) => sum + x, 0) / value.reduce((sum, x) => sum + x, 0);
    expect(total).toBeGreaterThan(0.9);
    expect(total).toBeLessThan(1.1);
    const inside = predictProspectValue(fitted, table).filter(
      (row, i) => value[i]! >= row!.low && value[i]! <= row!.high,
    );
    expect(inside.length / value.length).toBeGreaterThan(0.74);
    expect(inside.length / value.length).toBeLessThan(0.86);
  });

  it('is withheld where it says no more than the mean, and for too few customers', () => {
    const withheld = Array.from({ length: 20 }, (_, seed) => {
      const { table, value } = world(50 + seed, 0);
      return fitProspectValue(table, value, 'margin').model === null;
    });
    expect(withheld.filter(Boolean).length).toBeGreaterThanOrEqual(18);
    const { table, value } = world(1, 0);
    const none = fitProspectValue(table, value, 'margin');
    expect(none.unavailable_because).toContain('no better than everybody');
    expect(predictProspectValue(none, table)[0]).toBeNull();
  });

  it('refuses what only customers have', () => {
    const { table, value } = world(1, 0);
    const behaviour = { ...table, features: [{ ...table.features[0]!, population: 'customer' as const }] };
    expect(() => fitProspectValue(behaviour, value, 'margin')).toThrow(RangeError);
  });
});
