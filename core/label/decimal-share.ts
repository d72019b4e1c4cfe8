import { decimalFraction, type Fraction } from '../money/decimal-fraction.ts';

/**
 * share × count, rounded up, exactly: the share is the decimal a person wrote. At least 1 for a count above 0. Throws a
 * RangeError for a share outside (0, 1).
 *
 * @example
 * ceilOfShare(0.07, 100); // => 7
 * ceilOfShare(0.2, 632); // => 127
 * ceilOfShare(0.2, 0); // => 0
 */
export function ceilOfShare(share: number, count: number): number {
  const { numerator, denominator } = fractionOfShare(share);
  return Number((numerator * BigInt(count) + denominator - 1n) / denominator);
}

/**
 * Whether part ≥ share × whole, exactly.
 *
 * @example
 * holdsShare(80n, 0.8, 100n); // => true
 * holdsShare(79n, 0.8, 100n); // => false
 */
export function holdsShare(part: bigint, share: number, whole: bigint): boolean {
  const { numerator, denominator } = fractionOfShare(share);
  return part * denominator >= numerator * whole;
}

function fractionOfShare(share: number): Fraction {
  if (!(share > 0 && share < 1)) throw new RangeError(`a share lies between 0 and 1, got ${share}`);
  return decimalFraction(share);
}
