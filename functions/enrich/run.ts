import { join } from 'node:path';
import { candidatesSql } from '../../core/match/candidates.sql.ts';
import { bestCustomers, matchSeed } from '../../core/match/customer-matches.ts';
import { repeatedProspects } from '../../core/match/duplicate-prospects.ts';
import { exclusionList } from '../../core/match/exclusion-list.ts';
import { keyedSide, type Linkage, linkCompanies } from '../../core/match/link-companies.ts';
import { assignPools, countPools, type PoolDecision } from '../../core/match/pools.ts';
import { findLapsed } from '../../core/value/win-back.ts';
import type { Facts, RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import { traitDocument } from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { readLabels, readRollups } from '../shared/run-tables.ts';
import { settingsSchema } from '../shared/settings.ts';
import { type StepTables, withTables } from '../shared/step-tables.ts';
import { readSignals } from './candidate-signals.ts';
import { exclusionsCsv, matchesCsv } from './pool-files.ts';
import { readExclusions, readIdentities } from './read-companies.ts';
import { filtersOf } from './run-filters.ts';

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
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const traits = await readJson(objects, state, 'traits', traitDocument);
  return await withTables(ports, state, views, async (tables) => {
    const customers = await readIdentities(tables, 'customers');
    const prospects = await readIdentities(tables, 'prospects');
    const rollups = [...(await readRollups(tables, 'label')), ...(await readRollups(tables, 'feature'))];
    const winBack = findLapsed(rollups, {
      inactivity: settings.inactivity,
      alive: { unavailable_because: 'no purchase model was fitted' },
    });
    const past = new Map(winBack.map((row) => [row.customer_id, row]));
    const best = new Set(
      (await readLabels(tables)).flatMap((label) => (label.label === 1 ? [label.customer_id] : [])),
    );
    const standing = new Map(
      customers.map(({ id }) => {
        const row = past.get(id);
        return [
          id,
          {
            best: best.has(id),
            ever_ordered: row !== undefined,
            lapsed: row?.lapsed ?? false,
            past_value_e4: row === undefined ? null : (row.past_margin_e4 ?? row.past_revenue_e4),
          },
        ];
      }),
    );
    const prospectSide = keyedSide(prospects);
    const withCustomers = linkCompanies(prospectSide, keyedSide(customers), matchSeed);
    const amongProspects = linkCompanies(prospectSide, null, matchSeed);
    const decisions = assignPools({
      customers,
      standing,
      prospects,
      matches: bestCustomers(withCustomers),
      duplicates: repeatedProspects(amongProspects),
      exclusions: exclusionList(await readExclusions(tables)),
    });
    const counts = countPools(decisions, customers.length, prospects.length);
    const pooled = decisions.filter(
      (decision) => decision.pool === 'win-back' || decision.pool === 'net-new',
    );
    const companies = new Map([
      ...customers.map((company) => [`customer:${company.id}`, company] as const),
      ...prospects.map((company) => [`prospect:${company.id}`, company] as const),
    ]);
    const candidates = pooled.flatMap((decision) => {
      const company = companies.get(`${decision.side}:${decision.id}`);
      return company === undefined ? [] : [{ ...company, id: decision.candidate_id }];
    });
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
          matchesCsv(withCustomers, amongProspects, customers, prospects),
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
        signals: reading.signals.length,
        signals_unmatched: reading.unmatched,
        signals_of_unknown_kind: reading.unknown_kind,
      },
    };
  });
}

/** What the matching did, in counts, and whether its weights are the files' own. */
function linkageFacts(kind: string, { pairs, lines, fit }: Linkage): Facts {
  const of = (decision: string): number => pairs.filter((pair) => pair.decision === decision).length;
  return {
    [`matched_${kind}_same`]: of('same'),
    [`matched_${kind}_review`]: of('review'),
    [`matched_${kind}_related`]: of('related'),
    [`matched_${kind}_line_same`]: lines.same / 100,
    [`matched_${kind}_line_review`]: lines.review / 100,
    [`matched_${kind}_weights`]: fit.fitted ? 'fitted' : `usual: ${fit.because}`,
  };
}

/** The candidates of both pools with what is known of them, as parquet for ranking and as CSV for people. */
async function candidateFiles(
  tables: StepTables,
  pooled: readonly PoolDecision[],
): Promise<{ readonly parquet: string; readonly csv: string }> {
  const { engine, scratch, columns } = tables;
  const rows = pooled.map(({ candidate_id, id, side, pool, tags }) => ({
    candidate_id,
    id,
    side,
    pool,
    tags: tags.join(' '),
  }));
  await engine.load(
    'decisions',
    { candidate_id: 'VARCHAR', id: 'VARCHAR', side: 'VARCHAR', pool: 'VARCHAR', tags: 'VARCHAR' },
    rows,
  );
  const sql = candidatesSql({ customers: columns.get('customers'), prospects: columns.get('prospects') });
  const parquet = join(scratch, 'candidates.parquet');
  const csv = join(scratch, 'candidates.csv');
  await engine.run(`COPY (${sql}) TO '${parquet}' (FORMAT parquet)`);
  await engine.run(
    `COPY (${guarded(sql, await textColumns(tables, parquet))}) TO '${csv}' (FORMAT csv, HEADER)`,
  );
  return { parquet, csv };
}

async function textColumns(
  tables: StepTables,
  parquet: string,
): Promise<readonly { readonly name: string; readonly text: boolean }[]> {
  const rows = await tables.engine.query(
    `SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet('${parquet}'))`,
  );
  return rows.map((row) => ({ name: String(row['name']), text: row['type'] === 'VARCHAR' }));
}

/** The same rows with an apostrophe before text that a spreadsheet would run as a formula. */
function guarded(sql: string, columns: readonly { readonly name: string; readonly text: boolean }[]): string {
  const cells = columns.map(({ name, text }) => {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    return text
      ? `CASE WHEN regexp_matches(${quoted}, '^\\s*[=+@\\-]') THEN '''' || ${quoted} ELSE ${quoted} END AS ${quoted}`
      : quoted;
  });
  return `SELECT ${cells.join(', ')} FROM (${sql}) ORDER BY pool, candidate_id, tags`;
}
