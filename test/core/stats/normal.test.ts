import { expect, it } from 'vitest';
import * as z from 'zod';
import { normalCdf, normalQuantile } from '../../../core/stats/normal.ts';
import { expectClose, reference } from './reference.ts';

const pairs = z.array(z.tuple([z.number(), z.number()]));
const { cdf, quantile } = reference('normal', z.object({ cdf: pairs, quantile: pairs }));

it('equals SciPy in the middle and far into both tails', () => {
  for (const [at, expected] of cdf) expectClose(normalCdf(at), expected, 1e-13, `cdf ${at}`);
  for (const [p, expected] of quantile) expectClose(normalQuantile(p), expected, 1e-14, `quantile ${p}`);
});

it('refuses what is no probability', () => {
  for (const p of [0, 1, Number.NaN, -0.1]) expect(() => normalQuantile(p)).toThrow(RangeError);
  expect(() => normalCdf(Number.NaN)).toThrow(RangeError);
});
