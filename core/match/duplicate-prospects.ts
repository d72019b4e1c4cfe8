import { levelsOf } from './compare-pair.ts';
import { type CompanyMatch, matchSeed } from './customer-matches.ts';
import type { Identity } from './identity.ts';
import { keyedSide, type Linkage, type LinkedPair, linkCompanies } from './link-companies.ts';
import { evidenceWords } from './match-policy.ts';

/**
 * Which prospects repeat another one, from a linkage of the prospects with themselves, where the left id of a pair is the
 * later one. The smallest id is kept. A repeat
 * must itself be the same as the one that is kept: chains ("a like b, b like c") do not merge a with c, since that is how
 * strangers end up as one. Where nothing is the same, the best `review` or `related` pair with a kept prospect is given.
 */
export function repeatedProspects(linkage: Linkage): CompanyMatch[] {
  const dropped = new Set<string>();
  const found: CompanyMatch[] = [];
  const byLater = new Map<string, LinkedPair[]>();
  for (const pair of linkage.pairs) {
    const known = byLater.get(pair.left_id);
    if (known === undefined) byLater.set(pair.left_id, [pair]);
    else known.push(pair);
  }
  for (const later of [...byLater.keys()].sort()) {
    const open = (byLater.get(later) ?? []).filter((pair) => !dropped.has(pair.right_id));
    const best = open.reduce<LinkedPair | null>(
      (kept, pair) => (kept === null || isBetter(pair, kept) ? pair : kept),
      null,
    );
    if (best === null) continue;
    if (best.decision === 'same') dropped.add(later);
    found.push({
      prospect_id: later,
      matched_id: best.right_id,
      decision: best.decision,
      evidence: evidenceWords(levelsOf(best.pattern)),
    });
  }
  return found;
}

const order = { same: 3, review: 2, related: 1 } as const;

function isBetter(one: LinkedPair, other: LinkedPair): boolean {
  if (one.decision !== other.decision) return order[one.decision] > order[other.decision];
  return one.right_id < other.right_id;
}

/**
 * Prospects that repeat another prospect: `same` repeats point to the one that is kept, `related` ones share its domain and
 * stay on the list, `review` ones are never merged.
 *
 * @example
 * const place = { postal_code: null, city: 'Dayton', region: null };
 * duplicateProspects([
 *   { id: 'p1', name: 'Acme Inc', domain: 'acme.com', ...place },
 *   { id: 'p2', name: 'ACME', domain: 'www.acme.com', ...place },
 * ]); // => [{ prospect_id: 'p2', matched_id: 'p1', decision: 'same', evidence: 'same domain, name and city' }]
 */
export function duplicateProspects(prospects: readonly Identity[]): CompanyMatch[] {
  return repeatedProspects(linkCompanies(keyedSide(prospects), null, matchSeed));
}
