import { expect, it } from 'vitest';
import { bootstrapInterval } from '../../../core/stats/bootstrap.ts';
import { createRandom } from '../../../core/stats/random.ts';

it('covers a true mean about as often as it says', () => {
  const random = createRandom(1993);
  const rounds = 400;
  let covered = 0;
  for (let round = 0; round < rounds; round++) {
    const values = Float64Array.from({ length: 60 }, () => random.normal());
    const interval = bootstrapInterval(
      values.length,
      (rows) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length,
      random,
      { resamples: 300, level: 0.9 },
    );
    if (interval !== null && interval.low <= 0 && interval.high >= 0) covered++;
  }
  expect(covered / rounds).toBeGreaterThan(0.85);
  expect(covered / rounds).toBeLessThan(0.95);
});

it('is the same for the same seed and says nothing where the statistic is undefined', () => {
  const twice = [1, 2].map(() =>
    bootstrapInterval(20, (rows) => rows.filter((row) => row < 5).length, createRandom(4)),
  );
  expect(twice[0]).toEqual(twice[1]);
  expect(bootstrapInterval(5, () => null, createRandom(1))).toBeNull();
  expect(bootstrapInterval(0, () => 1, createRandom(1))).toBeNull();
});
