import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilOfShare, holdsShare } from '../../../core/label/decimal-share.ts';

describe('decimal shares', () => {
  it('are the fraction a person wrote', () => {
    expect(Math.ceil(0.07 * 100)).toBe(8);
    expect(ceilOfShare(0.07, 100)).toBe(7);
    expect(ceilOfShare(0.2, 632)).toBe(127);
    expect(ceilOfShare(1e-7, 3)).toBe(1);
    expect(ceilOfShare(0.999, 1)).toBe(1);
  });

  it('round up exactly for any percentage', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        (part, count) => {
          expect(ceilOfShare(part / 10_000, count)).toBe(
            Number((BigInt(part) * BigInt(count) + 9_999n) / 10_000n),
          );
          expect(holdsShare(BigInt(part) * BigInt(count), part / 10_000, 10_000n * BigInt(count))).toBe(true);
        },
      ),
    );
  });

  it('lie between 0 and 1', () => {
    for (const share of [0, 1, -0.2, 20, Number.NaN]) expect(() => ceilOfShare(share, 5)).toThrow(RangeError);
  });
});
