import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignLists, type Rankable } from '../../../core/rank/assign-lists.ts';
import { finalScore } from '../../../core/rank/final-score.ts';
import { tierOf } from '../../../core/rank/tier.ts';

const cuts = { A: 80, B: 60, C: 40 };
const candidate = fc.record({
  pool: fc.constantFrom('net-new' as const, 'win-back' as const),
  score: fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
});
const candidates = fc
  .array(candidate, { maxLength: 40 })
  .map((rows) =>
    rows.map(
      (row, index): Rankable => ({ ...row, target_id: `t${index}`, tier: tierOf(row.score, cuts), finer: 0 }),
    ),
  );
const capacity = fc.record({
  tier_a: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  tier_b: fc.option(fc.integer({ min: 1, max: 10 }), { nil: null }),
  win_back: fc.option(fc.integer({ min: 1, max: 5 }), { nil: null }),
});

describe('assignLists', () => {
  it('lists everybody once, ranks each list from 1 by score, keeps to capacity, whatever the order of the input', () => {
    fc.assert(
      fc.property(candidates, capacity, (rows, limits) => {
        const listed = assignLists(rows, limits);
        expect(listed.map((row) => row.target_id).sort()).toEqual(rows.map((row) => row.target_id).sort());
        expect(assignLists([...rows].reverse(), limits)).toEqual(listed);
        for (const [list, limit] of [
          ['tier-a', limits.tier_a],
          ['tier-b', limits.tier_b],
          ['win-back', limits.win_back],
          ['nurture', null],
        ] as const) {
          const own = listed.filter((row) => row.list === list);
          expect(own.map((row) => row.rank)).toEqual(own.map((_, index) => index + 1));
          for (let index = 1; index < own.length; index += 1)
            expect(own[index - 1]!.score).toBeGreaterThanOrEqual(own[index]!.score);
          if (limit !== null) expect(own.length).toBeLessThanOrEqual(limit);
        }
        for (const row of listed)
          if (row.list === 'tier-a' || row.list === 'tier-b') expect(row.tier).not.toBe('D');
      }),
    );
  });
});

describe('finalScore', () => {
  it('is the sum of the two terms it shows', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 100, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (similarity, opportunity, weight) => {
          const final = finalScore(similarity, opportunity, { similarity: weight, opportunity: 1 - weight });
          expect(Math.round((final.similarity_term + final.opportunity_term) * 10)).toBe(
            Math.round(final.score * 10),
          );
          expect(
            Math.abs(final.score - (weight * similarity + (1 - weight) * opportunity)),
          ).toBeLessThanOrEqual(0.1 + 1e-9);
        },
      ),
    );
  });
});
