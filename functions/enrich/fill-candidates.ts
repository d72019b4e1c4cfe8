import * as z from 'zod';
import { countryCode } from '../../core/match/place-names.ts';
import { registrableDomain } from '../../core/match/registrable-domain.ts';
import type { ProviderCompany, ProviderField } from '../../core/provider/provider-company.ts';
import type { ProviderId } from '../../core/provider/provider-ids.ts';
import type { FieldsWorth } from '../../core/provider/value-of-information.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
import type { Json } from '../shared/ports.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { providerCompany } from './enrichment-document.ts';
import { askAll, kept, type ProviderSession, type Purchases, type Question } from './provider-session.ts';
import type { CompanyKey, Enrichment } from './providers/provider.ts';

/** An answer about one candidate: null is "the provider does not know it". */
export type RawAnswer = {
  readonly candidate_id: string;
  readonly provider: ProviderId;
  readonly company: ProviderCompany | null;
  readonly kept: KeptAnswer;
};

/** What would be asked about one candidate, and the chance that it matters. */
type Ask = {
  readonly key: CompanyKey;
  readonly missing: readonly string[];
  readonly change: number;
  readonly text: string;
};

export type FillPlan = {
  /** Asks by the way of asking, in order of worth. */
  readonly batches: readonly { readonly way: Enrichment; readonly asks: readonly Ask[] }[];
  readonly known: readonly RawAnswer[];
  /** What was open when the run began: what it bought before it was interrupted counts, so that a resumed run plans the same. */
  readonly questions: number;
  readonly known_already: number;
  readonly calls: number;
  readonly credits: number;
  /** Tier changes the open asks and the known answers are expected to bring. */
  readonly changes: number;
};

const text = (columns: CompanyColumns['columns'], column: string, row: number): string | null => {
  const cell = columns[column]?.[row];
  return typeof cell === 'string' && cell !== '' ? cell : null;
};

/** What identifies a candidate to a provider. */
export function companyKey(
  { ids, columns }: CompanyColumns,
  row: number,
  recordIds: ReadonlyMap<string, string>,
): CompanyKey {
  const id = ids[row] ?? '';
  const domain = text(columns, 'domain', row);
  const country = text(columns, 'country', row);
  return {
    candidate_id: id,
    name: text(columns, 'name', row),
    domain: domain === null ? null : registrableDomain(domain),
    city: text(columns, 'city', row),
    region: text(columns, 'region', row),
    country: country === null ? null : countryCode(country),
    postal_code: text(columns, 'postal_code', row),
    phone: null,
    record_id: recordIds.get(id) ?? null,
  };
}

/** One question per company and way of asking, whoever's candidate it is and whatever its id. */
function questionOf(way: number, { domain, name, country, region, city, record_id }: CompanyKey): string {
  return canonicalJson({
    purpose: 'enrich',
    way,
    of:
      domain !== null
        ? { domain }
        : record_id !== null
          ? { record_id }
          : { name: name?.toLowerCase() ?? '', country, region, city },
  });
}

/**
 * Plans what to ask a provider about candidates, in order of worth. Each is asked the way that gives what it lacks for the
 * fewest calls; what is known already is not asked.
 */
export async function planFill(
  purchases: Purchases,
  { provider }: ProviderSession,
  worth: readonly FieldsWorth[],
  companies: CompanyColumns,
  recordIds: ReadonlyMap<string, string>,
  filled: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<FillPlan> {
  const ways = provider.enrichment;
  const known: RawAnswer[] = [];
  const asks = ways.map((): Ask[] => []);
  const planned = ways.map(() => 0);
  let changes = 0;
  for (const { row, missing, change } of worth) {
    if (change === 0) break;
    const key = companyKey(companies, row, recordIds);
    const have = filled.get(key.candidate_id);
    const lacking = missing.filter((column) => have?.has(column) !== true);
    const gives = (way: Enrichment, column: string): boolean => way.gives.includes(column as ProviderField);
    const useful = ways
      .map((way, index) => ({ way, index, gain: lacking.filter((column) => gives(way, column)).length }))
      .filter(({ way, gain }) => gain > 0 && way.usable(key));
    // The way that gives most of what is missing; of those the one that takes most companies at once.
    const best = useful.sort((a, b) => b.gain - a.gain || b.way.most - a.way.most)[0];
    if (best === undefined) continue;
    changes += change;
    const answer = await knownAnswer(purchases, provider.id, [...new Set([0, best.index])], key);
    if (answer === null)
      asks[best.index]?.push({ key, missing: lacking, change, text: questionOf(best.index, key) });
    else known.push(answer);
    if (answer === null || answer.kept.run === purchases.run)
      planned[best.index] = (planned[best.index] ?? 0) + 1;
  }
  const batches = ways.map((way, index) => ({ way, asks: asks[index] ?? [] }));
  const total = (of: (way: Enrichment, count: number) => number): number =>
    ways.reduce((sum, way, index) => sum + of(way, planned[index] ?? 0), 0);
  return {
    batches,
    known,
    questions: total((_, count) => count),
    known_already: known.filter(({ kept: { run } }) => run !== purchases.run).length,
    calls: total((way, count) => Math.ceil(count / way.most) * way.calls),
    credits: total((way, count) => count * way.credits_each),
    changes,
  };
}

async function knownAnswer(
  { cache }: Purchases,
  provider: ProviderId,
  ways: readonly number[],
  key: CompanyKey,
): Promise<RawAnswer | null> {
  for (const way of ways) {
    const found = await cache.get(provider, questionOf(way, key));
    const parsed = z.nullable(providerCompany).safeParse(found?.value);
    if (found !== null && parsed.success)
      return { candidate_id: key.candidate_id, provider, company: parsed.data, kept: found };
  }
  return null;
}

/** Asks what was planned, most worth first, and remembers every answer, "not known" included. */
export async function fillCandidates(
  purchases: Purchases,
  session: ProviderSession,
  plan: FillPlan,
): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  const questions = plan.batches.flatMap(({ way, asks }) =>
    chunks(asks, way.most).map((part) => ({
      worth: part[0]?.change ?? 0,
      question: askAbout(purchases, session, way, part, answers),
    })),
  );
  questions.sort((a, b) => b.worth - a.worth);
  await askAll<readonly (ProviderCompany | null)[]>(
    session,
    questions.map(({ question }) => question),
  );
  return answers.sort((a, b) => (a.candidate_id < b.candidate_id ? -1 : 1));
}

function askAbout(
  purchases: Purchases,
  session: ProviderSession,
  way: Enrichment,
  part: readonly Ask[],
  answers: RawAnswer[],
): Question<readonly (ProviderCompany | null)[]> {
  const { provider, use } = session;
  const { length } = part;
  const halves = (): Question<readonly (ProviderCompany | null)[]>[] =>
    chunks(part, Math.ceil(length / 2)).map((half) => askAbout(purchases, session, way, half, answers));
  return {
    ...(length > 1 ? { split: halves } : {}),
    job: {
      credits: part.length * way.credits_each,
      converse: () =>
        way.converse(
          part.map(({ key }) => key),
          purchases.today,
        ),
    },
    keep: async (companies, credits) => {
      const answered = companies.filter((company) => company !== null).length;
      for (const [index, ask] of part.entries()) {
        const company = companies[index] ?? null;
        const days =
          company === null ? provider.keep_days.not_known : (use.keep_days ?? provider.keep_days.answer);
        // The price of a call is shared by those it answered; a call that answered nobody is carried by the first.
        const cost = share(credits, answered, index, companies);
        const answer = kept(purchases, days, company === null ? null : companyJson(company), cost);
        await purchases.cache.put(provider.id, ask.text, answer);
        answers.push({ candidate_id: ask.key.candidate_id, provider: provider.id, company, kept: answer });
      }
    },
  };
}

function share(
  credits: number,
  answered: number,
  index: number,
  companies: readonly (ProviderCompany | null)[],
): number {
  if (answered === 0) return index === 0 ? credits : 0;
  if (companies[index] === null || companies[index] === undefined) return 0;
  const each = Math.floor(credits / answered);
  const first = companies.findIndex((company) => company !== null);
  return index === first ? credits - each * (answered - 1) : each;
}

const companyJson = (company: ProviderCompany): Json => ({
  ...company,
  fields: { ...company.fields },
  signals: company.signals.map((signal) => ({ ...signal })),
  technologies: company.technologies === null ? null : [...company.technologies],
});

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  );
}
