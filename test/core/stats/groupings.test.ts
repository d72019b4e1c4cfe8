import { expect, it } from 'vitest';
import * as z from 'zod';
import { adjustedRand } from '../../../core/stats/adjusted-rand.ts';
import { jaccard, jaccardFlags } from '../../../core/stats/jaccard.ts';
import { kneedle } from '../../../core/stats/kneedle.ts';
import { expectClose, reference } from './reference.ts';

const list = z.array(z.number());

it('the adjusted Rand index equals scikit-learn', () => {
  const cases = reference('groupings', z.array(z.object({ first: list, second: list, ari: z.number() })));
  for (const { first, second, ari } of cases) expectClose(adjustedRand(first, second), ari, 1e-12);
  expect(adjustedRand([], [])).toBe(1);
  expect(adjustedRand(['a', 'a'], ['x', 'y'])).toBe(0);
});

it('Kneedle equals kneed, also where there is no knee', () => {
  const cases = reference(
    'kneedle',
    z.array(
      z.object({
        x: list,
        y: list,
        shape: z.enum(['elbow', 'knee']),
        sensitivity: z.number(),
        knee: z.number().nullable(),
      }),
    ),
  );
  const answers = cases.map(({ x, y, shape, sensitivity }) => kneedle(x, y, shape, sensitivity));
  expect(answers).toEqual(cases.map(({ knee }) => knee));
  expect(answers.filter((answer) => answer === null).length).toBeGreaterThan(0);
  expect(kneedle([1, 2], [1, 0], 'elbow')).toBeNull();
  expect(() => kneedle([1, 1, 2], [3, 2, 1], 'elbow')).toThrow(RangeError);
});

it('Jaccard of sets and of flags agree', () => {
  expect(jaccard(new Set([1, 2, 3]), new Set([2, 3, 4, 5]))).toBe(0.4);
  expect(jaccardFlags([1, 1, 1, 0, 0], [0, 1, 1, 1, 1])).toBe(0.4);
  expect(jaccard(new Set(), new Set())).toBe(1);
  expect(() => jaccardFlags([1], [1, 0])).toThrow(RangeError);
});
