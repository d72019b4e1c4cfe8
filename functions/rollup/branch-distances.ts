import { isPlace, nearestKm, type Place } from '../../core/rollup/distance-km.ts';
import { mostlyUnitedStates, postalPlace, type ZipPlace } from '../../core/rollup/postal-place.ts';
import { loadZipFinder } from '../../core/rollup/zip-finder.ts';
import { sqlName, sqlString } from '../../core/tables/sql-text.ts';
import type { Row } from '../shared/ports.ts';
import type { StepTables } from '../shared/step-tables.ts';

/** Kilometres to the nearest branch by company, and whether the place was written down or is its ZIP code's middle. */
export type BranchDistance = {
  readonly side: 'customer' | 'prospect';
  readonly id: string;
  readonly km: number;
  readonly place_from: 'coordinates' | 'postal code';
};

const sides = [
  ['customer', 'customers', 'customer_id'],
  ['prospect', 'prospects', 'prospect_id'],
] as const;

type Located = { readonly place: Place; readonly from: BranchDistance['place_from'] };

/**
 * Distances of customers and prospects to the nearest branch; empty where no branch can be placed. Companies without
 * coordinates and without a US postal code are left out: their distance is unknown.
 */
export async function branchDistances(tables: StepTables): Promise<readonly BranchDistance[]> {
  if (!tables.columns.has('branches')) return [];
  const find = await loadZipFinder();
  const countries = await countriesOf(tables);
  const home = mostlyUnitedStates(countries);
  const branches = [...(await placesOf(tables, 'branches', 'branch_id', find, home)).values()].map(
    ({ place }) => place,
  );
  if (branches.length === 0) return [];
  const known = new Map<string, number>();
  const found: BranchDistance[] = [];
  for (const [side, view, key] of sides) {
    for (const [id, { place, from }] of await placesOf(tables, view, key, find, home)) {
      const at = `${place.latitude} ${place.longitude}`;
      const km = known.get(at) ?? nearestKm(place, branches) ?? 0;
      known.set(at, km);
      found.push({ side, id, km, place_from: from });
    }
  }
  return found;
}

/** Loads the distances as the table `branch_distances`. */
export async function loadBranchDistances(
  tables: StepTables,
  distances: readonly BranchDistance[],
): Promise<void> {
  const columns = { side: 'VARCHAR', id: 'VARCHAR', km: 'DOUBLE', place_from: 'VARCHAR' };
  await tables.engine.load(
    'branch_distances',
    columns,
    distances.map((row): Row => row),
  );
}

/** Statement that writes them, by side and id. */
export const writeBranchDistances = (file: string): string =>
  `COPY (SELECT side, id, km, place_from FROM branch_distances ORDER BY side, id) TO ${sqlString(file)} (FORMAT parquet)`;

/** Coordinates of a table's own, in its columns or in further columns of the file; else its postal code's. */
async function placesOf(
  tables: StepTables,
  view: string,
  key: string,
  find: (zip: string) => ZipPlace | null,
  home: boolean,
): Promise<ReadonlyMap<string, Located>> {
  const columns = tables.columns.get(view);
  if (columns === undefined) return new Map();
  const column = (name: string): string | undefined =>
    [name, `attribute_${name}`].find((candidate) => columns.includes(candidate));
  const number = (name: string): string =>
    column(name) === undefined ? 'NULL' : `try_cast(${sqlName(column(name)!)} AS DOUBLE)`;
  const text = (name: string): string =>
    column(name) === undefined ? 'NULL' : `CAST(${sqlName(column(name)!)} AS VARCHAR)`;
  const read = await tables.engine.columns(
    `SELECT ${sqlName(key)} AS id, ${number('latitude')} AS latitude, ${number('longitude')} AS longitude,
      ${text('postal_code')} AS postal_code, ${text('country')} AS country, ${text('region')} AS region
    FROM ${sqlName(view)}
    WHERE (latitude IS NULL OR isfinite(latitude)) AND (longitude IS NULL OR isfinite(longitude))
    ORDER BY id, latitude, longitude, postal_code`,
  );
  const { id = [], latitude = [], longitude = [], postal_code = [], country = [], region = [] } = read;
  const places = new Map<string, Located>();
  for (const [row, own] of id.entries()) {
    const [north, east] = [latitude[row], longitude[row]];
    if (typeof north === 'number' && typeof east === 'number' && isPlace(north, east)) {
      places.set(String(own), { place: { latitude: north, longitude: east }, from: 'coordinates' });
      continue;
    }
    const cell = (cells: readonly unknown[]): string | null =>
      typeof cells[row] === 'string' ? cells[row] : null;
    const address = { postal_code: cell(postal_code), country: cell(country), region: cell(region) };
    const place = postalPlace(address, find, home);
    if (place !== null) places.set(String(own), { place, from: 'postal code' });
  }
  return places;
}

async function countriesOf(tables: StepTables): Promise<readonly (string | null)[]> {
  if (tables.columns.get('customers')?.includes('country') !== true) return [];
  const { country = [] } = await tables.engine.columns(
    'SELECT country FROM customers WHERE country IS NOT NULL ORDER BY customer_id',
  );
  return country.map((cell) => (typeof cell === 'string' ? cell : null));
}
