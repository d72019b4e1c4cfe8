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

/** Every ISO 4217 code, also of currencies that older histories are in. */
export const isoCurrencies: readonly string[] =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNH CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL ATS BEF DEM ESP FIM FRF GRD IEP ITL LUF NLG PTE LTL LVL EEK SKK SIT'.split(
    ' ',
  );
