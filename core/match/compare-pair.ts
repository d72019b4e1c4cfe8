import { compareNames, nameLevels } from './compare-names.ts';
import type { MatchRecords } from './match-records.ts';
import type { SideGroups } from './side-groups.ts';
import type { NameWords, WordTable } from './word-table.ts';

/**
 * What is compared of two companies and how it can come out. Level 0 is always "not known on one side": no evidence either
 * way. Levels rise with agreement.
 */
export const comparisons = {
  name: nameLevels,
  domain: ['unknown', 'different', 'shared', 'same'],
  place: ['unknown', 'different', 'region', 'city', 'postal'],
  phone: ['unknown', 'different', 'same'],
  address: ['unknown', 'different', 'same'],
  founded: ['unknown', 'different', 'near', 'same'],
} as const;

export type ComparisonField = keyof typeof comparisons;
export const comparisonFields = [
  'name',
  'domain',
  'place',
  'phone',
  'address',
  'founded',
] as const satisfies readonly ComparisonField[];

/** A record with one value a field. */
export const perField = <T>(
  make: (field: ComparisonField, at: number) => T,
): Readonly<Record<ComparisonField, T>> => ({
  name: make('name', 0),
  domain: make('domain', 1),
  place: make('place', 2),
  phone: make('phone', 3),
  address: make('address', 4),
  founded: make('founded', 5),
});

/** The level of every field, by its number; the order of {@link comparisonFields}. */
export type PairLevels = readonly [number, number, number, number, number, number];

/** How many patterns of levels there are. */
export const patternCount = comparisonFields.reduce((all, field) => all * comparisons[field].length, 1);

/**
 * The levels of a pair as one number, and back.
 *
 * @example
 * levelsOf(patternOf([6, 3, 3, 0, 0, 2])); // => [6, 3, 3, 0, 0, 2]
 */
export function patternOf(levels: PairLevels): number {
  let pattern = 0;
  for (let field = 0; field < comparisonFields.length; field++)
    pattern = pattern * comparisons[comparisonFields[field]!].length + levels[field]!;
  return pattern;
}

/** See {@link patternOf}. */
export function levelsOf(pattern: number): PairLevels {
  const levels: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  let rest = pattern;
  for (let field = comparisonFields.length - 1; field >= 0; field--) {
    const size = comparisons[comparisonFields[field]!].length;
    levels[field] = rest % size;
    rest = Math.floor(rest / size);
  }
  return levels;
}

/** One side of a linkage: its keys, its groups and the words of its names. */
export type MatchSide = {
  readonly records: MatchRecords;
  readonly groups: SideGroups;
  readonly names: NameWords;
};

export type PairComparison = {
  readonly levels: PairLevels;
  /** Number of the rarest word both names have; −1 for none. */
  readonly rarest: number;
};

/**
 * Compares two companies field by field. A domain under which one of the files has companies in several places, or under
 * three names or more, is `shared`: a group's or a franchise's. Places compare by the finest thing both have: postal code, then city, then
 * region; a city of the same name in another region is another place.
 */
export function comparePair(
  left: MatchSide,
  l: number,
  right: MatchSide,
  r: number,
  table: WordTable,
): PairComparison {
  const a = left.records;
  const b = right.records;
  const name = compareNames(left.names, l, right.names, r, table);
  const shared = left.groups.sharedDomain[l] === 1 || right.groups.sharedDomain[r] === 1;
  return {
    levels: [
      name.level,
      sameCode(a.domain[l]!, b.domain[r]!, shared ? 2 : 3),
      placeLevel(a, l, b, r),
      sameCode(a.phone[l]!, b.phone[r]!, 2),
      sameCode(a.address[l]!, b.address[r]!, 2),
      foundedLevel(a.founded[l]!, b.founded[r]!),
    ],
    rarest: name.rarest,
  };
}

const sameCode = (a: number, b: number, equal: number): number =>
  a === 0 || b === 0 ? 0 : a === b ? equal : 1;

/** The place's level alone; see {@link comparePair}. */
export function placeLevel(a: MatchRecords, l: number, b: MatchRecords, r: number): number {
  const country = sameCode(a.country[l]!, b.country[r]!, 2);
  if (country === 1) return 1;
  const postal = sameCode(a.postal[l]!, b.postal[r]!, 2);
  if (postal === 2) return 4;
  const region = sameCode(a.region[l]!, b.region[r]!, 2);
  const city = sameCode(a.city[l]!, b.city[r]!, 2);
  if (city === 2 && region !== 1) return 3;
  if (region === 2) return 2;
  return region === 1 || city === 1 || postal === 1 ? 1 : 0;
}

/** The founding years' level alone: near is a year apart, as registers and owners often are. */
export function foundedLevel(a: number, b: number): number {
  if (a === 0 || b === 0) return 0;
  return a === b ? 3 : Math.abs(a - b) === 1 ? 2 : 1;
}
