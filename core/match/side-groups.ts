import { blockIndex } from './block-index.ts';
import type { MatchRecords } from './match-records.ts';

/** What the companies of one side say about each other. */
export type SideGroups = {
  /** Per company: in how many further places this side has a company of the same name, at most 40. */
  readonly namesakes: Uint8Array;
  /** Per company: 1 where its domain is used in several places or under three names or more. */
  readonly sharedDomain: Uint8Array;
  /** Mean of `namesakes`: how many others bear a company's name. */
  readonly meanNamesakes: number;
  /** Share of all pairs of this side that have one shared domain. */
  readonly sharedPairs: number;
};

const most = 41;

/**
 * Counts, within one file, who shares a name with companies elsewhere and whose domain is used by several. Two rows of one
 * name in one place are taken for one company, so repeated rows do not make a name look common; where no row of the name
 * has a place, other domains stand for other places. O(rows), large groups by their first 41 rows.
 */
export function sideGroups(records: MatchRecords): SideGroups {
  const { size } = records;
  const byName = blockIndex(size, (row, add) => add(records.name[row]!));
  const byDomain = blockIndex(size, (row, add) => add(records.domain[row]!));
  const namesakes = new Uint8Array(size);
  const sharedDomain = new Uint8Array(size);
  let others = 0;
  let mates = 0;
  for (let row = 0; row < size; row++) {
    const places = new Set<number>();
    const domains = new Set<number>();
    byName.rows(records.name[row]!, most, (other) => {
      const where = records.city[other]! || records.postal[other]!;
      if (where !== 0) places.add(where);
      if (records.domain[other] !== 0) domains.add(records.domain[other]!);
    });
    namesakes[row] = Math.max(0, (places.size > 0 ? places.size : domains.size) - 1);
    others += namesakes[row]!;
    places.clear();
    const names = new Set<number>();
    let count = 0;
    byDomain.rows(records.domain[row]!, most, (other) => {
      count += 1;
      const where = records.city[other]! || records.region[other]!;
      if (where !== 0) places.add(where);
      if (records.name[other] !== 0) names.add(records.name[other]!);
    });
    if (places.size > 1 || names.size > 2) {
      sharedDomain[row] = 1;
      mates += count - 1;
    }
  }
  return {
    namesakes,
    sharedDomain,
    meanNamesakes: size === 0 ? 0 : others / size,
    sharedPairs: size < 2 ? 0 : mates / (size * (size - 1)),
  };
}
