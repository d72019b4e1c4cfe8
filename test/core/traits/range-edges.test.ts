import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../../core/stats/random.ts';
import { decadeMarks, roundestWithin } from '../../../core/traits/nice-numbers.ts';
import { rangeEdges } from '../../../core/traits/range-edges.ts';

const edgesOf = (values: readonly number[], support = 20): number[] =>
  rangeEdges(Float64Array.from(values).sort(), { support, bins: 6 });

it('cuts head counts where people do', () => {
  const random = createRandom(4);
  const employees = Array.from({ length: 2000 }, () =>
    Math.max(1, Math.round(Math.exp(4.6 + 1.3 * random.normal()))),
  );
  expect(edgesOf(employees, 45)).toEqual([10, 20, 50, 100, 200, 500, 1000]);
  const revenue = employees.map((count) => count * 200_000);
  expect(edgesOf(revenue, 45)).toEqual([2e6, 5e6, 1e7, 2e7, 5e7, 1e8, 2e8, 5e8]);
});

it('keeps small whole numbers single, shares round, and crowded values apart', () => {
  const random = createRandom(5);
  const sites = Array.from({ length: 800 }, () => 1 + Math.floor(2 * random.next() ** 2 * 3));
  expect(edgesOf(sites, 28)).toEqual([2, 3, 4, 5, 6]);
  expect(edgesOf(Array.from({ length: 500 }, () => random.next()))).toEqual([0.2, 0.3, 0.5, 0.6, 0.8]);
  const months = Array.from({ length: 500 }, () =>
    random.next() < 0.4 ? 36 - random.next() / 4 : 36 * random.next(),
  );
  expect(edgesOf(months)).toEqual([10, 20, 30, 35]);
});

it('has bands of its own where a feature brings them', () => {
  const values = Float64Array.from({ length: 300 }, (_, row) => row);
  expect(rangeEdges(values, { support: 17, bins: 6, fixed: [10, 25, 50, 100, 250, 500] })).toEqual([
    25, 50, 100, 250,
  ]);
});

it('gives rising edges with enough companies in every range, for any numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: -50, max: 5000 }), fc.double({ min: 0, max: 1e9, noNaN: true })), {
        maxLength: 200,
      }),
      fc.integer({ min: 1, max: 30 }),
      (values, support) => {
        const sorted = Float64Array.from(values).sort();
        const edges = rangeEdges(sorted, { support, bins: 6 });
        expect(edges).toEqual([...new Set(edges)].sort((a, b) => a - b));
        const bounds = [Number.NEGATIVE_INFINITY, ...edges, Number.POSITIVE_INFINITY];
        const counts = edges.map((edge, i) => sorted.filter((v) => v >= bounds[i]! && v < edge).length);
        for (const count of counts) expect(count).toBeGreaterThanOrEqual(support);
        const above = sorted.filter((v) => v >= (edges.at(-1) ?? Number.POSITIVE_INFINITY)).length;
        if (edges.length > 0) expect(4 * above).toBeGreaterThanOrEqual(support);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

it('rounds inside the range, whatever the range', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      (low, width) => {
        const round = roundestWithin(low, low + width);
        expect(round).toBeGreaterThanOrEqual(low);
        expect(round).toBeLessThanOrEqual(low + width);
      },
    ),
    { seed: 2, numRuns: 500 },
  );
  expect([roundestWithin(47, 53), roundestWithin(0.0012, 0.0029), roundestWithin(-260, -173)]).toEqual([
    50, 0.002, -200,
  ]);
  expect(decadeMarks(0.03, 3, [1, 2, 5])).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2]);
  expect(() => roundestWithin(2, 1)).toThrow(RangeError);
  expect(() => decadeMarks(0, 1, [1])).toThrow(RangeError);
});
