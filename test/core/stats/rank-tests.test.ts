import { expect, it } from 'vitest';
import * as z from 'zod';
import { mannWhitney } from '../../../core/stats/mann-whitney.ts';
import { midRanks } from '../../../core/stats/ranks.ts';
import { pearson, spearman } from '../../../core/stats/spearman.ts';
import { expectClose, reference } from './reference.ts';

const list = z.array(z.number());
const values = reference(
  'ranks',
  z.object({
    mannWhitney: z.array(z.object({ x: list, y: list, u: z.number(), p: z.number() })),
    correlation: z.array(z.object({ x: list, y: list, spearman: z.number(), pearson: z.number() })),
  }),
);

it('Mann-Whitney equals SciPy, ties and continuity corrected', () => {
  for (const { x, y, u, p } of values.mannWhitney) {
    const ours = mannWhitney(x, y);
    expect(ours.u).toBe(u);
    expectClose(ours.p, p, 1e-11);
    expectClose(mannWhitney(y, x).p, p, 1e-11);
  }
  expect(mannWhitney([1, 1], [1, 1, 1]).p).toBe(1);
  expect(() => mannWhitney([], [1])).toThrow(RangeError);
});

it('correlations equal SciPy', () => {
  for (const { x, y, ...expected } of values.correlation) {
    expectClose(spearman(x, y) ?? 0, expected.spearman, 1e-12);
    expectClose(pearson(x, y) ?? 0, expected.pearson, 1e-12);
  }
  expect(pearson([1, 2], [3, 3])).toBeNull();
  expect(() => spearman([1], [1, 2])).toThrow(RangeError);
});

it('ranks share their mean among ties', () => {
  expect([...midRanks([2, 2, 2]).ranks]).toEqual([2, 2, 2]);
  expect(midRanks([2, 2, 2]).tieSum).toBe(24);
  expect(() => midRanks([Number.NaN])).toThrow(RangeError);
});
