import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../../core/match/edit-distance.ts';

/** Optimal string alignment by its definition, without a limit. */
function slow(a: string, b: string): number {
  const known = new Map<string, number>();
  const of = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i},${j}`;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    let best = Math.min(
      of(i - 1, j) + 1,
      of(i, j - 1) + 1,
      of(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    );
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      best = Math.min(best, of(i - 2, j - 2) + 1);
    known.set(key, best);
    return best;
  };
  return of(a.length, b.length);
}

it('is optimal string alignment as far as the limit, for texts close and far', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 9 });
  fc.assert(
    fc.property(short, short, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      expect(editDistance(a, b, limit)).toBe(Math.min(slow(a, b), limit + 1));
      expect(editDistance(b, a, limit)).toBe(editDistance(a, b, limit));
    }),
    { numRuns: 3000 },
  );
});

it('takes texts longer than its scratch, and refuses limits that are none', () => {
  const long = 'kindred '.repeat(40);
  expect(editDistance(long, `${long}x`, 2)).toBe(1);
  expect(editDistance(long, `x${long}y`, 2)).toBe(2);
  expect(() => editDistance('a', 'b', 1.5)).toThrow('limit');
});
