import { countryKey, regionKey } from '../match/place-names.ts';

/**
 * A country as its ISO 3166 alpha-2 code in capitals; null where the name is not known.
 *
 * @example
 * countryCode('United States'); // => 'US'
 * countryCode('de'); // => 'DE'
 * countryCode('Atlantis'); // => null
 */
export function countryCode(country: string | null): string | null {
  if (country === null) return null;
  const key = countryKey(country);
  return /^[a-z]{2}$/.test(key) ? key.toUpperCase() : null;
}

/**
 * A US state or Canadian province as its two lower-case letters; null for any other place.
 *
 * @example
 * regionCode('Ohio'); // => 'oh'
 * regionCode('Bavaria'); // => null
 */
export function regionCode(region: string | null): string | null {
  if (region === null) return null;
  const key = regionKey(region);
  return /^[a-z]{2}$/.test(key) ? key : null;
}
