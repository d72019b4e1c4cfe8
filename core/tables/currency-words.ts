/** Currencies that exports name in headers and beside amounts. Three capitals that are none of these are no currency. */
export const currencyCodes: readonly string[] =
  'USD EUR GBP CHF JPY CAD AUD NZD SEK NOK DKK ISK PLN CZK HUF RON BGN TRY ILS ZAR INR CNY HKD SGD KRW THB MYR IDR PHP VND TWD BRL MXN ARS CLP COP PEN AED SAR QAR KWD EGP NGN KES MAD UAH RSD'.split(
    ' ',
  );

/** Signs and words that stand for one currency. `$` is the dollar of the reporting currency, else of the United States. */
export const currencySigns: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['£', 'GBP'],
  ['¥', 'JPY'],
  ['₹', 'INR'],
  ['zł', 'PLN'],
  ['R$', 'BRL'],
  ['$', 'USD'],
]);

const dollars: ReadonlySet<string> = new Set([
  'USD',
  'CAD',
  'AUD',
  'NZD',
  'HKD',
  'SGD',
  'TWD',
  'MXN',
  'ARS',
  'CLP',
  'COP',
]);
const crowns: ReadonlySet<string> = new Set(['SEK', 'NOK', 'DKK', 'ISK']);

/**
 * The currency a sign means, where amounts are reported in `reporting`; null where it could be several.
 *
 * @example
 * signCurrency('€', null); // => 'EUR'
 * signCurrency('$', 'CAD'); // => 'CAD'
 * signCurrency('$', 'EUR'); // => 'USD'
 * signCurrency('kr', 'SEK'); // => 'SEK'
 * signCurrency('kr', 'EUR'); // => null
 */
export function signCurrency(sign: string, reporting: string | null): string | null {
  if (sign === '$' && reporting !== null && dollars.has(reporting)) return reporting;
  if (sign === 'kr') return reporting !== null && crowns.has(reporting) ? reporting : null;
  if (currencyCodes.includes(sign)) return sign;
  return currencySigns.get(sign) ?? null;
}

/** What a column of currencies may hold instead of codes, in capitals. */
export const currencyWords: ReadonlyMap<string, string> = new Map([
  ...[...currencySigns].map(([sign, code]) => [sign.toUpperCase(), code] as const),
  ['EURO', 'EUR'],
  ['EUROS', 'EUR'],
  ['US$', 'USD'],
  ['$US', 'USD'],
  ['US DOLLAR', 'USD'],
  ['US DOLLARS', 'USD'],
  ['DOLLAR', 'USD'],
  ['C$', 'CAD'],
  ['CA$', 'CAD'],
  ['A$', 'AUD'],
  ['AU$', 'AUD'],
  ['BRITISH POUND', 'GBP'],
  ['POUND STERLING', 'GBP'],
  ['POUNDS STERLING', 'GBP'],
  ['SWISS FRANC', 'CHF'],
  ['SFR', 'CHF'],
  ['YEN', 'JPY'],
  ['RMB', 'CNY'],
]);
