/** A decimal number as the fraction a person wrote: 0.2 is 2/10, not the binary number nearest to it. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

/**
 * The fraction behind a decimal number, by its shortest text. 0.07 × 100 is 7.000000000000001 in binary and would round up
 * to 8; as 7/100 it is 7. For shares and exchange rates that people write down. Throws a RangeError unless the number is
 * finite and not negative.
 *
 * @example
 * String(decimalFraction(1.0837).numerator); // => '10837'
 * String(decimalFraction(1.0837).denominator); // => '10000'
 */
export function decimalFraction(value: number): Fraction {
  if (!(Number.isFinite(value) && value >= 0))
    throw new RangeError(`a fraction needs a number of at least 0, got ${value}`);
  const [digits = '', exponent = '0'] = value.toString().split('e');
  const decimals = digits.split('.')[1] ?? '';
  const places = decimals.length - Number(exponent);
  const numerator = BigInt(digits.replace('.', ''));
  return places >= 0
    ? { numerator, denominator: 10n ** BigInt(places) }
    : { numerator: numerator * 10n ** BigInt(-places), denominator: 1n };
}
