export type Place = { readonly latitude: number; readonly longitude: number };

/** Mean radius of the Earth in km (IUGG). */
const earthRadiusKm = 6371.0088;
const radians = Math.PI / 180;

/**
 * Great-circle distance in km by the haversine formula, rounded to metres. Up to 0.5 % off on the real, flattened Earth:
 * good for distance bands, not for surveying. Throws a RangeError for places that are not on Earth.
 *
 * @example
 * distanceKm({ latitude: 39.7589, longitude: -84.1916 }, { latitude: 39.9612, longitude: -82.9988 }); // => 104.266
 */
export function distanceKm(a: Place, b: Place): number {
  for (const { latitude, longitude } of [a, b])
    if (!isPlace(latitude, longitude)) throw new RangeError(`no place: ${latitude}, ${longitude}`);
  const half = (degrees: number): number => Math.sin((degrees * radians) / 2) ** 2;
  const chord =
    half(b.latitude - a.latitude) +
    Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * half(b.longitude - a.longitude);
  const km = 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)));
  return Math.round(km * 1000) / 1000;
}

/**
 * Distance in km to the nearest of several places; null when there is none.
 *
 * @example
 * nearestKm({ latitude: 0, longitude: 0 }, []); // => null
 * nearestKm({ latitude: 0, longitude: 0 }, [{ latitude: 0, longitude: 2 }, { latitude: 0, longitude: 1 }]); // => 111.195
 */
export function nearestKm(from: Place, places: readonly Place[]): number | null {
  let nearest: number | null = null;
  for (const place of places) {
    const km = distanceKm(from, place);
    if (nearest === null || km < nearest) nearest = km;
  }
  return nearest;
}

/**
 * Whether two numbers are a latitude and a longitude in degrees.
 *
 * @example
 * isPlace(91, 0); // => false
 */
export function isPlace(latitude: number, longitude: number): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}
