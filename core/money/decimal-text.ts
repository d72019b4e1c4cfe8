const decimalForm = /^(-?)(\d{1,34})(?:\.(\d+))?$/;

/**
 * Plain decimal text as an exact integer of 1/10,000 (`…_e4`). Takes what DECIMAL(18,4) columns and Kindred's own files
 * print: an optional minus, digits, a point. No thousands separators, exponents or currency signs: landing has removed
 * them. Throws a RangeError for any other text, for more than four decimals that are not zeros, and for amounts
 * beyond ± 900,719,925,474.0991, which a number no longer holds exactly.
 *
 * @example
 * e4FromDecimalText('1840.5'); // => 18405000
 * e4FromDecimalText('-0.0001'); // => -1
 */
export function e4FromDecimalText(text: string): number {
  const exact = bigE4FromDecimalText(text);
  const number = Number(exact);
  if (!Number.isSafeInteger(number)) throw new RangeError(`the amount ${text} is too large to be exact`);
  return number;
}

/**
 * The same as {@link e4FromDecimalText} for sums of any size.
 *
 * @example
 * String(bigE4FromDecimalText('900719925474099.25')); // => '9007199254740992500'
 */
export function bigE4FromDecimalText(text: string): bigint {
  const match = decimalForm.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || !/^0*$/.test(fraction.slice(4)))
    throw new RangeError(`not a decimal with at most four places: ${text}`);
  const digits = BigInt(`${match[2] ?? ''}${fraction.slice(0, 4).padEnd(4, '0')}`);
  return match[1] === '-' ? -digits : digits;
}

/**
 * An integer of 1/10,000 as decimal text with exactly four places: what goes into CSV and parquet unrounded.
 * Throws a RangeError when a number is not a safe integer.
 *
 * @example
 * decimalTextFromE4(18405000); // => '1840.5000'
 * decimalTextFromE4(-1); // => '-0.0001'
 */
export function decimalTextFromE4(e4: number | bigint): string {
  return decimalTextFromScaled(bigFromE4(e4), 4);
}

/**
 * An integer of 10^-places as decimal text.
 *
 * @example
 * decimalTextFromScaled(-5n, 2); // => '-0.05'
 * decimalTextFromScaled(1840n, 0); // => '1840'
 */
export function decimalTextFromScaled(scaled: bigint, places: number): string {
  const magnitude = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const whole = magnitude.slice(0, magnitude.length - places);
  const fraction = magnitude.slice(magnitude.length - places);
  return `${scaled < 0n ? '-' : ''}${whole}${places === 0 ? '' : `.${fraction}`}`;
}

/**
 * An amount in 1/10,000 as a bigint, whichever of the two it came as.
 *
 * @example
 * String(bigFromE4(12)); // => '12'
 */
export function bigFromE4(e4: number | bigint): bigint {
  if (typeof e4 === 'number' && !Number.isSafeInteger(e4))
    throw new RangeError(`an amount in 1/10,000 must be a safe integer, got ${e4}`);
  return BigInt(e4);
}
