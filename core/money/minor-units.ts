/** ISO 4217 currencies whose smallest unit is not 1/100. Funds codes and metals have none and are left at 2. */
const otherThanTwo: Readonly<Record<string, 0 | 3 | 4>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/**
 * Decimal places of a currency's smallest unit (ISO 4217, list of 2024): 2 unless the currency is known to differ.
 * `XXX`, Kindred's word for "no currency stated", has 2.
 *
 * @example
 * minorUnits('USD'); // => 2
 * minorUnits('JPY'); // => 0
 * minorUnits('KWD'); // => 3
 */
export function minorUnits(currency: string): 0 | 2 | 3 | 4 {
  return Object.hasOwn(otherThanTwo, currency) ? (otherThanTwo[currency] ?? 2) : 2;
}
