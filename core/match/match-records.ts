import { companyNameKey } from './company-name.ts';
import { addressKey, phoneKey, postalKey } from './contact-keys.ts';
import type { Identity } from './identity.ts';
import { countryKey, regionKey } from './place-names.ts';
import { registrableDomain } from './registrable-domain.ts';
import { textCode } from './text-code.ts';

/** One side's companies as keys, column by column, in the order of their ids. A code of 0 is "not known". */
export type MatchRecords = {
  readonly size: number;
  readonly ids: readonly string[];
  readonly nameKeys: readonly string[];
  readonly name: Float64Array;
  readonly domain: Float64Array;
  readonly postal: Float64Array;
  readonly city: Float64Array;
  readonly region: Float64Array;
  readonly country: Float64Array;
  readonly phone: Float64Array;
  readonly address: Float64Array;
  readonly founded: Int16Array;
};

const simple = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

/**
 * Reduces companies to comparable keys, sorted by id. About 150 bytes a company beside the texts of the keys.
 *
 * @example
 * const records = matchRecords([{ id: 'p1', name: 'ACME Inc.', domain: null, postal_code: null, city: 'Dayton', region: 'Ohio' }]);
 * records.nameKeys; // => ['acme']
 * records.domain[0]; // => 0
 */
export function matchRecords(companies: readonly Identity[]): MatchRecords {
  const order = [...companies].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const size = order.length;
  const nameKeys = order.map(({ name }) => (name === null ? '' : companyNameKey(name)));
  const codes = (keyOf: (company: Identity) => string): Float64Array =>
    Float64Array.from(order, (company) => textCode(keyOf(company)));
  // Places repeat: each spelling is reduced once.
  const placeCodes = (
    textOf: (company: Identity) => string | null | undefined,
    keyOf: (text: string) => string,
  ): Float64Array => {
    const known = new Map<string, number>();
    return Float64Array.from(order, (company) => {
      const text = textOf(company) ?? '';
      let code = known.get(text);
      if (code === undefined) {
        code = textCode(keyOf(text));
        known.set(text, code);
      }
      return code;
    });
  };
  return {
    size,
    ids: order.map(({ id }) => id),
    nameKeys,
    name: Float64Array.from(nameKeys, textCode),
    domain: codes(({ domain }) => (domain === null ? '' : (registrableDomain(domain) ?? ''))),
    postal: placeCodes(({ postal_code }) => postal_code, postalKey),
    city: placeCodes(({ city }) => city, simple),
    region: placeCodes(({ region }) => region, regionKey),
    country: placeCodes(({ country }) => country, countryKey),
    phone: codes(({ phone }) => phoneKey(phone ?? '')),
    address: codes(({ address }) => addressKey(address ?? '')),
    founded: Int16Array.from(order, ({ founded_year }) => {
      const year = founded_year ?? 0;
      return year >= 1000 && year <= 2200 ? year : 0;
    }),
  };
}
