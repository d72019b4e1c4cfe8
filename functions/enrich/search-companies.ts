import * as z from 'zod';
import { companyQuery } from '../../core/provider/company-query.ts';
import type { ProviderCompany } from '../../core/provider/provider-company.ts';
import type { SearchProfile } from '../../core/provider/search-profile.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import type { Json } from '../shared/ports.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { type FoundCompany, type PlanLine, providerCompany } from './enrichment-document.ts';
import { askAll, kept, type ProviderSession, type Purchases } from './provider-session.ts';
import type { Search, SearchPage } from './providers/provider.ts';

const searchPage = z.strictObject({
  companies: z.array(providerCompany),
  total: z.number().nullable(),
  next: z.string().nullable(),
});

/** One request body with the profile it looks for, and how far it has been read. */
type Reading = {
  readonly archetype: string;
  readonly body: Json;
  /** Keys of the companies its pages have given so far. */
  readonly seen: Set<string>;
  cursor: string | null;
  done: boolean;
};

export type SearchResult = {
  readonly found: readonly FoundCompany[];
  readonly credits: number;
  readonly pages: { readonly asked: number; readonly known: number };
};

const question = (session: ProviderSession, body: Json, cursor: string | null): string =>
  canonicalJson({ purpose: 'search', body, cursor, page: session.provider.search?.page_size ?? 0 });

function readings(
  search: Search,
  profiles: readonly SearchProfile[],
  codes: readonly string[],
  asOf: string,
): Reading[] {
  const seen = new Set<string>();
  return profiles.flatMap(({ archetype, conditions }) =>
    search.bodies(companyQuery(conditions, codes, Number(asOf.slice(0, 4)))).flatMap((body): Reading[] => {
      const text = canonicalJson(body);
      if (seen.has(text)) return [];
      seen.add(text);
      return [{ archetype, body, seen: new Set(), cursor: null, done: false }];
    }),
  );
}

/** What the searches of a provider may ask and cost at most; pages that are known cost nothing. */
export async function planSearch(
  purchases: Purchases,
  session: ProviderSession,
  profiles: readonly SearchProfile[],
  codes: readonly string[],
  asOf: string,
): Promise<Pick<PlanLine, 'questions' | 'known_already' | 'calls' | 'credits'> | null> {
  const { search } = session.provider;
  if (search === null || !session.use.search || session.use.most_found === 0) return null;
  const open = readings(search, profiles, codes, asOf);
  if (open.length === 0) {
    session.because.add(`no trait that ${session.provider.title} can filter by was found`);
    return null;
  }
  const pages = Math.max(open.length, Math.ceil(session.use.most_found / search.page_size));
  let known = 0;
  for (const { body } of open) {
    const answer = await purchases.cache.get(session.provider.id, question(session, body, null));
    // What this run bought before it was interrupted was to be bought: a resumed run plans the same.
    if (answer !== null && answer.run !== purchases.run) known += 1;
  }
  const questions = Math.max(0, pages - known);
  return {
    questions,
    known_already: known,
    calls: questions,
    credits: questions * search.credits_per_page,
  };
}

/**
 * Finds companies that fit: every profile's pages in turn, the first page of each before the second of any, until enough are
 * found, nothing more is there, or nothing more may be spent. A company found twice counts once, and a page that only repeats
 * pages before it ends its search: the provider would sell the same page for ever.
 */
export async function searchCompanies(
  purchases: Purchases,
  session: ProviderSession,
  profiles: readonly SearchProfile[],
  codes: readonly string[],
  asOf: string,
): Promise<SearchResult> {
  const { provider, use } = session;
  const { search } = provider;
  const found = new Map<string, FoundCompany>();
  let credits = 0;
  let asked = 0;
  let known = 0;
  if (search === null || !use.search || use.most_found === 0)
    return { found: [], credits, pages: { asked, known } };
  const open = readings(search, profiles, codes, asOf);
  const take = (reading: Reading, page: SearchPage, { fetched_on, expires_on, run }: KeptAnswer): void => {
    for (const company of page.companies) {
      if (found.size >= use.most_found) break;
      if (found.has(company.record_id)) continue;
      found.set(company.record_id, {
        prospect_id: `${provider.id}:${company.record_id}`,
        archetype: reading.archetype,
        provider: provider.id,
        record_id: company.record_id,
        fetched_on,
        expires_on,
        bought: run === purchases.run,
        company: withoutContact(company),
      });
    }
    const before = reading.seen.size;
    for (const { record_id } of page.companies) reading.seen.add(record_id);
    const repeats = page.next !== null && reading.seen.size === before;
    if (repeats)
      session.because.add(`${provider.title} gave a page of a search a second time: that search was ended`);
    reading.cursor = page.next;
    reading.done = page.next === null || repeats;
  };
  while (found.size < use.most_found && open.some(({ done }) => !done)) {
    for (const reading of open) {
      if (reading.done || found.size >= use.most_found) continue;
      const text = question(session, reading.body, reading.cursor);
      const before = await purchases.cache.get(provider.id, text);
      const parsed = searchPage.safeParse(before?.value);
      if (before !== null && parsed.success) {
        known += before.run === purchases.run ? 0 : 1;
        asked += before.run === purchases.run ? 1 : 0;
        credits += before.run === purchases.run ? before.credits : 0;
        take(reading, parsed.data, before);
        continue;
      }
      let answered = false;
      await askAll<SearchPage>(session, [
        {
          job: {
            credits: search.credits_per_page,
            converse: () => search.page(reading.body, reading.cursor, purchases.today),
          },
          keep: async (page, cost) => {
            const answer = kept(purchases, use.keep_days ?? provider.keep_days.search, pageJson(page), cost);
            await purchases.cache.put(provider.id, text, answer);
            answered = true;
            asked += 1;
            credits += cost;
            take(reading, page, answer);
          },
        },
      ]);
      if (!answered) reading.done = true;
    }
  }
  return { found: [...found.values()], credits, pages: { asked, known } };
}

const pageJson = (page: SearchPage): Json => ({
  companies: page.companies.map((company) => ({
    ...company,
    fields: { ...company.fields },
    signals: company.signals.map((signal) => ({ ...signal })),
    technologies: company.technologies === null ? null : [...company.technologies],
  })),
  total: page.total,
  next: page.next,
});

/** A company without what only serves to reach somebody there. */
const withoutContact = (company: ProviderCompany): FoundCompany['company'] => ({
  ...company,
  signals: [...company.signals],
  inferred: [...company.inferred],
});
