/** A share as the fraction a person wrote: 0.2 is 2/10, not the binary number nearest to it. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

/**
 * The fraction behind a decimal share. 0.07 × 100 is 7.000000000000001 in binary and would round up to 8; as 7/100 it
 * is 7. Throws a RangeError outside (0, 1).
 *
 * @example
 * String(fractionOf(0.25).numerator); // => '25'
 * String(fractionOf(0.25).denominator); // => '100'
 */
export function fractionOf(share: number): Fraction {
  if (!(share > 0 && share < 1)) throw new RangeError(`a share lies between 0 and 1, got ${share}`);
  const [digits = '', exponent = '0'] = share.toString().split('e');
  const decimals = digits.split('.')[1] ?? '';
  const places = decimals.length - Number(exponent);
  return { numerator: BigInt(digits.replace('.', '')), denominator: 10n ** BigInt(places) };
}

/**
 * share × count, rounded up, exactly. At least 1 for a count above 0.
 *
 * @example
 * ceilOfShare(0.07, 100); // => 7
 * ceilOfShare(0.2, 632); // => 127
 * ceilOfShare(0.2, 0); // => 0
 */
export function ceilOfShare(share: number, count: number): number {
  const { numerator, denominator } = fractionOf(share);
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
  const { numerator, denominator } = fractionOf(share);
  return part * denominator >= numerator * whole;
}
