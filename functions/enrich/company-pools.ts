import { bestCustomers, matchSeed } from '../../core/match/customer-matches.ts';
import { repeatedProspects } from '../../core/match/duplicate-prospects.ts';
import type { ExclusionEntry } from '../../core/match/exclusion-list.ts';
import { exclusionList } from '../../core/match/exclusion-list.ts';
import type { Identity } from '../../core/match/identity.ts';
import { keyedSide, type Linkage, linkCompanies } from '../../core/match/link-companies.ts';
import type { ParentRelation } from '../../core/match/parent-relations.ts';
import {
  assignPools,
  type CustomerStanding,
  countPools,
  type PoolCounts,
  type PoolDecision,
} from '../../core/match/pools.ts';
import { repeatedAccounts } from '../../core/match/repeated-accounts.ts';
import type { Suppression } from '../../core/match/suppression.ts';
import type { Facts } from '../../events/step.ts';

/** Who is in which pool, and the matching that decided it. */
export type CompanyPools = {
  readonly decisions: readonly PoolDecision[];
  readonly counts: PoolCounts;
  /** Those on one of the two lists. */
  readonly pooled: readonly PoolDecision[];
  readonly withCustomers: Linkage;
  readonly amongProspects: Linkage;
  readonly amongCustomers: Linkage;
  /** Every company by `customer:<id>` or `prospect:<id>`. */
  readonly companies: ReadonlyMap<string, Identity>;
  /** The companies of `pooled` under their candidate ids. */
  readonly candidates: readonly Identity[];
};

/** Matches prospects with customers and with each other, and puts every company into exactly one pool. */
export function companyPools(input: {
  readonly customers: readonly Identity[];
  readonly prospects: readonly Identity[];
  readonly standing: ReadonlyMap<string, CustomerStanding>;
  readonly exclusions: readonly ExclusionEntry[];
  readonly suppressed: Suppression;
  readonly relations: readonly ParentRelation[];
  /** Prospects that a provider's search found, by id: they are tagged with it. */
  readonly found: ReadonlyMap<string, { readonly provider: string }>;
}): CompanyPools {
  const { customers, prospects, standing, exclusions, suppressed, relations, found } = input;
  const prospectSide = keyedSide(prospects);
  const customerSide = keyedSide(customers);
  const withCustomers = linkCompanies(prospectSide, customerSide, matchSeed);
  const amongCustomers = linkCompanies(customerSide, null, matchSeed);
  const amongProspects = linkCompanies(prospectSide, null, matchSeed);
  const decisions = assignPools({
    customers,
    standing,
    prospects,
    matches: bestCustomers(withCustomers),
    duplicates: repeatedProspects(amongProspects),
    exclusions: exclusionList(exclusions),
    repeatedAccounts: repeatedAccounts(amongCustomers, standing),
    suppressed,
    relations,
  }).map((decision) => {
    const source = decision.side === 'prospect' ? found.get(decision.id) : undefined;
    return source === undefined
      ? decision
      : { ...decision, tags: [...decision.tags, `source:${source.provider}`] };
  });
  const counts = countPools(decisions, customers.length, prospects.length);
  const pooled = decisions.filter((decision) => decision.pool === 'win-back' || decision.pool === 'net-new');
  const companies = new Map([
    ...customers.map((company) => [`customer:${company.id}`, company] as const),
    ...prospects.map((company) => [`prospect:${company.id}`, company] as const),
  ]);
  const candidates = pooled.flatMap((decision) => {
    const company = companies.get(`${decision.side}:${decision.id}`);
    if (company === undefined) return [];
    // Nearly all keep their id: a copy of a million companies would be for nothing.
    return [company.id === decision.candidate_id ? company : { ...company, id: decision.candidate_id }];
  });
  return { decisions, counts, pooled, withCustomers, amongProspects, amongCustomers, companies, candidates };
}

/** What the matching did, in counts, and whether its weights are the files' own. */
export function linkageFacts(kind: string, { pairs, lines, fit }: Linkage): Facts {
  const of = (decision: string): number => pairs.filter((pair) => pair.decision === decision).length;
  return {
    [`matched_${kind}_same`]: of('same'),
    [`matched_${kind}_review`]: of('review'),
    [`matched_${kind}_related`]: of('related'),
    [`matched_${kind}_line_same`]: lines.same / 100,
    [`matched_${kind}_line_review`]: lines.review / 100,
    [`matched_${kind}_weights`]: fit.fitted ? 'fitted' : `usual: ${fit.because}`,
  };
}
