const nbsp = '\u00a0';
const groups = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');

/**
 * A whole number with thousands separators.
 *
 * @example
 * whole(1234567); // => '1,234,567'
 * whole(-1200); // => '−1,200'
 */
export function whole(value: number): string {
  return `${value < 0 ? '−' : ''}${groups(String(Math.round(Math.abs(value))))}`;
}

/**
 * A number with a fixed count of decimals and thousands separators.
 *
 * @example
 * decimal(1234.5, 2); // => '1,234.50'
 */
export function decimal(value: number, digits: number): string {
  const [integer = '0', fraction] = Math.abs(value).toFixed(digits).split('.');
  return `${value < 0 ? '−' : ''}${groups(integer)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/**
 * How many times: one decimal, from a hundred on two digits that mean something, for no such figure is known more closely.
 *
 * @example
 * times(2.44); // => '2.4×'
 * times(11.31); // => '11.3×'
 * times(182.8); // => '180×'
 * times(1295.6); // => '1,300×'
 */
export function times(value: number): string {
  if (value < 100) return `${decimal(value, 1)}×`;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return `${whole(Math.round(value / unit) * unit)}×`;
}

/**
 * A share as a percentage, one decimal below 10 %. What rounds to nothing but is more is said to be less than 0.1 %.
 *
 * @example
 * percent(0.0734); // => '7.3 %'
 * percent(0.46); // => '46 %'
 * percent(0); // => '0 %'
 * percent(0.0001); // => '< 0.1 %'
 */
export function percent(share: number): string {
  const value = share * 100;
  if (value === 0) return '0 %';
  if (Math.abs(value) < 0.05) return `${value < 0 ? '> −' : '< '}0.1 %`;
  return `${Math.abs(value) < 9.95 ? decimal(value, 1) : whole(value)} %`;
}

/**
 * An amount for headlines: three significant digits with k, M or bn, and its currency.
 *
 * @example
 * shortMoney(2589167.17, 'USD'); // => 'USD 2.59 M'
 * shortMoney(-1234, 'XXX'); // => '−1,234'
 */
export function shortMoney(value: number, currency: string): string {
  const size = Math.abs(value);
  const [scale, unit] =
    size >= 1e9 ? [1e9, 'bn'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e4 ? [1e3, 'k'] : [1, ''];
  const scaled = value / scale;
  const digits = unit === '' ? 0 : Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
  return [currency === 'XXX' ? '' : currency, decimal(scaled, digits), unit]
    .filter((part) => part !== '')
    .join(' ');
}

/**
 * A count with its noun.
 *
 * @example
 * counted(1, 'day'); // => '1 day'
 * counted(1200, 'company', 'companies'); // => '1,200 companies'
 */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : many}`;
}

/**
 * A web address as people say it: without protocol, `www.` and what follows the host.
 *
 * @example
 * domainWords('HTTPS://www.Acme.example/about'); // => 'acme.example'
 */
export function domainWords(domain: string): string {
  const host = domain
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/?#].*$/, '');
  return host === '' ? domain : host;
}

/**
 * Text whose numbers stay beside their unit and currency when a line breaks.
 *
 * @example
 * unbroken('75 % of USD 2.59 M in 12 days'); // => '75\u00a0% of USD\u00a02.59\u00a0M in 12\u00a0days'
 */
export function unbroken(text: string): string {
  return text
    .replace(/(\d) (?=(?:%|k|M|bn|days?|months?)(?![\p{L}\p{N}]))/gu, `$1${nbsp}`)
    .replace(/(?<![\p{L}\p{N}])([A-Z]{3}) (?=[−\d])/gu, `$1${nbsp}`);
}
