import type { CompanyMatch } from './customer-matches.ts';
import type { ExclusionList } from './exclusion-list.ts';
import type { Identity } from './identity.ts';
import type { ParentRelation } from './parent-relations.ts';
import type { Suppression } from './suppression.ts';

export type Pool = 'best' | 'active' | 'win-back' | 'net-new' | 'excluded';

/** Where one company of either side belongs, and why it is left out where it is. */
export type PoolDecision = {
  readonly id: string;
  readonly side: 'customer' | 'prospect';
  /** Unique over both sides: the id itself, or `prospect:<id>` where a customer has the same. */
  readonly candidate_id: string;
  readonly pool: Pool;
  readonly reason: string | null;
  readonly tags: readonly string[];
};

/** What the pools need to know of a customer's past. */
export type CustomerStanding = {
  readonly best: boolean;
  readonly ever_ordered: boolean;
  readonly lapsed: boolean;
  /** Margin (or the run's value metric) earned with it so far, in 1/10,000; null where it is not known. */
  readonly past_value_e4: number | null;
};

/**
 * Puts every customer and every prospect into exactly one pool, so that
 * customers + prospects = best + active + win-back + net-new + excluded. Accounts that never ordered are net-new, tagged
 * `known_account`; lapsed accounts that earned nothing are excluded, not won back.
 *
 * @example
 * assignPools({
 *   customers: [{ id: 'c1', name: 'Acme', domain: null, postal_code: null, city: null, region: null }],
 *   standing: new Map([['c1', { best: false, ever_ordered: false, lapsed: false, past_value_e4: null }]]),
 *   prospects: [], matches: [], duplicates: [], exclusions: { reasonFor: () => null },
 * }).map((d) => [d.candidate_id, d.pool, d.tags]); // => [['c1', 'net-new', ['known_account']]]
 */
export function assignPools(input: {
  readonly customers: readonly Identity[];
  readonly standing: ReadonlyMap<string, CustomerStanding>;
  readonly prospects: readonly Identity[];
  readonly matches: readonly CompanyMatch[];
  readonly duplicates: readonly CompanyMatch[];
  readonly exclusions: ExclusionList;
  /** Accounts that are one company with another account: the other is called, or buys already. */
  readonly repeatedAccounts?: readonly CompanyMatch[];
  /** Reasons not to call somebody now who would otherwise be listed. */
  readonly suppressed?: Suppression;
  /** Prospects that belong to a customer, own one or share its parent: listed, and tagged `related_account`. */
  readonly relations?: readonly ParentRelation[];
}): PoolDecision[] {
  const matched = new Map(input.matches.map((match) => [match.prospect_id, match]));
  const repeated = new Map(
    input.duplicates.filter((match) => match.decision === 'same').map((match) => [match.prospect_id, match]),
  );
  const accounts = new Map(input.repeatedAccounts?.map((match) => [match.prospect_id, match]));
  const related = new Set(input.relations?.map((relation) => relation.prospect_id));
  const suppressed = input.suppressed ?? { reasonFor: () => null };
  const customerIds = new Set(input.customers.map((customer) => customer.id));
  const customers = input.customers.map((customer) =>
    heldBack(
      customerPool(customer, input.standing.get(customer.id), input.exclusions.reasonFor(customer)),
      repeatedAccount(accounts.get(customer.id)) ?? suppressed.reasonFor(customer),
    ),
  );
  const prospects = input.prospects.map((prospect): PoolDecision => {
    const candidate_id = customerIds.has(prospect.id) ? `prospect:${prospect.id}` : prospect.id;
    const tags = related.has(prospect.id) ? ['related_account'] : [];
    const decision = { id: prospect.id, candidate_id, side: 'prospect', tags } as const;
    const reason =
      input.exclusions.reasonFor(prospect) ??
      reasonOf(matched.get(prospect.id)) ??
      repeatOf(repeated.get(prospect.id)) ??
      suppressed.reasonFor(prospect);
    return reason === null
      ? { ...decision, pool: 'net-new', reason: null }
      : { ...decision, pool: 'excluded', reason };
  });
  return [...customers, ...prospects];
}

/** A listed account leaves the lists for a reason; one that buys stays where it is. */
const heldBack = (decision: PoolDecision, reason: string | null): PoolDecision =>
  reason === null || (decision.pool !== 'win-back' && decision.pool !== 'net-new')
    ? decision
    : { ...decision, pool: 'excluded', reason };

const repeatedAccount = (match: CompanyMatch | undefined): string | null =>
  match === undefined ? null : `repeats customer ${match.matched_id} (${match.evidence})`;

function customerPool(
  customer: Identity,
  standing: CustomerStanding | undefined,
  excluded: string | null,
): PoolDecision {
  const decision = { id: customer.id, candidate_id: customer.id, side: 'customer', tags: [] } as const;
  if (excluded !== null) return { ...decision, pool: 'excluded', reason: excluded };
  if (standing === undefined || !standing.ever_ordered)
    return { ...decision, pool: 'net-new', reason: null, tags: ['known_account'] };
  if (standing.lapsed && standing.past_value_e4 !== null && standing.past_value_e4 <= 0)
    return { ...decision, pool: 'excluded', reason: 'lapsed, and earned nothing while it bought' };
  if (standing.lapsed) return { ...decision, pool: 'win-back', reason: null };
  return { ...decision, pool: standing.best ? 'best' : 'active', reason: null };
}

function reasonOf(match: CompanyMatch | undefined): string | null {
  if (match === undefined) return null;
  if (match.decision === 'review')
    return `may be customer ${match.matched_id} (${match.evidence}): to be reviewed`;
  return match.decision === 'related'
    ? `related to customer ${match.matched_id} (${match.evidence})`
    : `existing customer ${match.matched_id} (${match.evidence})`;
}

const repeatOf = (match: CompanyMatch | undefined): string | null =>
  match === undefined ? null : `repeats prospect ${match.matched_id} (${match.evidence})`;

/** How many companies are in each pool. */
export type PoolCounts = {
  readonly customers: number;
  readonly prospects: number;
  readonly best: number;
  readonly active: number;
  readonly win_back: number;
  readonly net_new: number;
  readonly known_account: number;
  readonly excluded: number;
};

/**
 * Counts the pools and asserts that nobody fell between them: customers + prospects = best + active + win-back + net-new +
 * excluded. A RangeError otherwise.
 *
 * @example
 * countPools([], 0, 0).net_new; // => 0
 */
export function countPools(
  decisions: readonly PoolDecision[],
  customers: number,
  prospects: number,
): PoolCounts {
  const of = (pool: Pool): number => decisions.filter((decision) => decision.pool === pool).length;
  const counts = {
    customers,
    prospects,
    best: of('best'),
    active: of('active'),
    win_back: of('win-back'),
    net_new: of('net-new'),
    known_account: decisions.filter((decision) => decision.tags.includes('known_account')).length,
    excluded: of('excluded'),
  };
  if (
    counts.best + counts.active + counts.win_back + counts.net_new + counts.excluded !==
    customers + prospects
  )
    throw new RangeError('a company is in no pool or in two');
  return counts;
}
