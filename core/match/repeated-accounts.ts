import { levelsOf } from './compare-pair.ts';
import type { CompanyMatch } from './customer-matches.ts';
import type { Linkage } from './link-companies.ts';
import { evidenceWords } from './match-policy.ts';
import type { CustomerStanding } from './pools.ts';

/**
 * Accounts that are one company with another account, from a linkage of the customers with themselves: of each pair that is the
 * `same`, the account that buys now stands for both, else the one that earned more, else the smaller id. Nothing is
 * merged: orders stay where they are, only the other account is not called as if nobody knew the company. Chains are not followed.
 */
export function repeatedAccounts(
  linkage: Linkage,
  standing: ReadonlyMap<string, CustomerStanding>,
): CompanyMatch[] {
  const kept = new Map<string, CompanyMatch & { readonly against: string }>();
  for (const pair of linkage.pairs) {
    if (pair.decision !== 'same') continue;
    const [first, second] = stands(pair.right_id, pair.left_id, standing);
    const known = kept.get(second);
    if (known !== undefined && !before(first, known.against, standing)) continue;
    kept.set(second, {
      prospect_id: second,
      matched_id: first,
      decision: 'same',
      evidence: evidenceWords(levelsOf(pair.pattern)),
      against: first,
    });
  }
  return [...kept.values()].map(({ against: _, ...match }) => match);
}

/** The account that stands for both, then the other. */
const stands = (
  a: string,
  b: string,
  standing: ReadonlyMap<string, CustomerStanding>,
): readonly [string, string] => (before(a, b, standing) ? [a, b] : [b, a]);

function before(a: string, b: string, standing: ReadonlyMap<string, CustomerStanding>): boolean {
  const [one, other] = [rankOf(standing.get(a)), rankOf(standing.get(b))];
  return one.buys !== other.buys
    ? one.buys > other.buys
    : one.value !== other.value
      ? one.value > other.value
      : a < b;
}

const rankOf = (row: CustomerStanding | undefined): { readonly buys: number; readonly value: number } => ({
  buys: row === undefined || !row.ever_ordered ? 0 : row.lapsed ? 1 : 2,
  value: row?.past_value_e4 ?? Number.NEGATIVE_INFINITY,
});
