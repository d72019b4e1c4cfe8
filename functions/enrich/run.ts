import { candidatesSql } from '../../core/match/candidates.sql.ts';
import { type CompanyMatch, customerMatches, duplicateProspects } from '../../core/match/customer-matches.ts';
import { exclusionList } from '../../core/match/exclusion-list.ts';
import { assignPools, type PoolDecision } from '../../core/match/pools.ts';
import { providerFilters } from '../../core/match/provider-filters.ts';
import { findLapsed } from '../../core/value/win-back.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { readArtifactJson, writeArtifact, writeJsonArtifact } from '../shared/artifacts.ts';
import { csvBytes } from '../shared/csv.ts';
import type { StepPorts } from '../shared/ports.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import { settingsSchema } from '../shared/settings.ts';
import { type StepTables, withTables } from '../shared/step-tables.ts';
import { readSignals } from './candidate-signals.ts';
import { readExclusions, readIdentities } from './read-companies.ts';

const views = {
  customers: 'table-customers',
  prospects: 'table-prospects',
  exclusions: 'table-exclusions',
  signals: 'table-signals',
  rollups: 'rollups',
  labels: 'labels',
};

/**
 * Builds the two pools a list is ranked from: lapsed customers worth winning back, and companies never sold to, without
 * those that are customers already, repeat each other or are excluded. Writes who is where and why; drops nobody.
 */
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const settings = await readArtifactJson(ports.objects, state, 'settings', settingsSchema);
  return await withTables(ports, state, views, async (tables) => {
    const customers = await readIdentities(tables, 'customers');
    const prospects = await readIdentities(tables, 'prospects');
    const rollups = await readRollups(tables);
    const labels = new Map((await readLabels(tables)).map((label) => [label.customer_id, label]));
    const lapsed = new Map(
      findLapsed(rollups, {
        inactivity: settings.inactivity,
        alive: { unavailable_because: 'no purchase model was fitted' },
      }).map((row) => [row.customer_id, row]),
    );
    const standing = new Map(
      customers.map((customer) => {
        const past = lapsed.get(customer.id);
        return [
          customer.id,
          {
            best: labels.get(customer.id)?.label === 1,
            ever_ordered: past !== undefined,
            lapsed: past?.lapsed ?? false,
            past_value_e4: past === undefined ? null : (past.past_margin_e4 ?? past.past_revenue_e4),
          },
        ] as const;
      }),
    );
    const matches = customerMatches(prospects, customers);
    const duplicates = duplicateProspects(prospects);
    const decisions = assignPools({
      customers,
      standing,
      prospects,
      matches,
      duplicates,
      exclusions: exclusionList(await readExclusions(tables)),
    });
    const counts = countPools(decisions, customers.length + prospects.length);
    const named = new Map([...customers, ...prospects].map((company) => [company.id, company.name]));
    const pooled = new Set(
      decisions
        .filter((decision) => decision.pool === 'win-back' || decision.pool === 'net-new')
        .map((decision) => decision.id),
    );
    const reading = await readSignals(
      tables,
      [...customers, ...prospects].filter((company) => pooled.has(company.id)),
      state.as_of,
    );
    const folder = `runs/${state.warehouse}/${state.run}`;
    const files = await writeCandidates(tables, decisions);
    return {
      artifacts: {
        candidates: await writeArtifact(ports.objects, `${folder}/candidates.parquet`, {
          file: files.parquet,
        }),
        'candidates-csv': await writeArtifact(ports.objects, `${folder}/candidates.csv`, { file: files.csv }),
        matches: await writeArtifact(
          ports.objects,
          `${folder}/matches.csv`,
          matchesCsv(matches, duplicates, named),
        ),
        exclusions: await writeArtifact(
          ports.objects,
          `${folder}/exclusions.csv`,
          exclusionsCsv(decisions, named),
        ),
        signals: await writeJsonArtifact(ports.objects, `${folder}/signals.json`, reading.signals),
        'win-back': await writeJsonArtifact(
          ports.objects,
          `${folder}/win-back.json`,
          [...lapsed.values()].filter((row) => pooled.has(row.customer_id)),
        ),
        'provider-filters': await writeJsonArtifact(
          ports.objects,
          `${folder}/provider-filters.json`,
          providerFilters(await readTraits(ports, state)),
        ),
        enrichment: await writeJsonArtifact(ports.objects, `${folder}/enrichment.json`, {
          version: 1,
          providers: [],
          answers: [],
        }),
        pools: await writeJsonArtifact(ports.objects, `${folder}/pools.json`, counts),
      },
      facts: {
        ...counts,
        signals: reading.signals.length,
        signals_unmatched: reading.unmatched,
        signals_of_unknown_kind: reading.unknown_kind,
      },
    };
  });
}
