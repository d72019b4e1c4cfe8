import { expect, it } from 'vitest';
import * as z from 'zod';
import { digamma, trigamma } from '../../../core/stats/digamma.ts';
import { betaCdf, betaQuantile, studentTail } from '../../../core/stats/incomplete-beta.ts';
import { chiSquareTail, upperGamma } from '../../../core/stats/incomplete-gamma.ts';
import { logBeta, logFactorial, logGamma } from '../../../core/stats/log-gamma.ts';
import { expectClose, reference } from './reference.ts';

const rows = z.array(z.array(z.number()));
const values = reference(
  'gamma',
  z.object({
    logGamma: rows,
    digamma: rows,
    trigamma: rows,
    upperGamma: rows,
    chiSquare: rows,
    beta: rows,
    betaQuantile: rows,
    student: rows,
  }),
);

/** The last number of a row is the answer to the others. */
function compare(table: readonly number[][], relative: number, ours: (...args: number[]) => number): void {
  for (const row of table) expectClose(ours(...row.slice(0, -1)), row.at(-1) ?? 0, relative, `${row}`);
}

it('log gamma, digamma and trigamma equal SciPy', () => {
  for (const [x = 0, expected = 0] of values.logGamma) {
    // Near its zeros at 1 and 2 an absolute error is what counts.
    expect(Math.abs(logGamma(x) - expected)).toBeLessThan(4e-15 * Math.max(1, Math.abs(expected)));
  }
  for (const [x = 0, expected = 0] of values.digamma)
    expect(Math.abs(digamma(x) - expected)).toBeLessThan(1e-14 * Math.max(1, Math.abs(expected)));
  compare(values.trigamma, 1e-13, trigamma);
});

it('incomplete gamma and beta equal SciPy, and so do the tails made of them', () => {
  for (const [a = 0, x = 0, expected = 0] of values.upperGamma)
    expect(Math.abs(upperGamma(a, x) - expected)).toBeLessThan(1e-12 * Math.max(expected, 1e-2));
  compare(values.chiSquare, 1e-11, chiSquareTail);
  for (const [x = 0, a = 0, b = 0, expected = 0] of values.beta)
    expect(Math.abs(betaCdf(x, a, b) - expected)).toBeLessThan(1e-10 * Math.max(expected, 1e-3));
  compare(values.betaQuantile, 1e-11, betaQuantile);
  compare(values.student, 1e-10, studentTail);
});

it('knows the exact cases', () => {
  expect(logFactorial(0)).toBe(0);
  expectClose(logFactorial(20), Math.log(2432902008176640000), 1e-15);
  expectClose(Math.exp(logBeta(3, 4)), 1 / 60, 1e-14);
  expect(betaCdf(0, 2, 3)).toBe(0);
  expect(betaCdf(1, 2, 3)).toBe(1);
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(upperGamma(3, 0)).toBe(1);
});

it('refuses arguments outside its range', () => {
  for (const wrong of [
    () => logGamma(0),
    () => logGamma(Number.NaN),
    () => logFactorial(1.5),
    () => digamma(-1),
    () => trigamma(0),
    () => upperGamma(0, 1),
    () => betaCdf(1.1, 1, 1),
    () => betaQuantile(-0.1, 1, 1),
    () => studentTail(1, 0),
  ])
    expect(wrong).toThrow(RangeError);
});
