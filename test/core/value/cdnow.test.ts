import { describe, expect, it } from 'vitest';
import { type BuyingFit, fitBuying, ordersAhead } from '../../../core/value/buying-model.ts';
import { fitGammaGamma } from '../../../core/value/gamma-gamma.ts';
import { valueBetween, valueRows } from '../../../core/value/order-days.ts';
import { predictValue } from '../../../core/value/value-candidates.ts';
import { capturedShare, chooseValueModel } from '../../../core/value/value-model.ts';
import { calibrationEnd, holdoutEnd, readCdnow } from './cdnow.ts';

const log = readCdnow();
if (log === null) console.log('skipped: no CDNOW data at ../shared/data/cdnow');

const rmse = (predicted: ArrayLike<number>, actual: ArrayLike<number>): number =>
  Math.sqrt(
    Array.from(predicted, (p, i) => (p - actual[i]!) ** 2).reduce((sum, x) => sum + x, 0) / predicted.length,
  );
const mean = (x: readonly number[]): number => x.reduce((sum, v) => sum + v, 0) / x.length;
const correlation = (x: readonly number[], y: readonly number[]): number => {
  const [mx, my] = [mean(x), mean(y)];
  const spread = (v: readonly number[], m: number): number => Math.sqrt(mean(v.map((a) => (a - m) ** 2)));
  return mean(x.map((a, i) => (a - mx) * (y[i]! - my))) / (spread(x, mx) * spread(y, my));
};

describe.skipIf(log === null)('on the CDNOW sample', () => {
  const orders = log ?? [];
  const rows = valueRows(orders, calibrationEnd);
  const weeks = rows.map(({ history }) => ({
    repeats: history.repeats,
    last: history.last / 7,
    observed: history.observed / 7,
  }));

  it('BG/NBD and Gamma-Gamma have the published parameters, to three digits', () => {
    expect(rows).toHaveLength(2357);
    const fit = fitBuying(weeks, 'bg-nbd');
    if ('unavailable_because' in fit || fit.parameters.kind === 'pareto-nbd') throw new Error('no BG/NBD');
    const { r, alpha, a, b } = fit.parameters;
    expect([r, alpha, a, b].map((x) => x.toFixed(3))).toEqual(['0.243', '4.414', '0.793', '2.426']);
    expect(fit.log_likelihood).toBeCloseTo(-9582.43, 2);
    const spend = fitGammaGamma(rows.map((row) => row.spend));
    expect(spend?.parameters.p.toFixed(2)).toBe('6.25');
    expect(spend?.parameters.q.toFixed(2)).toBe('3.74');
    expect(spend?.parameters.gamma.toFixed(2)).toBe('15.44');
  });

  it('BG/NBD predicts the orders of the holdout as well as published', () => {
    const fit = fitBuying(weeks, 'bg-nbd') as BuyingFit;
    const predicted = weeks.map((history) => ordersAhead(fit.parameters, history, 39));
    const count = orders.map((entry) => ({ ...entry, values: entry.days.map(() => 1) }));
    const actual = Array.from(valueBetween(count, rows, calibrationEnd, holdoutEnd));
    expect(actual.reduce((sum, n) => sum + n, 0)).toBe(1882);
    expect(rmse(predicted, actual)).toBeLessThanOrEqual(1.61);
    expect(correlation(predicted, actual)).toBeGreaterThanOrEqual(0.62);
  });

  it('one value model, chosen on the calibration alone, is right in amount and in order', () => {
    // The chooser is not even given the holdout.
    const before = orders.map((entry) => {
      const count = entry.days.filter((day) => day < calibrationEnd).length;
      return { ...entry, days: entry.days.slice(0, count), values: entry.values.slice(0, count) };
    });
    const ahead = holdoutEnd - calibrationEnd;
    const model = chooseValueModel(before, calibrationEnd, ahead);
    const predicted = predictValue(model.fitted, rows, ahead);
    const actual = valueBetween(orders, rows, calibrationEnd, holdoutEnd);
    expect(rmse(predicted, actual)).toBeLessThanOrEqual(72.3);
    expect(capturedShare(predicted, actual)).toBeGreaterThanOrEqual(0.67);
    expect(model.figures.map((row) => row.name)).toContain(model.chosen);
    expect(model.figures.find((row) => row.name === 'own-rate')?.eligible).toBe(false);
  });
});
