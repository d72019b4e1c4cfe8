import { expect, it } from 'vitest';
import { mergeBins, weightOfEvidence } from '../../../core/stats/weight-of-evidence.ts';
import { expectClose } from './reference.ts';

it('follows the adjusted formula, also for empty cells', () => {
  const { weights, informationValue } = weightOfEvidence([
    { positives: 0, negatives: 50 },
    { positives: 20, negatives: 30 },
  ]);
  const first = Math.log(0.5 / 20 / (50.5 / 80));
  const second = Math.log(20.5 / 20 / (30.5 / 80));
  expectClose(weights[0] ?? 0, first, 1e-14);
  expectClose(weights[1] ?? 0, second, 1e-14);
  expectClose(informationValue, (0 - 50 / 80) * first + (1 - 30 / 80) * second, 1e-14);
});

it('grows with separation and is never negative for more than noise', () => {
  const value = (a: number, b: number): number =>
    weightOfEvidence([
      { positives: a, negatives: b },
      { positives: 100 - a, negatives: 400 - b },
    ]).informationValue;
  expect(value(50, 200)).toBeCloseTo(0, 10);
  expect(value(60, 200)).toBeLessThan(value(80, 200));
  expect(() => weightOfEvidence([{ positives: 0, negatives: 3 }])).toThrow(RangeError);
});

it('merges neighbours until each bin has its support', () => {
  expect(mergeBins([10, 10, 10], 10)).toEqual([0, 1, 2]);
  expect(mergeBins([1, 2, 3], 10)).toEqual([0, 0, 0]);
  expect(mergeBins([], 10)).toEqual([]);
  expect(mergeBins([12, 1, 1, 30, 3], 10)).toEqual([0, 1, 1, 1, 1]);
});
