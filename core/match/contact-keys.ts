/**
 * A telephone number as its last nine digits, so that country code, leading zero and punctuation do not matter; '' where
 * there are fewer than seven digits or they are all alike. Extensions ("ext. 12", "x12") are cut off.
 *
 * @example
 * phoneKey('+1 (937) 555-0100 ext. 12'); // => '375550100'
 * phoneKey('937.555.0100'); // => '375550100'
 * phoneKey('n/a'); // => ''
 */
export function phoneKey(text: string): string {
  const digits = text.replace(/(?:ext\.?|extension|x|durchwahl)\s*\d+\s*$/i, '').replace(/\D/g, '');
  return digits.length < 7 || /^(\d)\1*$/.test(digits) ? '' : digits.slice(-9);
}

/**
 * A postal code as it compares: letters and digits in lower case, a US ZIP+4 as its ZIP, a ZIP that lost its leading zero
 * in a spreadsheet with the zero back. '' where nothing is left.
 *
 * @example
 * postalKey('45402-1234'); // => '45402'
 * postalKey('2139'); // => '02139'
 * postalKey('SW1A 1AA'); // => 'sw1a1aa'
 */
export function postalKey(text: string): string {
  const plain = text.toLowerCase().replace(/[^a-z0-9]+/g, '');
  if (/^\d{9}$/.test(plain)) return plain.slice(0, 5);
  return /^\d{4}$/.test(plain) ? `0${plain}` : plain;
}

/** Words of street addresses that lists write long or short. */
const short: Readonly<Record<string, string>> = {
  street: 'st',
  strasse: 'st',
  straße: 'st',
  str: 'st',
  avenue: 'ave',
  av: 'ave',
  road: 'rd',
  drive: 'dr',
  boulevard: 'blvd',
  lane: 'ln',
  court: 'ct',
  parkway: 'pkwy',
  highway: 'hwy',
  place: 'pl',
  square: 'sq',
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
};

/**
 * A street address as its words without suite, floor or post-box details, shortened alike and sorted, so that "12 Main
 * Street, Suite 4" and "Main St 12" compare equal; '' where it has no house number: a street alone is no address.
 *
 * @example
 * addressKey('12 North Main Street, Suite 400'); // => '12 main n st'
 * addressKey('Main St. 12 N'); // => '12 main n st'
 * addressKey('Industrial Park'); // => ''
 */
export function addressKey(text: string): string {
  const words = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/\b(?:suite|ste|unit|floor|fl|room|rm|apt|building|bldg|po box|p\.o\. box)\b.*$/u, '')
    .replace(/#.*$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .split(' ')
    .map((word) => short[word] ?? word);
  return words.some((word) => /\d/.test(word)) && words.length > 1 ? words.sort().join(' ') : '';
}
