import { countryKey, regionKey } from '../match/place-names.ts';

/** How many accounts of one place one rep has. Places as the files spell them; null where a file does not say. */
export type AccountPlace = {
  readonly territory: string | null;
  readonly region: string | null;
  readonly country: string | null;
  readonly owner: string | null;
  readonly customers: number;
};

/** Where a company sits, as far as it is known. */
export type CompanyPlace = Pick<AccountPlace, 'territory' | 'region' | 'country'>;

export type Territories = {
  /** The file's own territory, else the one most accounts of its region are in, else region and country; null where nothing is known. */
  readonly territoryOf: (place: CompanyPlace) => string | null;
  /** Who has most accounts of a place's territory; null where nobody has. */
  readonly ownerOf: (place: CompanyPlace) => string | null;
};

/**
 * Learns from the accounts whose territory is whose, so that a company nobody has sold to yet has an owner too. Ties go to
 * the name that sorts first. O(places).
 *
 * When not to use it: as a rule of assignment. It says who works that territory today; the file's own owner always wins.
 *
 * @example
 * const { ownerOf, territoryOf } = territories([
 *   { territory: 'Midwest', region: 'OH', country: 'US', owner: 'M. Okafor', customers: 9 },
 *   { territory: 'Midwest', region: 'OH', country: 'US', owner: 'R. Diaz', customers: 2 },
 * ]);
 * territoryOf({ territory: null, region: 'Ohio', country: 'USA' }); // => 'Midwest'
 * ownerOf({ territory: null, region: 'Ohio', country: 'USA' }); // => 'M. Okafor'
 * ownerOf({ territory: null, region: 'TX', country: 'US' }); // => null
 * const plain = territories([{ territory: null, region: 'OH', country: 'US', owner: 'A. Ray', customers: 3 }]);
 * plain.ownerOf({ territory: null, region: 'Ohio', country: 'United States' }); // => 'A. Ray'
 */
export function territories(places: readonly AccountPlace[]): Territories {
  const keyed = places.map((place) => ({ ...place, key: regionKeyOf(place) }));
  const named = mostCommon(
    keyed.map(({ key, territory, customers }) => ({ key, value: territory, customers })),
  );
  // Files spell places differently; a region is called as most accounts call it.
  const spelt = mostCommon(
    keyed.map((place) => ({ key: place.key, value: regionWords(place), customers: place.customers })),
  );
  const territoryOf = (place: CompanyPlace): string | null => {
    const key = regionKeyOf(place) ?? '';
    return place.territory ?? named.get(key) ?? spelt.get(key) ?? regionWords(place);
  };
  const owners = mostCommon(
    places.map(({ owner, customers, ...place }) => ({ key: territoryOf(place), value: owner, customers })),
  );
  return { territoryOf, ownerOf: (place) => owners.get(territoryOf(place) ?? '') ?? null };
}

const regionKeyOf = ({ region, country }: CompanyPlace): string | null =>
  region === null && country === null
    ? null
    : `${country === null ? '' : countryKey(country)}|${region === null ? '' : regionKey(region)}`;

const regionWords = ({ region, country }: CompanyPlace): string | null =>
  [country, region].filter((part) => part !== null).join('-') || null;

function mostCommon(
  counts: readonly {
    readonly key: string | null;
    readonly value: string | null;
    readonly customers: number;
  }[],
): ReadonlyMap<string, string> {
  const sums = new Map<string, Map<string, number>>();
  for (const { key, value, customers } of counts) {
    if (key === null || value === null) continue;
    const own = sums.get(key) ?? new Map<string, number>();
    own.set(value, (own.get(value) ?? 0) + customers);
    sums.set(key, own);
  }
  return new Map(
    [...sums].map(([key, own]) => {
      const [first] = [...own].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
      return [key, first?.[0] ?? ''] as const;
    }),
  );
}
