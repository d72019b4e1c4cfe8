import { fillFields } from '../../core/provider/fill-fields.ts';
import { type ProviderCompany, providerFields } from '../../core/provider/provider-company.ts';
import type { ProviderId } from '../../core/provider/provider-ids.ts';
import type { FileSpellings } from '../../core/provider/spell-as-files.ts';
import { worthOfFields } from '../../core/provider/value-of-information.ts';
import { worthOfSignals } from '../../core/provider/worth-of-signals.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { Evidence } from '../../core/rank/opportunity.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import type { CompanyColumns } from '../../core/traits/company-columns.ts';
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
import { conflicts, coverage, overall, report } from './enrichment-report.ts';
import { fillCandidates, planFill, type RawAnswer } from './fill-candidates.ts';
import type { ProviderSession, Purchases } from './provider-session.ts';
import { costOf, type SearchPhase } from './search-phase.ts';
import { technologyChanges } from './technology-changes.ts';

/** Most companies whose missing fields are valued: those nearest to a tier line. */
const mostValued = 20_000;

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
      await planned(
        {
          provider: provider.id,
          purpose: 'enrich',
          questions: fill.questions,
          known_already: fill.known_already,
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
          const changes = await technologyChanges(purchases, answer.company, answer.kept);
          answers.push(
            companyAnswer(
              answer,
              { ...answer.company, signals: [...answer.company.signals, ...changes] },
              bought,
              filledBy(answer.candidate_id, answer.company),
            ),
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
            questions: sources.questions,
            known_already: sources.known_already,
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
