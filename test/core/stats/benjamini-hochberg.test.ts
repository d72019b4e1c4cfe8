import { expect, it } from 'vitest';
import * as z from 'zod';
import { benjaminiHochberg } from '../../../core/stats/benjamini-hochberg.ts';
import { expectClose, reference } from './reference.ts';

const cases = reference(
  'benjaminiHochberg',
  z.array(z.object({ p: z.array(z.number()), q: z.array(z.number()) })),
);

it('equals SciPy', () => {
  for (const { p, q } of cases) {
    const ours = benjaminiHochberg(p);
    expect(ours.length).toBe(q.length);
    for (const [i, expected] of q.entries()) expectClose(ours[i]!, expected, 1e-14);
  }
});

it('refuses what is no probability', () => {
  expect(() => benjaminiHochberg([0.1, Number.NaN])).toThrow(RangeError);
  expect(() => benjaminiHochberg([1.1])).toThrow(RangeError);
});
