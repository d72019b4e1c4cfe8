import type { CompanyMatch, Identity } from '../../core/match/customer-matches.ts';
import type { PoolDecision } from '../../core/match/pools.ts';
import { csvText } from '../shared/csv.ts';

const byId = (a: { readonly prospect_id: string }, b: { readonly prospect_id: string }): number =>
  a.prospect_id < b.prospect_id ? -1 : a.prospect_id > b.prospect_id ? 1 : 0;

/** Every pair that was found: a prospect and the customer, or the other prospect, it resembles, with the evidence. */
export function matchesCsv(
  matches: readonly CompanyMatch[],
  duplicates: readonly CompanyMatch[],
  customers: readonly Identity[],
  prospects: readonly Identity[],
): string {
  const names = (companies: readonly Identity[]): ReadonlyMap<string, string | null> =>
    new Map(companies.map((company) => [company.id, company.name]));
  const customerNames = names(customers);
  const prospectNames = names(prospects);
  const rows = (found: readonly CompanyMatch[], kind: string, others: ReadonlyMap<string, string | null>) =>
    [...found]
      .sort(byId)
      .map((match) => [
        match.prospect_id,
        prospectNames.get(match.prospect_id) ?? null,
        kind,
        match.matched_id,
        others.get(match.matched_id) ?? null,
        match.decision,
        match.evidence,
      ]);
  return csvText(
    ['prospect_id', 'name', 'matched_kind', 'matched_id', 'matched_name', 'decision', 'evidence'],
    [...rows(matches, 'customer', customerNames), ...rows(duplicates, 'prospect', prospectNames)],
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
