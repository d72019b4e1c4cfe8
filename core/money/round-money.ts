import { bigFromE4, decimalTextFromScaled } from './decimal-text.ts';
import { divideHalfEven } from './divide-half-even.ts';
import { minorUnits } from './minor-units.ts';

/**
 * An amount rounded half-even to its currency's smallest unit, as plain decimal text for files and JSON. This is the
 * only place where amounts lose digits: call it at output, never before a sum.
 *
 * @example
 * roundMoney(18405050, 'USD'); // => '1840.50'
 * roundMoney(18405150, 'USD'); // => '1840.52'
 * roundMoney(-18405000, 'JPY'); // => '-1840'
 */
export function roundMoney(e4: number | bigint, currency: string): string {
  const places = minorUnits(currency);
  const scaled = divideHalfEven(bigFromE4(e4), 10n ** BigInt(4 - places));
  return decimalTextFromScaled(scaled, places);
}
