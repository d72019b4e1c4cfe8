import type { Place } from './distance-km.ts';

/** Where a US ZIP code's middle lies, and in which state. */
export type ZipPlace = Place & { readonly state_code: string; readonly state: string };

/** An address as far as a file has it. */
export type PostalAddress = {
  readonly postal_code: string | null;
  readonly country: string | null;
  readonly region: string | null;
};

const unitedStates = new Set([
  'us',
  'usa',
  'unitedstates',
  'unitedstatesofamerica',
  'theunitedstates',
  'america',
]);
const folded = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

/**
 * The middle of a US address's ZIP code; null where the address is not known to be in the United States (five digits are a
 * postal code in many countries) or the code is none. Known means: the country says so; or no country is given, and the
 * region is the state the ZIP code lies in, or `home` says that this file is of US addresses. A code that lost its leading
 * zeros in a spreadsheet is completed when the country says US.
 *
 * @param find the ZIP code's place, null where it is none.
 * @example
 * const find = (zip) => (zip === '02108' ? { latitude: 42.357, longitude: -71.064, state_code: 'MA', state: 'Massachusetts' } : null);
 * postalPlace({ postal_code: '2108', country: 'USA', region: null }, find, false); // => { latitude: 42.357, longitude: -71.064 }
 * postalPlace({ postal_code: '02108', country: null, region: null }, find, false); // => null
 */
export function postalPlace(
  { postal_code, country, region }: PostalAddress,
  find: (zip: string) => ZipPlace | null,
  home: boolean,
): Place | null {
  const code = /^\s*(\d{3,5})(?:-\d{4})?\s*$/.exec(postal_code ?? '')?.[1];
  if (code === undefined) return null;
  const said = country !== null && country.trim() !== '';
  const inStates = said && unitedStates.has(folded(country));
  if (said && !inStates) return null;
  if (code.length < 5 && !inStates) return null;
  const found = find(code.padStart(5, '0'));
  if (found === null) return null;
  const state = region === null ? '' : folded(region);
  const agrees = state !== '' && (state === folded(found.state_code) || state === folded(found.state));
  return inStates || agrees || (home && state === '')
    ? { latitude: found.latitude, longitude: found.longitude }
    : null;
}

/**
 * Whether addresses are of the United States by and large: more than half of those with a country say so.
 *
 * @example
 * mostlyUnitedStates(['USA', 'US', 'Canada', null]); // => true
 */
export function mostlyUnitedStates(countries: readonly (string | null)[]): boolean {
  const said = countries.filter((country) => country !== null && country.trim() !== '');
  return said.filter((country) => unitedStates.has(folded(country!))).length * 2 > said.length;
}
