import type { ProviderId } from '../../core/provider/provider-ids.ts';
import type { SearchProfile } from '../../core/provider/search-profile.ts';
import type { Settings } from '../shared/settings.ts';
import type { FoundCompany, PlanLine } from './enrichment-document.ts';
import type { ProviderSession, Purchases } from './provider-session.ts';
import { planSearch, searchCompanies } from './search-companies.ts';

/** What searches found, and what was planned and paid for them. */
export type SearchPhase = {
  readonly found: readonly FoundCompany[];
  readonly plan: readonly PlanLine[];
  readonly credits: ReadonlyMap<ProviderId, number>;
  readonly pages: ReadonlyMap<ProviderId, number>;
};

/** What credits cost by the contract; null where the settings do not say. */
export const costOf = ({ use }: ProviderSession, credits: number, currency: string): PlanLine['cost'] =>
  use.credit_price === null
    ? null
    : {
        low: Math.round(credits * use.credit_price.low * 10_000) / 10_000,
        high: Math.round(credits * use.credit_price.high * 10_000) / 10_000,
        currency,
      };

/** Before anything is matched: plans and makes the searches of every provider. */
export async function searchPhase(
  purchases: Purchases,
  profiles: readonly SearchProfile[],
  codes: readonly string[],
  asOf: string,
  settings: Settings,
): Promise<SearchPhase> {
  const plan: PlanLine[] = [];
  const found: FoundCompany[] = [];
  const credits = new Map<ProviderId, number>();
  const pages = new Map<ProviderId, number>();
  for (const session of purchases.sessions) {
    const { id } = session.provider;
    const planned = await planSearch(purchases, session, profiles, codes, asOf);
    if (planned === null) continue;
    const left = await purchases.budget.left();
    const line = {
      provider: id,
      purpose: 'search' as const,
      ...planned,
      cost: costOf(session, planned.credits, settings.budget.currency),
      expected_tier_changes: null,
      within_budget: planned.credits <= left.credits,
    };
    plan.push(line);
    const way = session.provider.enrichment[0];
    if (session.use.enrich && way !== undefined && session.line === null)
      plan.push({
        ...line,
        purpose: 'enrich-found',
        questions: session.use.most_found,
        known_already: 0,
        calls: session.use.most_found * way.calls,
        credits: session.use.most_found * way.credits_each,
        cost: costOf(session, session.use.most_found * way.credits_each, settings.budget.currency),
        within_budget: session.use.most_found * way.credits_each + planned.credits <= left.credits,
      });
    const result = await searchCompanies(purchases, session, profiles, codes, asOf);
    found.push(...result.found);
    credits.set(id, result.credits);
    pages.set(id, result.pages.asked);
  }
  return { found, plan, credits, pages };
}
