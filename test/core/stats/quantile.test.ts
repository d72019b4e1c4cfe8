import { expect, it } from 'vitest';
import * as z from 'zod';
import { median, quantile } from '../../../core/stats/quantile.ts';
import { expectClose, reference } from './reference.ts';

const cases = reference(
  'quantile',
  z.array(z.object({ values: z.array(z.number()), share: z.number(), quantile: z.number() })),
);

it('equals NumPy', () => {
  for (const { values, share, quantile: expected } of cases)
    expectClose(quantile(values, share), expected, 1e-14, `at ${share}`);
});

it('does not touch its input and refuses misuse', () => {
  const values = [3, 1, 2];
  expect(median(values)).toBe(2);
  expect(values).toEqual([3, 1, 2]);
  expect(() => quantile([], 0.5)).toThrow(RangeError);
  expect(() => quantile([1], 1.1)).toThrow(RangeError);
  expect(() => quantile([1, Number.NaN], 1)).toThrow(RangeError);
});
