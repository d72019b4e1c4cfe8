import { expect, it } from 'vitest';
import * as z from 'zod';
import { digamma, trigamma } from '../../../core/stats/digamma.ts';
import { riskRatio } from '../../../core/stats/risk-ratio.ts';
import { shrunkenLift } from '../../../core/stats/shrunken-lift.ts';
import { shrunkenRate } from '../../../core/stats/shrunken-rate.ts';
import { wilsonInterval } from '../../../core/stats/wilson-interval.ts';
import { expectClose, reference } from './reference.ts';

const n = z.number();
const values = reference(
  'rates',
  z.object({
    wilson: z.array(z.tuple([n, n, n, n, n])),
    riskRatio: z.array(z.tuple([n, n, n, n, n, n, n])),
    shrunken: z.array(z.tuple([n, n, n, n, n])),
    logBetaMoments: z.array(z.tuple([n, n, n, n])),
  }),
);

it('Wilson intervals equal SciPy and hold in [0, 1]', () => {
  for (const [k, trials, level, low, high] of values.wilson) {
    const ours = wilsonInterval(k, trials, level);
    expectClose(ours.low, low, 1e-12);
    expectClose(ours.high, high, 1e-12);
  }
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  expect(() => wilsonInterval(3, 2)).toThrow(RangeError);
});

it('risk ratios and their intervals equal SciPy', () => {
  for (const [a, m, c, total, ratio, low, high] of values.riskRatio) {
    const ours = riskRatio(a, m, c, total);
    expectClose(ours?.value ?? 0, ratio, 1e-14);
    expectClose(ours?.low ?? 0, low, 1e-12);
    expectClose(ours?.high ?? 0, high, 1e-12);
  }
  expect(riskRatio(0, 0, 1, 5)).toBeNull();
  const none = riskRatio(0, 10, 5, 100);
  expectClose(none?.value ?? 0, 0.5 / 11 / (5.5 / 101), 1e-14);
});

it('shrunken rates equal the Beta posterior of SciPy', () => {
  for (const [k, trials, mean, low, high] of values.shrunken) {
    const ours = shrunkenRate(k, trials, { rate: 0.2, weight: 8 });
    expectClose(ours.value, mean, 1e-14);
    expectClose(ours.low, low, 1e-10);
    expectClose(ours.high, high, 1e-10);
  }
  expect(() => shrunkenRate(1, 2, { rate: 0, weight: 1 })).toThrow(RangeError);
});

it('the log of a Beta rate has the moments the shrunken lift takes it to have', () => {
  for (const [a, b, mean, variance] of values.logBetaMoments) {
    expectClose(digamma(a) - digamma(a + b), mean, 1e-7);
    expectClose(trigamma(a) - trigamma(a + b), variance, 1e-6);
  }
});

it('shrinks lifts toward 1, thin ones more', () => {
  const lift = (...counts: [number, number, number, number]): number =>
    shrunkenLift(...counts, 10)?.value ?? 0;
  expect(lift(3, 8, 5, 32)).toBeLessThan(lift(30, 80, 50, 320));
  expect(lift(300, 800, 500, 3200)).toBeGreaterThan(2.35);
  expect(lift(1, 8, 8, 32)).toBeGreaterThan(0.5);
  expectClose(lift(10, 100, 40, 400), 1, 1e-15);
  expect(shrunkenLift(0, 8, 0, 32, 10)).toBeNull();
  expect(shrunkenLift(8, 8, 32, 32, 10)).toBeNull();
  const wide = shrunkenLift(3, 8, 5, 32, 10);
  expect(wide?.low ?? 1).toBeLessThan(1);
  expect(wide?.high ?? 1).toBeGreaterThan(1);
  expect(() => shrunkenLift(1, 8, 1, 32, 0)).toThrow(RangeError);
});
