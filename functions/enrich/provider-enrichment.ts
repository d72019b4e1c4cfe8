import type { Identity } from '../../core/match/identity.ts';
import type { SearchProfile } from '../../core/provider/search-profile.ts';
import { type FileSpellings, fileSpellings } from '../../core/provider/spell-as-files.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import { winBackEvidence } from '../../core/rank/win-back-evidence.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import type { Artifact, RunState } from '../../events/step.ts';
import { readCompanies } from '../shared/company-columns.ts';
import { KindredError } from '../shared/errors.ts';
import type { Settings } from '../shared/settings.ts';
import type { StepTables } from '../shared/step-tables.ts';
import { candidateParquet, candidateRows, type Fills } from './candidate-files.ts';
import { candidateScores } from './candidate-scores.ts';
import type { CompanyPools } from './company-pools.ts';
import type { EnrichPorts } from './enrich-ports.ts';
import { type EnrichmentDocument, type FoundCompany, nothingEnriched } from './enrichment-document.ts';
import { fillPhase } from './fill-phase.ts';
import { type JoinedFound, joinFound } from './found-prospects.ts';
import { freezeAnswers, frozenAnswers } from './frozen-answers.ts';
import { openPurchases, type Purchases } from './provider-session.ts';
import { providers } from './providers/registry.ts';
import { type SearchPhase, searchPhase } from './search-phase.ts';

/** The answers of a run on their way: frozen already, or still to be bought. */
export type ProviderEnrichment = {
  readonly joined: JoinedFound;
  /** After the pools are known: buys what is still to be bought, freezes it, and says what candidates get of it. */
  readonly finish: (input: {
    readonly pools: CompanyPools;
    readonly signals: readonly CandidateSignal[];
    readonly winBack: readonly WinBack[];
  }) => Promise<{
    readonly document: EnrichmentDocument;
    readonly artifact: Artifact;
    readonly fills: Fills;
    readonly signals: readonly CandidateSignal[];
  }>;
};

/**
 * Brings what providers know into a run. The first to come this far in a run asks, pays and freezes the answers; whoever runs
 * the step again reads them, asks nobody, and so writes the same bytes. Nothing here ever fails a run for a provider's sake.
 */
export async function providerEnrichment(
  ports: EnrichPorts,
  state: RunState,
  tables: StepTables,
  input: {
    readonly settings: Settings;
    readonly prospects: readonly Identity[];
    readonly profiles: readonly SearchProfile[];
    readonly codes: readonly string[];
    readonly currency: string;
    readonly models: LeadModels | null;
  },
): Promise<ProviderEnrichment> {
  const { settings, models, currency } = input;
  const { objects } = ports;
  const frozen = await frozenAnswers(objects, state);
  const wanted = Object.values(settings.providers).some((use) => use !== undefined);
  const spellings: FileSpellings =
    !wanted && frozen === null
      ? {}
      : fileSpellings([
          await readCompanies(tables, 'customers', 'customer_id'),
          await readCompanies(tables, 'prospects', 'prospect_id'),
        ]);
  let purchases: Purchases | null = null;
  let search: SearchPhase = { found: [], plan: [], credits: new Map(), pages: new Map() };
  if (frozen === null && wanted && models !== null) {
    purchases = await openPurchases(ports.providers, ports.scores, state, settings);
    search = await searchPhase(purchases, input.profiles, input.codes, state.as_of, settings);
  }
  const found = frozen?.document.found ?? search.found;
  const joined = await joinFound(tables, input.prospects, found, spellings, currency);
  return {
    joined,
    finish: async ({ pools, signals, winBack }) => {
      const candidateOf = candidateIds(pools);
      const byCandidate = (map: ReadonlyMap<string, FoundCompany>): Map<string, FoundCompany> =>
        new Map(
          [...map].flatMap(([prospect, company]) => {
            const candidate = candidateOf.get(prospect);
            return candidate === undefined ? [] : [[candidate, company] as const];
          }),
        );
      const added = byCandidate(joined.added);
      const pooledIds = new Set(pools.pooled.map(({ candidate_id }) => candidate_id));
      let document: EnrichmentDocument;
      if (frozen !== null) document = frozen.document;
      else if (!wanted) document = nothingEnriched('off', ['no provider is named in the settings']);
      else if (purchases === null || models === null)
        document = nothingEnriched('skipped', ['there is no model that says what an answer would change']);
      else {
        const sql = await candidateRows(joined.tables, pools.pooled, new Map());
        const parquet = await candidateParquet(joined.tables, sql, 'candidates-before.parquet');
        const evidence = winBackEvidence(
          winBack.filter(({ customer_id }) =>
            pools.pooled.some(({ id, pool }) => pool === 'win-back' && id === customer_id),
          ),
          currency,
        );
        const scores = await candidateScores(
          joined.tables,
          parquet,
          models,
          [...signals, ...foundSignals(added)],
          evidence,
          settings,
          state.as_of,
        );
        document = await fillPhase(
          purchases,
          search,
          {
            scores,
            models,
            foundAs: added,
            knownAs: byCandidate(joined.known),
            signals: [...signals, ...foundSignals(added)],
            evidence,
            spellings,
            currency,
            asOf: state.as_of,
          },
          settings,
        );
      }
      if (frozen === null) await freezeAnswers(objects, state, document);
      const kept = frozen ?? (await frozenAnswers(objects, state));
      if (kept === null || kept.document.found.length !== document.found.length) throw anotherFroze(state);
      return {
        document: kept.document,
        artifact: kept.artifact,
        fills: fillsOf(kept.document),
        signals: [...foundSignals(added), ...answerSignals(kept.document, pooledIds)].sort(bySignal),
      };
    },
  };
}

/** Two executions of one run bought at once: the next try finds what was frozen. */
const anotherFroze = ({ run }: RunState): KindredError =>
  new KindredError('StoreUnavailable', [
    {
      name: `the answers of ${run}`,
      allowed: 'one execution at a time',
      received: 'another one that froze its answers meanwhile',
      remedy: 'nothing: the step is tried again with those',
    },
  ]);

/** Candidate ids by prospect id. */
const candidateIds = ({ pooled }: CompanyPools): ReadonlyMap<string, string> =>
  new Map(
    pooled.flatMap(({ side, id, candidate_id }) =>
      side === 'prospect' ? [[id, candidate_id] as const] : [],
    ),
  );

function fillsOf(document: EnrichmentDocument): Fills {
  const fills = new Map<string, Record<string, string | number>>();
  for (const { candidate_id, fields } of document.answers) {
    if (Object.keys(fields).length === 0) continue;
    fills.set(candidate_id, { ...fields, ...fills.get(candidate_id) });
  }
  return fills;
}

const foundSignals = (added: ReadonlyMap<string, FoundCompany>): CandidateSignal[] =>
  [...added].flatMap(([candidate_id, { company, provider }]) =>
    company.signals.map((signal) => ({ ...signal, candidate_id, source: providers[provider].title })),
  );

/** One signal of a kind and day per candidate and provider, however many answers repeat it. */
function answerSignals(document: EnrichmentDocument, candidates: ReadonlySet<string>): CandidateSignal[] {
  const told = new Map<string, CandidateSignal>();
  for (const { candidate_id, provider, signals } of document.answers)
    for (const signal of signals)
      if (candidates.has(candidate_id))
        told.set(JSON.stringify([candidate_id, provider, signal.kind, signal.date, signal.value]), {
          ...signal,
          candidate_id,
          source: providers[provider].title,
        });
  return [...told.values()];
}

const bySignal = (a: CandidateSignal, b: CandidateSignal): number => {
  const [one, other] = [a, b].map((each) =>
    JSON.stringify([each.candidate_id, each.kind, each.date, each.value, each.source]),
  );
  return (one ?? '') < (other ?? '') ? -1 : 1;
};
