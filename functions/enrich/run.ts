import { parentRelations } from '../../core/match/parent-relations.ts';
import { settingsExclusions } from '../../core/match/suppression.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { learningDataDocument, traitDocument, valueDocument } from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { settingsSchema } from '../shared/settings.ts';
import { withTables } from '../shared/step-tables.ts';
import { accountFacts, accountViews } from './account-facts.ts';
import { candidateFiles } from './candidate-files.ts';
import { readSignals } from './candidate-signals.ts';
import { companyPools, linkageFacts } from './company-pools.ts';
import { customerPast } from './customer-past.ts';
import { exclusionsCsv, matchesCsv } from './pool-files.ts';
import { readExclusions, readIdentities } from './read-companies.ts';
import { filtersOf } from './run-filters.ts';
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
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const traits = await readJson(objects, state, 'traits', traitDocument);
  const value =
    state.artifacts['value'] === undefined ? null : await readJson(objects, state, 'value', valueDocument);
  const outcomes =
    state.artifacts['outcomes'] === undefined
      ? null
      : await readJson(objects, state, 'outcomes', learningDataDocument);
  return await withTables(ports, state, views, async (tables) => {
    const customers = await readIdentities(tables, 'customers');
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
    const pools = companyPools({ customers, prospects, standing, exclusions, suppressed, relations });
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
    const folder = `runs/${state.warehouse}/${state.run}`;
    const files = await candidateFiles(tables, pooled);
    const lapsed = new Set(
      pooled.filter((decision) => decision.pool === 'win-back').map((decision) => decision.id),
    );
    return {
      artifacts: {
        candidates: await writeArtifact(objects, `${folder}/candidates.parquet`, { file: files.parquet }),
        'candidates-csv': await writeArtifact(objects, `${folder}/candidates.csv`, { file: files.csv }),
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
        signals: await writeJson(objects, `${folder}/signals.json`, reading.signals),
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
        'provider-filters': await writeJson(objects, `${folder}/provider-filters.json`, filtersOf(traits)),
        enrichment: await writeJson(objects, `${folder}/enrichment.json`, {
          version: 1,
          providers: [],
          answers: [],
        }),
        pools: await writeJson(objects, `${folder}/pools.json`, counts),
      },
      facts: {
        ...counts,
        ...linkageFacts('customers', withCustomers),
        ...linkageFacts('prospects', amongProspects),
        ...linkageFacts('accounts', amongCustomers),
        related_accounts: relations.length,
        signals: reading.signals.length,
        signals_unmatched: reading.unmatched,
        signals_of_unknown_kind: reading.unknown_kind,
      },
    };
  });
}
