import { parentRelations } from '../../core/match/parent-relations.ts';
import { settingsExclusions } from '../../core/match/suppression.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import {
  archetypesDocument,
  labelSummaryDocument,
  learningDataDocument,
  modelsDocument,
  traitDocument,
  valueDocument,
} from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import { settingsSchema } from '../shared/settings.ts';
import { withTables } from '../shared/step-tables.ts';
import { accountFacts, accountViews } from './account-facts.ts';
import { candidateCsv, candidateParquet, candidateRows } from './candidate-files.ts';
import { readSignals } from './candidate-signals.ts';
import { companyPools, linkageFacts } from './company-pools.ts';
import { customerPast } from './customer-past.ts';
import type { EnrichPorts } from './enrich-ports.ts';
import { enrichmentFacts } from './enrichment-facts.ts';
import { licensedRows } from './licensed-rows.ts';
import { exclusionsCsv, matchesCsv } from './pool-files.ts';
import { providerEnrichment } from './provider-enrichment.ts';
import { readExclusions, readIdentities } from './read-companies.ts';
import { filtersOf, readFileFacts, searchProfiles } from './run-filters.ts';
import { readFlagged, readParents, readSuppression, suppressionViews } from './suppressed.ts';

const views = {
  customers: 'table-customers',
  prospects: 'table-prospects',
  exclusions: 'table-exclusions',
  signals: 'table-signals',
  rollups: 'rollups',
  labels: 'labels',
  distances: 'branch-distances',
  ...accountViews,
  ...suppressionViews,
};

/**
 * Builds the two pools a list is ranked from: lapsed customers worth winning back, and companies never sold to, without
 * those that are customers already, repeat each other or are excluded. Writes who is where and why; drops nobody.
 */
export async function run(ports: EnrichPorts, state: RunState): Promise<StepResult> {
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const traits = await readJson(objects, state, 'traits', traitDocument);
  const value =
    state.artifacts['value'] === undefined ? null : await readJson(objects, state, 'value', valueDocument);
  const outcomes =
    state.artifacts['outcomes'] === undefined
      ? null
      : await readJson(objects, state, 'outcomes', learningDataDocument);
  const archetypes =
    state.artifacts['archetypes'] === undefined
      ? null
      : await readJson(objects, state, 'archetypes', archetypesDocument);
  const models =
    state.artifacts['models'] === undefined ? null : await readJson(objects, state, 'models', modelsDocument);
  const { currency } = await readJson(objects, state, 'label-summary', labelSummaryDocument);
  return await withTables(ports, state, views, async (landed) => {
    const customers = await readIdentities(landed, 'customers');
    const licensed = await licensedRows(landed);
    const facts = await readFileFacts(landed);
    const profiles = searchProfiles(traits, archetypes, facts);
    const enrichment = await providerEnrichment(ports, state, landed, {
      settings,
      prospects: await readIdentities(landed, 'prospects'),
      profiles,
      codes: facts.codes,
      currency,
      models,
    });
    const { tables } = enrichment.joined;
    const prospects = await readIdentities(tables, 'prospects');
    const { winBack, standing } = await customerPast(tables, customers, settings, value, outcomes);
    const exclusions = [
      ...(await readExclusions(tables)),
      ...settingsExclusions(settings.suppression),
      ...(await readFlagged(tables)),
    ];
    const suppressed = await readSuppression(
      tables,
      settings.suppression,
      outcomes?.contacts ?? [],
      state.as_of,
    );
    const relations = parentRelations(
      await readParents(tables, 'prospects'),
      await readParents(tables, 'customers'),
    );
    const pools = companyPools({
      customers,
      prospects,
      standing,
      exclusions,
      suppressed,
      relations,
      found: new Map([...licensed, ...enrichment.joined.added]),
    });
    const {
      decisions,
      counts,
      pooled,
      withCustomers,
      amongProspects,
      amongCustomers,
      companies,
      candidates,
    } = pools;
    const reading = await readSignals(tables, candidates, state.as_of);
    const told = await enrichment.finish({ pools, signals: reading.signals, winBack });
    const signals = [...reading.signals, ...told.signals];
    const folder = `runs/${state.warehouse}/${state.run}`;
    const rows = await candidateRows(tables, pooled, told.fills);
    const parquet = await candidateParquet(tables, rows, 'candidates.parquet');
    const csv = await candidateCsv(tables, rows, parquet);
    const lapsed = new Set(
      pooled.filter((decision) => decision.pool === 'win-back').map((decision) => decision.id),
    );
    return {
      artifacts: {
        candidates: await writeArtifact(objects, `${folder}/candidates.parquet`, { file: parquet }),
        'candidates-csv': await writeArtifact(objects, `${folder}/candidates.csv`, { file: csv }),
        matches: await writeArtifact(
          objects,
          `${folder}/matches.csv`,
          matchesCsv({ withCustomers, amongProspects, amongCustomers, customers, prospects, relations }),
        ),
        exclusions: await writeArtifact(
          objects,
          `${folder}/exclusions.csv`,
          exclusionsCsv(decisions, companies),
        ),
        signals: await writeJson(objects, `${folder}/signals.json`, signals),
        'win-back': await writeJson(
          objects,
          `${folder}/win-back.json`,
          winBack.filter((row) => lapsed.has(row.customer_id)),
        ),
        'account-facts': await writeJson(
          objects,
          `${folder}/account-facts.json`,
          await accountFacts(ports, state, tables, [...lapsed], winBack),
        ),
        'provider-filters': await writeJson(
          objects,
          `${folder}/provider-filters.json`,
          filtersOf(profiles, facts, state.as_of),
        ),
        enrichment: told.artifact,
        pools: await writeJson(objects, `${folder}/pools.json`, counts),
      },
      facts: {
        ...counts,
        ...linkageFacts('customers', withCustomers),
        ...linkageFacts('prospects', amongProspects),
        ...linkageFacts('accounts', amongCustomers),
        related_accounts: relations.length,
        ...enrichmentFacts(told.document),
        signals: signals.length,
        signals_unmatched: reading.unmatched,
        signals_of_unknown_kind: reading.unknown_kind,
      },
    };
  });
}
