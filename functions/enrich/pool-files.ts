import { comparisonFields, levelsOf } from '../../core/match/compare-pair.ts';
import type { Identity } from '../../core/match/identity.ts';
import { type Linkage, pairProbability } from '../../core/match/link-companies.ts';
import { evidenceWords } from '../../core/match/match-policy.ts';
import type { ParentRelation } from '../../core/match/parent-relations.ts';
import type { PoolDecision } from '../../core/match/pools.ts';
import { csvText } from '../shared/csv.ts';

/** Hundredths of a bit as bits. */
const bits = (weight: number): number => weight / 100;

/** What `matches.csv` is written from. */
export type Matching = {
  readonly withCustomers: Linkage;
  readonly amongProspects: Linkage;
  readonly amongCustomers: Linkage;
  readonly customers: readonly Identity[];
  readonly prospects: readonly Identity[];
  readonly relations: readonly ParentRelation[];
};

/**
 * Every pair over the review line and every related one: a prospect and the customer, or the other prospect, it resembles, and
 * accounts that resemble each other (kind `account`), each with its weight waterfall in bits (log2 of odds): prior + name_rarity + one column per comparison = total, exactly. An empty
 * comparison is one where a value is missing. `weights` says whether the weights were fitted to these files.
 */
export function matchesCsv(matching: Matching): string {
  const { withCustomers, amongProspects, amongCustomers, customers, prospects, relations } = matching;
  const names = (companies: readonly Identity[]): ReadonlyMap<string, string | null> =>
    new Map(companies.map((company) => [company.id, company.name]));
  const customerNames = names(customers);
  const prospectNames = names(prospects);
  const rows = (
    { pairs, fit }: Linkage,
    kind: string,
    lefts: ReadonlyMap<string, string | null>,
    others: ReadonlyMap<string, string | null>,
  ) =>
    pairs.map((pair) => {
      const levels = levelsOf(pair.pattern);
      return [
        pair.left_id,
        lefts.get(pair.left_id) ?? null,
        kind,
        pair.right_id,
        others.get(pair.right_id) ?? null,
        pair.decision,
        evidenceWords(levels),
        bits(pair.prior),
        bits(pair.rarity),
        ...pair.weights.map((weight, at) => (levels[at] === 0 ? null : bits(weight))),
        bits(pair.total),
        pairProbability(pair),
        fit.fitted ? 'fitted' : `usual: ${fit.because}`,
      ];
    });
  return csvText(
    [
      'id',
      'name',
      'matched_kind',
      'matched_id',
      'matched_name',
      'decision',
      'evidence',
      'prior',
      'name_rarity',
      ...comparisonFields.map((field) => (field === 'name' ? 'name_weight' : field)),
      'total',
      'probability',
      'weights',
    ],
    [
      ...rows(withCustomers, 'customer', prospectNames, customerNames),
      ...rows(amongProspects, 'prospect', prospectNames, prospectNames),
      ...rows(amongCustomers, 'account', customerNames, customerNames),
      ...relations.map(({ prospect_id, customer_id, relation }) => [
        prospect_id,
        prospectNames.get(prospect_id) ?? null,
        'customer',
        customer_id,
        customerNames.get(customer_id) ?? null,
        'related',
        relation,
        ...Array.from({ length: comparisonFields.length + 4 }, () => null),
        'named by the files',
      ]),
    ],
  );
}

/** Who is on no list, and why. */
export function exclusionsCsv(
  decisions: readonly PoolDecision[],
  companies: ReadonlyMap<string, Identity>,
): string {
  const rows = decisions
    .filter((decision) => decision.pool === 'excluded')
    .map(({ side, id, reason }) => {
      const company = companies.get(`${side}:${id}`);
      return [side, id, company?.name ?? null, company?.domain ?? null, reason];
    });
  return csvText(['side', 'id', 'name', 'domain', 'reason'], rows);
}
