import { fillFields } from '../../core/provider/fill-fields.ts';
import {
  type ProviderCompany,
  type ProviderField,
  providerFields,
} from '../../core/provider/provider-company.ts';
import type { ProviderId } from '../../core/provider/provider-ids.ts';
import type { SearchProfile } from '../../core/provider/search-profile.ts';
import type { FileSpellings } from '../../core/provider/spell-as-files.ts';
import { worthOfFields } from '../../core/provider/value-of-information.ts';
import { worthOfSignals } from '../../core/provider/worth-of-signals.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { Evidence } from '../../core/rank/opportunity.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import { type CompanyColumns, levelFromCell } from '../../core/traits/company-columns.ts';
import type { Settings } from '../shared/settings.ts';
import { askSignals, planSignals, type SignalAnswer } from './ask-signals.ts';
import type { CandidateScores } from './candidate-scores.ts';
import type {
  CompanyAnswer,
  EnrichmentDocument,
  FoundCompany,
  PlanLine,
  ProviderReport,
} from './enrichment-document.ts';
import { fillCandidates, planFill, type RawAnswer } from './fill-candidates.ts';
import type { ProviderSession, Purchases } from './provider-session.ts';
import { planSearch, searchCompanies } from './search-companies.ts';

/** Most companies whose missing fields are valued: those nearest to a tier line. */
const mostValued = 20_000;

export type SearchPhase = {
  readonly found: readonly FoundCompany[];
  readonly plan: readonly PlanLine[];
  readonly credits: ReadonlyMap<ProviderId, number>;
  readonly pages: ReadonlyMap<ProviderId, number>;
};

const costOf = ({ use }: ProviderSession, credits: number, currency: string): PlanLine['cost'] =>
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

/** What filling needs to know of the candidates. */
export type FillInput = {
  readonly scores: CandidateScores;
  readonly models: LeadModels;
  /** Provider's key of a candidate, where a search told it: by candidate id. */
  readonly foundAs: ReadonlyMap<string, FoundCompany>;
  /** Candidates of the file that a search found: what it told fills their rows. */
  readonly knownAs: ReadonlyMap<string, FoundCompany>;
  readonly signals: readonly CandidateSignal[];
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly spellings: FileSpellings;
  readonly currency: string;
  readonly asOf: string;
};

const rowOf = ({ ids }: CompanyColumns): ReadonlyMap<string, number> =>
  new Map(ids.map((id, row) => [id, row]));

/** Rows nearest to a tier line first, as many as are valued. */
function nearestToLines({ scores }: FillInput, settings: Settings): number[] {
  const lines = [settings.tiers.A, settings.tiers.B, settings.tiers.C];
  const distance = (row: number): number =>
    Math.min(...lines.map((line) => Math.abs((scores.score[row] ?? 0) - line)));
  const rows = scores.companies.ids.map((_, row) => row);
  if (rows.length <= mostValued) return rows;
  return rows.sort((a, b) => distance(a) - distance(b) || a - b).slice(0, mostValued);
}

/**
 * After the pools are known: asks providers for what candidates lack and for signs of growth, in order of what knowing it is
 * worth, and says what was planned, asked, paid and learnt.
 */
export async function fillPhase(
  purchases: Purchases,
  search: SearchPhase,
  input: FillInput,
  settings: Settings,
): Promise<EnrichmentDocument> {
  const { scores, models, spellings, currency } = input;
  const { companies } = scores;
  const rows = rowOf(companies);
  const plan: PlanLine[] = [...search.plan];
  const answers: CompanyAnswer[] = [];
  const filled = new Map<string, Set<string>>();
  const reports: ProviderReport[] = [];
  const rowFields = (candidate: string) => {
    const row = rows.get(candidate) ?? -1;
    return Object.fromEntries(
      providerFields.map((field) => [field, companies.columns[field]?.[row] ?? null]),
    );
  };
  const filledBy = (
    candidate: string,
    company: ProviderCompany,
  ): Pick<CompanyAnswer, 'fields' | 'conflicts'> => {
    const known = filled.get(candidate) ?? new Set<string>();
    const told = fillFields(rowFields(candidate), company, spellings, currency);
    const fields = Object.fromEntries(Object.entries(told.fields).filter(([field]) => !known.has(field)));
    filled.set(candidate, new Set([...known, ...Object.keys(fields)]));
    return { fields, conflicts: [...told.conflicts] };
  };
  for (const [candidate_id, found] of input.knownAs)
    if (rows.has(candidate_id))
      answers.push({
        candidate_id,
        provider: found.provider,
        record_id: found.record_id,
        fetched_on: found.fetched_on,
        expires_on: found.expires_on,
        bought: false,
        ...filledBy(candidate_id, found.company),
        signals: found.company.signals.map((signal) => ({ ...signal })),
        inferred: [...found.company.inferred],
      });
  const gives = [
    ...new Set(
      purchases.sessions.flatMap(({ provider, use: of }) =>
        of.enrich ? provider.enrichment.flatMap((way) => way.gives) : [],
      ),
    ),
  ];
  const worth =
    gives.length === 0
      ? []
      : worthOfFields({
          model: models.similarity,
          plan: models.plan,
          companies,
          known: { ids: [], columns: {} },
          columns: gives,
          opportunity: scores.opportunity,
          similarity: scores.similarity,
          rows: nearestToLines(input, settings),
          weights: settings.weights,
          tiers: settings.tiers,
        });
  const planned = async (line: Omit<PlanLine, 'cost' | 'within_budget'>, session: ProviderSession) => {
    const left = await purchases.budget.left();
    plan.push({
      ...line,
      cost: costOf(session, line.credits, settings.budget.currency),
      within_budget: line.credits <= left.credits,
    });
  };
  for (const session of purchases.sessions) {
    const { provider } = session;
    const figures = {
      asked: 0,
      answered: 0,
      not_known: 0,
      signals: 0,
      credits: search.credits.get(provider.id) ?? 0,
    };
    const recordIds = new Map<string, string>();
    for (const [candidate, found] of [...input.foundAs, ...input.knownAs])
      if (found.provider === provider.id && found.record_id !== null)
        recordIds.set(candidate, found.record_id);
    if (session.use.enrich && provider.enrichment.length > 0) {
      const fill = await planFill(purchases, session, worth, companies, recordIds, filled);
      const questions = fill.batches.reduce((sum, { asks }) => sum + asks.length, 0);
      await planned(
        {
          provider: provider.id,
          purpose: 'enrich',
          questions,
          known_already: fill.known.length,
          calls: fill.calls,
          credits: fill.credits,
          expected_tier_changes: rounded(fill.changes),
        },
        session,
      );
      const told = [...fill.known, ...(await fillCandidates(purchases, session, fill))];
      for (const answer of told) {
        const bought = answer.kept.run === purchases.run;
        figures.asked += 1;
        figures[answer.company === null ? 'not_known' : 'answered'] += 1;
        if (bought) figures.credits += answer.kept.credits;
        if (answer.company !== null) {
          recordIds.set(answer.candidate_id, answer.company.record_id);
          answers.push(
            companyAnswer(answer, answer.company, bought, filledBy(answer.candidate_id, answer.company)),
          );
        }
      }
    }
    if (session.use.signals)
      for (const source of provider.signals) {
        const own = Map.groupBy(
          [...input.signals, ...answers.flatMap(signalsOf)],
          (signal) => signal.candidate_id,
        );
        const asks = [...recordIds].map(([candidate_id, record_id]) => {
          const evidence = input.evidence.get(candidate_id);
          const similarity = scores.similarity[rows.get(candidate_id) ?? -1] ?? 0;
          return {
            candidate_id,
            record_id,
            change: worthOfSignals(
              source.kind,
              {
                similarity,
                signals: own.get(candidate_id) ?? [],
                evidence: evidence === undefined ? [] : [evidence],
              },
              { asOf: input.asOf, weights: settings.weights, tiers: settings.tiers },
            ),
          };
        });
        const sources = await planSignals(purchases, session, source, asks);
        await planned(
          {
            provider: provider.id,
            purpose: source.name,
            questions: sources.open.length,
            known_already: sources.known.length,
            calls: sources.calls,
            credits: sources.credits,
            expected_tier_changes: rounded(sources.changes),
          },
          session,
        );
        for (const answer of [...sources.known, ...(await askSignals(purchases, session, sources))]) {
          const bought = answer.kept.run === purchases.run;
          figures.asked += 1;
          figures.signals += answer.signals.length;
          if (bought) figures.credits += answer.kept.credits;
          if (answer.signals.length > 0) answers.push(signalAnswer(answer, provider.id, bought));
        }
      }
    reports.push(report(session, figures, search, settings));
  }
  return {
    version: 1,
    ...overall(reports, settings),
    plan,
    providers: reports,
    coverage: coverage(companies, filled),
    conflicts: conflicts(answers),
    found: [...search.found],
    answers: answers.sort(
      (a, b) =>
        compare(a.candidate_id, b.candidate_id) ||
        compare(a.provider, b.provider) ||
        Object.keys(b.fields).length - Object.keys(a.fields).length ||
        compare(JSON.stringify(a.signals), JSON.stringify(b.signals)),
    ),
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const rounded = (value: number): number => Math.round(value * 100) / 100;

const companyAnswer = (
  answer: RawAnswer,
  company: ProviderCompany,
  bought: boolean,
  told: Pick<CompanyAnswer, 'fields' | 'conflicts'>,
): CompanyAnswer => ({
  candidate_id: answer.candidate_id,
  provider: answer.provider,
  record_id: company.record_id,
  fetched_on: answer.kept.fetched_on,
  expires_on: answer.kept.expires_on,
  bought,
  ...told,
  signals: company.signals.map((signal) => ({ ...signal })),
  inferred: [...company.inferred],
});

const signalAnswer = (
  { candidate_id, record_id, signals, kept }: SignalAnswer,
  provider: ProviderId,
  bought: boolean,
): CompanyAnswer => ({
  candidate_id,
  provider,
  record_id,
  fetched_on: kept.fetched_on,
  expires_on: kept.expires_on,
  bought,
  fields: {},
  conflicts: [],
  signals: signals.map((signal) => ({ ...signal })),
  inferred: [],
});

const signalsOf = ({ candidate_id, signals, provider }: CompanyAnswer): CandidateSignal[] =>
  signals.map((signal) => ({ ...signal, candidate_id, source: provider }));

function report(
  session: ProviderSession,
  figures: {
    readonly asked: number;
    readonly answered: number;
    readonly not_known: number;
    readonly signals: number;
    readonly credits: number;
  },
  search: SearchPhase,
  settings: Settings,
): ProviderReport {
  const { provider } = session;
  const found = search.found.filter((each) => each.provider === provider.id).length;
  const any = found + figures.asked + (search.pages.get(provider.id) ?? 0) > 0;
  const because = [...session.because].sort();
  const status =
    session.line === null && settings.budget.dry_run
      ? 'dry-run'
      : because.length === 0
        ? 'complete'
        : any
          ? 'partial'
          : 'skipped';
  return {
    provider: provider.id,
    title: provider.title,
    licence: provider.licence,
    status,
    because,
    found,
    ...figures,
    failed: session.failed,
    cost: costOf(session, figures.credits, settings.budget.currency),
  };
}

function overall(
  reports: readonly ProviderReport[],
  settings: Settings,
): Pick<EnrichmentDocument, 'status' | 'because'> {
  const because = [
    ...new Set(reports.flatMap(({ title, because: why }) => why.map((one) => `${title}: ${one}`))),
  ];
  if (settings.budget.dry_run) return { status: 'dry-run', because };
  const statuses = new Set(reports.map(({ status }) => status));
  if (statuses.size === 1 && statuses.has('complete')) return { status: 'complete', because };
  return { status: statuses.has('complete') || statuses.has('partial') ? 'partial' : 'skipped', because };
}

/** How many candidates have each field a provider can fill, before and after; what searches found counts as found. */
function coverage(
  { ids, columns }: CompanyColumns,
  filled: ReadonlyMap<string, ReadonlySet<string>>,
): EnrichmentDocument['coverage'] {
  const reported: readonly ProviderField[] = [
    'industry',
    'naics',
    'employees',
    'annual_revenue',
    'founded_year',
    'region',
    'country',
  ];
  return reported.map((field) => {
    let before = 0;
    let after = 0;
    ids.forEach((id, row) => {
      const own = levelFromCell(columns[field]?.[row]) !== null;
      if (own) before += 1;
      if (own || filled.get(id)?.has(field) === true) after += 1;
    });
    return { field, before, after, of: ids.length };
  });
}

function conflicts(answers: readonly CompanyAnswer[]): EnrichmentDocument['conflicts'] {
  return providerFields.flatMap((field) => {
    const companies = answers.filter((answer) => answer.conflicts.includes(field)).length;
    return companies === 0 ? [] : [{ field, companies }];
  });
}
