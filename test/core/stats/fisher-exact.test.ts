import { expect, it } from 'vitest';
import * as z from 'zod';
import { fisherExact } from '../../../core/stats/fisher-exact.ts';
import { expectClose, reference } from './reference.ts';

const count = z.number();
const cases = reference(
  'fisher',
  z.array(z.object({ table: z.tuple([count, count, count, count]), p: z.number() })),
);

it('equals SciPy', () => {
  for (const { table, p } of cases) expectClose(fisherExact(...table), p, 1e-8, `table ${table}`);
});

it('is the same however the table is turned', () => {
  for (const { table } of cases) {
    const [a, b, c, d] = table;
    const p = fisherExact(a, b, c, d);
    for (const turned of [fisherExact(c, d, a, b), fisherExact(b, a, d, c), fisherExact(a, c, b, d)])
      expectClose(turned, p, 1e-11, `table ${table}`);
  }
});

it('sums to one over all tables of the same margins when every table counts', () => {
  // The most probable table has p = 1; the p of the least probable one is its own probability.
  expectClose(fisherExact(5, 5, 5, 5), 1, 1e-12);
  expectClose(fisherExact(10, 0, 0, 10), 2 / 184756, 1e-12);
});

it('stays in [0, 1] for totals of a million and for empty margins', () => {
  expect(fisherExact(200_000, 0, 0, 800_000)).toBe(0);
  expect(fisherExact(0, 0, 3, 4)).toBe(1);
  expect(fisherExact(60_000, 140_000, 240_000, 560_000)).toBeGreaterThan(0.99);
  expect(() => fisherExact(-1, 1, 1, 1)).toThrow(RangeError);
  expect(() => fisherExact(0.5, 1, 1, 1)).toThrow(RangeError);
});
