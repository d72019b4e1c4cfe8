import { levelsOf } from './compare-pair.ts';
import type { Identity } from './identity.ts';
import { keyedSide, type Linkage, type LinkedPair, linkCompanies } from './link-companies.ts';
import { evidenceWords, type MatchDecision } from './match-policy.ts';

export type { Identity } from './identity.ts';
export type { MatchDecision } from './match-policy.ts';

/** What a prospect is to a customer or to another prospect. */
export type CompanyMatch = {
  readonly prospect_id: string;
  /** The customer, or for duplicates the prospect that is kept. */
  readonly matched_id: string;
  readonly decision: MatchDecision;
  readonly evidence: string;
};

/** The seed of the random pairs; any other gives the same decisions but for pairs on a line. */
export const matchSeed = 42;

const strength: Readonly<Record<MatchDecision, number>> = { same: 3, review: 2, related: 1 };

/** Whether the first of two pairs of one company is the better match: by decision, then weight, then id. */
function better(one: LinkedPair, other: LinkedPair): boolean {
  const stronger = strength[one.decision] - strength[other.decision];
  if (stronger !== 0) return stronger > 0;
  return one.total !== other.total ? one.total > other.total : one.right_id < other.right_id;
}

const matchOf = (pair: LinkedPair): CompanyMatch => ({
  prospect_id: pair.left_id,
  matched_id: pair.right_id,
  decision: pair.decision,
  evidence: evidenceWords(levelsOf(pair.pattern)),
});

/**
 * Each prospect's best match of a linkage of prospects with customers, by prospect id. `related` is a match too: a company under
 * a customer's domain is not that customer, but nobody writes to it as if to a stranger.
 */
export function bestCustomers(linkage: Linkage): CompanyMatch[] {
  const best = new Map<string, LinkedPair>();
  for (const pair of linkage.pairs) {
    const known = best.get(pair.left_id);
    if (known === undefined || better(pair, known)) best.set(pair.left_id, pair);
  }
  return [...best.values()].map(matchOf);
}

/**
 * Each prospect's best match among the customers; see {@link linkCompanies} for how and {@link bestCustomers} for which.
 *
 * @example
 * const place = { postal_code: null, city: null, region: null };
 * customerMatches(
 *   [{ id: 'p1', name: 'ACME Inc.', domain: 'www.acme.com', ...place }],
 *   [{ id: 'c1', name: 'Acme LLC', domain: 'acme.com', ...place }],
 * ); // => [{ prospect_id: 'p1', matched_id: 'c1', decision: 'same', evidence: 'same domain and name' }]
 */
export function customerMatches(
  prospects: readonly Identity[],
  customers: readonly Identity[],
): CompanyMatch[] {
  return bestCustomers(linkCompanies(keyedSide(prospects), keyedSide(customers), matchSeed));
}
