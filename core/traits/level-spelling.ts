import { foldLevel } from './company-columns.ts';

/**
 * One spelling for each category that was written in several ways ("Machinery", "MACHINERY"): the most frequent one, ties by
 * code point. Customers decide; prospects add the levels customers do not have. Levels with a single spelling are not
 * listed, they stand for themselves.
 *
 * O(values).
 *
 * @example
 * chooseSpellings(['Machinery', 'MACHINERY', 'Machinery', 'Food'], ['machinery', null]); // => { machinery: 'Machinery' }
 */
export function chooseSpellings(
  customers: readonly (string | null)[],
  prospects: readonly (string | null)[],
): { readonly [folded: string]: string } {
  const own = countSpellings(customers);
  const others = countSpellings(prospects);
  const chosen: [string, string][] = [];
  for (const folded of [...new Set([...own.keys(), ...others.keys()])].sort()) {
    const mine = own.get(folded);
    const theirs = others.get(folded);
    const spellings = new Set([...(mine?.keys() ?? []), ...(theirs?.keys() ?? [])]);
    if (spellings.size > 1) chosen.push([folded, mostFrequent(mine ?? theirs ?? new Map())]);
  }
  return Object.fromEntries(chosen);
}

function countSpellings(levels: readonly (string | null)[]): Map<string, Map<string, number>> {
  const plain = new Map<string, number>();
  for (const level of levels) if (level !== null) plain.set(level, (plain.get(level) ?? 0) + 1);
  const counts = new Map<string, Map<string, number>>();
  for (const [level, rows] of plain) {
    const folded = foldLevel(level);
    counts.set(folded, (counts.get(folded) ?? new Map<string, number>()).set(level, rows));
  }
  return counts;
}

function mostFrequent(spellings: ReadonlyMap<string, number>): string {
  const [first] = [...spellings].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return first?.[0] ?? '';
}
