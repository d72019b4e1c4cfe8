import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { integerPoints } from '../../../core/model/integer-points.ts';

const number = fc.double({ min: -50, max: 50, noNaN: true });

describe('whole points', () => {
  it('always add up, and no part moves by a whole point', () => {
    fc.assert(
      fc.property(number, fc.array(number, { maxLength: 40 }), (base, parts) => {
        const whole = integerPoints(base, parts, 100);
        expect(whole.points.reduce((sum, value) => sum + value, whole.base)).toBe(whole.total);
        expect(Number.isInteger(whole.total)).toBe(true);
        whole.points.forEach((value, i) => {
          expect(Math.abs(value - parts[i]! * 100)).toBeLessThan(1 + 1e-9);
        });
        const sum = parts.reduce((running, value) => running + value, base) * 100;
        expect(Math.abs(whole.total - sum)).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
      { numRuns: 10_000, seed: 1 },
    );
  });

  it('refuses what is no number', () => {
    expect(() => integerPoints(0, [Number.NaN], 1)).toThrow('points need finite numbers');
  });
});
