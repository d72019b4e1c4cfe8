/**
 * Integer division rounded half to even ("banker's rounding"): the nearest integer, and of two equally near ones the
 * even one. Sums of many rounded amounts then do not drift upward, as they do with half-up.
 *
 * Use it wherever exact amounts meet a coarser unit. Throws a RangeError when the denominator is not positive.
 *
 * @example
 * String(divideHalfEven(5n, 2n)); // => '2'
 * String(divideHalfEven(7n, 2n)); // => '4'
 * String(divideHalfEven(-5n, 2n)); // => '-2'
 */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive');
  const magnitude = numerator < 0n ? -numerator : numerator;
  const quotient = magnitude / denominator;
  const twice = 2n * (magnitude % denominator);
  const up = twice > denominator || (twice === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return numerator < 0n ? -rounded : rounded;
}
