/** Letters that Unicode does not decompose into a base letter and a mark. */
const foldings: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['ø', 'o'],
  ['œ', 'oe'],
  ['ð', 'd'],
  ['þ', 'th'],
  ['ł', 'l'],
  ['ı', 'i'],
  ['đ', 'd'],
]);

/** Lower case, accents folded: what header comparison and column names start from. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\u0080-\u{10ffff}]/gu, (letter) => foldings.get(letter) ?? letter);
}

/**
 * The form in which headers are compared with known names: lower case, accents folded, only a–z and 0–9 left.
 * Two headers with the same form mean the same thing to the mapping.
 *
 * @example
 * headerForm('Sell-to Customer No.'); // => 'selltocustomerno'
 * headerForm('\ufeffDébitor Nr.'); // => 'debitornr'
 * headerForm('D-U-N-S® Number'); // => 'dunsnumber'
 */
export function headerForm(header: string): string {
  return folded(header).replace(/[^a-z0-9]/g, '');
}

/**
 * A column name made from a header: words joined by `_`, camel case split, at most 60 characters. A header without
 * letters or digits becomes `column`.
 *
 * @example
 * snakeName('Sales Territory Key'); // => 'sales_territory_key'
 * snakeName('minPaymentAmount'); // => 'min_payment_amount'
 * snakeName('__proto__'); // => 'proto'
 * snakeName('#'); // => 'column'
 */
export function snakeName(header: string): string {
  const words = folded(header.replace(/([a-z0-9])([A-Z])/g, '$1_$2'))
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
    .replace(/^_+|_+$/g, '');
  return words === '' ? 'column' : words;
}
