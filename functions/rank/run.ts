import { learnFrom } from '../../core/learn/learning.ts';
import { type Listed, listCapacity } from '../../core/rank/assign-lists.ts';
import type { Scored } from '../../core/rank/rank-candidates.ts';
import { winBackEvidence } from '../../core/rank/win-back-evidence.ts';
import type { RunState, StepResult } from '../../events/step.ts';
import { writeArtifact } from '../shared/artifacts.ts';
import {
  accountFactsDocument,
  archetypesDocument,
  labelSummaryDocument,
  learningDataDocument,
  modelsDocument,
  signalsDocument,
  traitDocument,
  winBackDocument,
} from '../shared/documents.ts';
import { readJson, writeJson } from '../shared/json-artifacts.ts';
import type { StepPorts } from '../shared/ports.ts';
import { settingsSchema } from '../shared/settings.ts';
import { withTables } from '../shared/step-tables.ts';
import { chooseExplained } from './choose-explained.ts';
import { describeAll } from './describe-all.ts';
import { scoreCandidates } from './score-candidates.ts';
import { scoresTable } from './scores-table.ts';
import { writeTargets } from './write-targets.ts';

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
  const lapsed = new Map(past.map((row) => [row.customer_id, row]));
  const accounts = await readJson(objects, state, 'account-facts', accountFactsDocument);
  const archetypes =
    state.artifacts['archetypes'] === undefined
      ? null
      : await readJson(objects, state, 'archetypes', archetypesDocument);
  const signals = Map.groupBy(
    await readJson(objects, state, 'signals', signalsDocument),
    (signal) => signal.candidate_id,
  );
  const learning = learnFrom(
    state.artifacts['outcomes'] === undefined
      ? null
      : await readJson(objects, state, 'outcomes', learningDataDocument),
    settings.weights,
    settings.learning,
    currency,
  );
  return await withTables(ports, state, { candidates: 'candidates' }, async (tables) => {
    const listed = await scoreCandidates(
      tables,
      { models, signals, evidence: winBackEvidence(past, currency), lapsed, accounts },
      {
        asOf: state.as_of,
        weights: learning.weights.used,
        tiers: settings.tiers,
        capacity: listCapacity(settings.capacity),
        order: settings.order,
        draw: {
          exploration: settings.learning.exploration,
          hold_back: settings.learning.hold_back,
          seed: state.as_of,
        },
      },
    );
    const explained = chooseExplained(listed, settings.tiers);
    const scores = await scoresTable(tables, listed, new Set(explained.map((target) => target.row)));
    const described = describeAll(tables, explained, {
      models,
      traits: traits.traits,
      currency,
      angles: new Map(archetypes?.archetypes.map(({ name, message_angle }) => [name, message_angle])),
      accounts,
      lapsed,
      perWeek: settings.capacity.per_week,
      weights: learning.weights.used,
      tiers: settings.tiers,
    });
    const files = await writeTargets(tables.scratch, described);
    const folder = `runs/${state.warehouse}/${state.run}`;
    return {
      artifacts: {
        targets: await writeArtifact(objects, `${folder}/targets.ndjson`, { file: files.ndjson }),
        'targets-csv': await writeArtifact(objects, `${folder}/targets.csv`, { file: files.csv }),
        'targets-parquet': await writeArtifact(objects, `${folder}/targets.parquet`, {
          file: scores,
        }),
        learning: await writeJson(objects, `${folder}/learning.json`, learning),
        'target-index': await writeJson(objects, `${folder}/target-index.json`, files.index),
      },
      facts: {
        scored: listed.length,
        listed: files.count,
        ...countLists(listed),
        ...withoutMargin(listed, settings.order),
      },
    };
  });
}

/** Where lists go by expected margin, how many companies have none and stand behind those that have. */
function withoutMargin(
  listed: readonly Listed<Scored>[],
  order: string,
): { readonly without_expected_margin?: number } {
  return order === 'score'
    ? {}
    : { without_expected_margin: listed.filter((target) => target.expected_margin_e4 === null).length };
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
