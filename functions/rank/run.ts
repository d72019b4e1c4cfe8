import { join } from 'node:path';
import { probabilityHighValue, scoreSimilarity } from '../../core/model/score-similarity.ts';
import type { Listed } from '../../core/rank/assign-lists.ts';
import { expectedMarginE4 } from '../../core/rank/expected-margin.ts';
import { rankCandidates, type Scored } from '../../core/rank/rank-candidates.ts';
import { targetIndex } from '../../core/rank/target-index.ts';
import { winBackEvidence } from '../../core/rank/win-back-evidence.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import {
  accountFactsDocument,
  archetypesDocument,
  labelSummaryDocument,
  modelsDocument,
  signalsDocument,
  traitDocument,
  winBackDocument,
} from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { settingsSchema } from '../shared/settings.ts';
import { type StepTables, withTables } from '../shared/step-tables.ts';
import { chooseExplained } from './choose-explained.ts';
import { describeTargets } from './describe-targets.ts';
import { readCandidates } from './read-candidates.ts';
import { targetsCsv, targetsNdjson } from './target-files.ts';

/**
 * Scores every candidate, puts it on its list, and explains those a person will look at: tiers A and B, win-back, the best of
 * nurture and the band around each tier line. All scores are in `targets.parquet`.
 */
export async function run(ports: StepPorts, state: RunState): Promise<StepResult> {
  const { objects } = ports;
  const settings = await readJson(objects, state, 'settings', settingsSchema);
  const { currency } = await readJson(objects, state, 'label-summary', labelSummaryDocument);
  const traits = await readJson(objects, state, 'traits', traitDocument);
  const models =
    state.artifacts['models'] === undefined ? null : await readJson(objects, state, 'models', modelsDocument);
  const past = await readJson(objects, state, 'win-back', winBackDocument);
  const lapsed = winBackEvidence(past, currency);
  const lapsedById = new Map(past.map((row) => [row.customer_id, row]));
  const accounts = await readJson(objects, state, 'account-facts', accountFactsDocument);
  const archetypes =
    state.artifacts['archetypes'] === undefined
      ? null
      : await readJson(objects, state, 'archetypes', archetypesDocument);
  const signals = Map.groupBy(
    await readJson(objects, state, 'signals', signalsDocument),
    (signal) => signal.candidate_id,
  );
  return await withTables(ports, state, { candidates: 'candidates' }, async (tables) => {
    const candidates = await readCandidates(tables);
    const table = models === null ? null : companyFeatures(models.plan, candidates.companies);
    const similarity =
      models === null || table === null ? null : scoreSimilarity(models.similarity, table, candidates.texts);
    const listed = rankCandidates(
      candidates.companies.ids.map((target_id, row) => {
        const pool = candidates.pools[row] ?? 'net-new';
        const sourceId = candidates.sourceIds[row] ?? '';
        const evidence = pool === 'win-back' ? lapsed.get(sourceId) : undefined;
        return {
          target_id,
          pool,
          similarity: similarity?.similarity[row] ?? 50,
          logOdds: similarity?.logOdds[row] ?? 0,
          signals: signals.get(target_id) ?? [],
          evidence: evidence === undefined ? [] : [evidence],
          expected_margin_e4:
            pool === 'win-back'
              ? (lapsedById.get(sourceId)?.recoverable_margin_e4_12m ?? null)
              : expectedMarginE4(
                  models === null || similarity === null
                    ? null
                    : probabilityHighValue(models.similarity, similarity.logOdds[row] ?? 0).probability,
                  accounts.typical_margins,
                ),
        };
      }),
      { asOf: state.as_of, weights: settings.weights, tiers: settings.tiers, capacity: settings.capacity },
    );
    const explained = chooseExplained(listed, settings.tiers);
    const targets = describeTargets(explained, {
      candidates,
      models,
      table,
      similarity,
      traits: traits.traits,
      currency,
      angles: new Map(archetypes?.archetypes.map(({ name, message_angle }) => [name, message_angle])),
      accounts,
      lapsed: lapsedById,
    });
    const folder = `runs/${state.warehouse}/${state.run}`;
    return {
      artifacts: {
        targets: await writeArtifact(objects, `${folder}/targets.ndjson`, targetsNdjson(targets)),
        'targets-csv': await writeArtifact(objects, `${folder}/targets.csv`, targetsCsv(targets)),
        'targets-parquet': await writeArtifact(objects, `${folder}/targets.parquet`, {
          file: await scoresFile(tables, listed),
        }),
        'target-index': await writeJson(objects, `${folder}/target-index.json`, targetIndex(targets)),
      },
      facts: { scored: listed.length, listed: targets.length, ...countLists(listed) },
    };
  });
}

function countLists(listed: readonly Listed<Scored>[]): {
  readonly tier_a: number;
  readonly tier_b: number;
  readonly win_back: number;
  readonly nurture: number;
} {
  const of = (list: string): number =>
    listed.reduce((count, target) => count + (target.list === list ? 1 : 0), 0);
  return { tier_a: of('tier-a'), tier_b: of('tier-b'), win_back: of('win-back'), nurture: of('nurture') };
}

/** Every candidate's scores, in list order. */
async function scoresFile(tables: StepTables, listed: readonly Listed<Scored>[]): Promise<string> {
  const columns = {
    position: 'BIGINT',
    target_id: 'VARCHAR',
    pool: 'VARCHAR',
    list: 'VARCHAR',
    rank: 'BIGINT',
    tier: 'VARCHAR',
    score: 'DOUBLE',
    similarity: 'DOUBLE',
    opportunity: 'DOUBLE',
  };
  const rows = listed.map(({ target_id, pool, list, rank, tier, score, similarity, opportunity }, index) => ({
    position: index + 1,
    target_id,
    pool,
    list,
    rank,
    tier,
    score,
    similarity,
    opportunity: opportunity.opportunity,
  }));
  await tables.engine.load('scores', columns, rows);
  const path = join(tables.scratch, 'targets.parquet');
  await tables.engine.run(`COPY (SELECT * FROM scores ORDER BY position) TO '${path}' (FORMAT parquet)`);
  return path;
}
