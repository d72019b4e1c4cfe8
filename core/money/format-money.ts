import { bigFromE4 } from './decimal-text.ts';
import { divideHalfEven } from './divide-half-even.ts';
import { roundMoney } from './round-money.ts';

/**
 * An amount as a person reads it: currency code, thousands separated by commas, rounded half-even to the smallest unit.
 * The same on every host (no locale data). `XXX`, which stands for "no currency stated", is left out. For files use
 * {@link roundMoney}, which spreadsheets read as a number.
 *
 * @example
 * formatMoney(25891671700, 'USD'); // => 'USD 2,589,167.17'
 * formatMoney(-12000, 'JPY'); // => '-JPY 1'
 * formatMoney(12000, 'XXX'); // => '1.20'
 */
export function formatMoney(e4: number | bigint, currency: string): string {
  return withCode(roundMoney(e4, currency), currency);
}

/**
 * An amount in whole units, for headlines where cents are noise.
 *
 * @example
 * formatWholeMoney(25891671700, 'USD'); // => 'USD 2,589,167'
 */
export function formatWholeMoney(e4: number | bigint, currency: string): string {
  return withCode(divideHalfEven(bigFromE4(e4), 10_000n).toString(), currency);
}

/**
 * Thousands commas in the whole part of plain decimal text.
 *
 * @example
 * groupThousands('-1234567.5'); // => '-1,234,567.5'
 * groupThousands('999'); // => '999'
 */
export function groupThousands(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, '$&,');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

function withCode(decimal: string, currency: string): string {
  const negative = decimal.startsWith('-');
  return `${negative ? '-' : ''}${currency === 'XXX' ? '' : `${currency} `}${groupThousands(negative ? decimal.slice(1) : decimal)}`;
}
