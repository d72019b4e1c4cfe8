import type { Random } from '../stats/random.ts';
import { comparePair, foundedLevel, type MatchSide, placeLevel } from './compare-pair.ts';
import type { CandidateFinder } from './find-candidates.ts';
import { type LevelRates, usualU } from './match-weights.ts';
import type { WordTable } from './word-table.ts';

/** Random pairs drawn for what agrees often by chance, and companies whose whole neighbourhood is looked at for what does not. */
const drawnPairs = 60_000;
const drawnCompanies = 1_500;
/** How many pairs the usual rates count for: rarely and often agreeing fields. */
const usualRarePairs = 1_000_000;
const usualPairs = 50;

/**
 * The u rates: how often each level occurs between two different companies.
 *
 * Places and founding years come from random pairs. Names agree so rarely that random pairs would not show it; there, random companies are held
 * against their whole own file (compared pairs by level, all others "different"), leaving out pairs with one domain or one
 * city, which may be repeated rows. Shared domains are counted over all pairs. All are pulled toward the usual rates
 * where the files are small.
 */
export function estimateChance(
  left: MatchSide,
  right: MatchSide,
  finder: CandidateFinder,
  table: WordTable,
  random: Random,
): LevelRates {
  const place = [0, 0, 0, 0, 0];
  const founded = [0, 0, 0, 0];
  const phone = [0, 0, 0];
  const address = [0, 0, 0];
  const a = left.records;
  const b = right.records;
  for (let draw = 0; draw < drawnPairs; draw++) {
    const l = random.int(a.size);
    const r = random.int(b.size);
    if (left === right && l === r) continue;
    if (a.domain[l] !== 0 && a.domain[l] === b.domain[r]) continue;
    if (a.name[l] !== 0 && a.name[l] === b.name[r]) continue;
    place[placeLevel(a, l, b, r)]! += 1;
    founded[foundedLevel(a.founded[l]!, b.founded[r]!)]! += 1;
    if (a.phone[l] !== 0 && b.phone[r] !== 0) phone[a.phone[l] === b.phone[r] ? 2 : 1]! += 1;
    if (a.address[l] !== 0 && b.address[r] !== 0) address[a.address[l] === b.address[r] ? 2 : 1]! += 1;
  }
  const sharedPairs = Math.max(left.groups.sharedPairs, right.groups.sharedPairs, usualU.domain[2]!);
  return {
    name: nameChance(left, right, finder, table, random),
    domain: [0, 1 - sharedPairs - usualU.domain[3]!, sharedPairs, usualU.domain[3]!],
    place: pulled(place, usualU.place, usualPairs),
    founded: pulled(founded, usualU.founded, usualPairs),
    phone: pulled(phone, usualU.phone, drawnPairs),
    address: pulled(address, usualU.address, drawnPairs),
  };
}

function nameChance(
  left: MatchSide,
  right: MatchSide,
  finder: CandidateFinder,
  table: WordTable,
  random: Random,
): readonly number[] {
  const { records } = right;
  const counts = [0, 0, 0, 0, 0, 0, 0];
  const rows = random.sample(records.size, Math.min(drawnCompanies, records.size));
  for (const row of rows)
    finder.of(right, row, (other) => {
      if (other === row) return;
      const { levels } = comparePair(right, row, right, other, table);
      if (levels[1] >= 2 || levels[2] >= 3 || levels[3] === 2 || levels[4] === 2) return;
      counts[levels[0]]! += 1;
    });
  const all = rows.length * Math.max(0, records.size - 1);
  const found = counts.slice(2).reduce((sum, count) => sum + count, 0);
  counts[0] = 0;
  counts[1] = Math.max(0, all - found);
  const rates = pulled(counts, usualU.name, usualRarePairs);
  // Exact agreement is counted over whole files: other places that bear the name.
  const sides = left === right ? [right] : [left, right];
  const others = sides.reduce((sum, side) => sum + side.groups.meanNamesakes * side.records.size, 0);
  const pairs = sides.reduce((sum, side) => sum + side.records.size * (side.records.size - 1), 0);
  const exact = (others + usualRarePairs * usualU.name[6]!) / (pairs + usualRarePairs);
  return rates.map((rate, level) => (level === 6 ? exact : level === 1 ? rate + rates[6]! - exact : rate));
}

/** Shares of the known levels, pulled toward usual ones that count for `weight` pairs. */
function pulled(counts: readonly number[], usual: readonly number[], weight: number): readonly number[] {
  const known = counts.reduce((sum, count, level) => (level === 0 ? sum : sum + count), 0);
  return counts.map((count, level) =>
    level === 0 ? 0 : (count + weight * (usual[level] ?? 0)) / (known + weight),
  );
}
