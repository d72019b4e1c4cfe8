import * as z from 'zod';
import {
  type Cause,
  mainCause,
  type SplitMove,
  type Standing,
  splitMove,
} from '../../core/changes/split-move.ts';
import {
  type Arrival,
  type Move,
  type Place,
  settingsDifference,
  type WhatChanged,
} from '../../core/changes/what-changed.ts';
import { scoreSimilarity } from '../../core/model/score-similarity.ts';
import type { Weights } from '../../core/rank/final-score.ts';
import type { LeadModels } from '../../core/rank/lead-models.ts';
import { type Evidence, opportunityOf } from '../../core/rank/opportunity.ts';
import type { CandidateSignal } from '../../core/rank/signal.ts';
import type { ListName, PoolName, TierName } from '../../core/rank/target.ts';
import type { TierCuts } from '../../core/rank/tier.ts';
import { winBackEvidence } from '../../core/rank/win-back-evidence.ts';
import { companyFeatures } from '../../core/traits/company-features.ts';
import type { WinBack } from '../../core/value/win-back.ts';
import type { RunState } from '../../events/step.ts';
import { openArtifact } from '../shared/artifacts.ts';
import { companyColumnNames, quoted } from '../shared/company-columns.ts';
import {
  labelSummaryDocument,
  learningDocument,
  modelsDocument,
  signalsDocument,
  winBackDocument,
} from '../shared/documents.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { Cell, Row, StepPorts } from '../shared/ports.ts';
import { type StepTables, withTables } from '../shared/step-tables.ts';

const mostMoves = 10_000;
const mostArrivals = 1000;
const rowsAtATime = 16_384;

/** What of a run's documents a split needs. */
type RunSide = {
  readonly state: RunState;
  readonly settings: Settings;
  readonly weights: Weights;
  readonly models: LeadModels | null;
  readonly winBack: ReadonlyMap<string, WinBack>;
  readonly evidence: ReadonlyMap<string, Evidence>;
};

const settingsOf = z.looseObject({
  weights: z.object({ similarity: z.number(), opportunity: z.number() }),
  tiers: z.object({ A: z.number(), B: z.number(), C: z.number() }),
});
type Settings = z.infer<typeof settingsOf>;

/**
 * Compares two runs of a warehouse: who entered, left and moved, and each move split into what new data, the later date, the newly
 * fitted model and changed settings did. Scores the moved companies of the later run with the earlier run's model, date and
 * settings; nothing of the earlier run's data is needed but what it recorded. Null where the earlier run has no such record.
 */
export async function whatChanged(
  ports: StepPorts,
  before: RunState,
  after: RunState,
): Promise<WhatChanged | null> {
  const needed = ['targets-parquet', 'settings', 'win-back', 'label-summary', 'learning'];
  for (const name of needed) {
    const [was, is] = [before.artifacts[name], after.artifacts[name]];
    if (was === undefined || is === undefined || (await ports.objects.head(was.key)) === null) return null;
  }
  const [earlier, later] = [await readSide(ports, before), await readSide(ports, after)];
  const signals = Map.groupBy(
    await readJson(ports.objects, after, 'signals', signalsDocument),
    (signal) => signal.candidate_id,
  );
  return await withTables(
    ports,
    after,
    { candidates: 'candidates', now: 'targets-parquet' },
    async (tables) => {
      const was = await openArtifact(ports.objects, before.artifacts['targets-parquet']!, tables.scratch);
      await tables.engine.run(
        `CREATE VIEW was AS SELECT * FROM read_parquet('${was.replaceAll("'", "''")}')`,
      );
      const moves: Move[] = [];
      const byCause: Record<Cause, number> = { data: 0, date: 0, model: 0, settings: 0 };
      let tierMoved = 0;
      let listMoved = 0;
      let residual = 0;
      for await (const rows of movedRows(tables)) {
        for (const row of splitRows(rows, earlier, later, signals)) {
          residual = Math.max(residual, Math.abs(row.split.residual));
          if (row.from.list !== row.to.list) listMoved += 1;
          if (row.from.tier !== row.to.tier) {
            tierMoved += 1;
            byCause[mainCause(row.split)] += 1;
          }
          moves.push(row);
        }
      }
      moves.sort(byImportance);
      return {
        version: 1,
        previous_run: before.run,
        run: after.run,
        previous_as_of: before.as_of,
        as_of: after.as_of,
        settings: settingsDifference(earlier.settings, later.settings),
        weights: { from: earlier.weights, to: later.weights },
        counts: {
          ranked_by_both: await count(tables, 'now JOIN was USING (target_id)'),
          tier_moved: tierMoved,
          list_moved: listMoved,
          entered: await count(tables, `(${only('now', 'was')})`),
          left: await count(tables, `(${only('was', 'now')})`),
        },
        tier_moves_by_cause: byCause,
        residual,
        moves: moves.slice(0, mostMoves),
        moves_left_out: Math.max(0, moves.length - mostMoves),
        entered: (await tables.engine.query(named(only('now', 'was'), 'candidates'))).map(arrival),
        left: await departures(ports, after, tables),
      };
    },
  );
}

async function readSide({ objects }: StepPorts, state: RunState): Promise<RunSide> {
  const { currency } = await readJson(objects, state, 'label-summary', labelSummaryDocument);
  const past = await readJson(objects, state, 'win-back', winBackDocument);
  return {
    state,
    settings: await readJson(objects, state, 'settings', settingsOf),
    weights: (await readJson(objects, state, 'learning', learningDocument)).weights.used,
    models:
      state.artifacts['models'] === undefined
        ? null
        : await readJson(objects, state, 'models', modelsDocument),
    winBack: new Map(past.map((row) => [row.customer_id, row])),
    evidence: winBackEvidence(past, currency),
  };
}

type Batch = { readonly [column: string]: readonly Cell[] };

/** Companies in another tier or list than before, with what is known of them now. */
async function* movedRows({ engine, columns }: StepTables): AsyncIterable<Batch> {
  const known = companyColumnNames(columns.get('candidates') ?? []);
  const places = ['pool', 'list', 'rank', 'tier', 'score', 'similarity', 'opportunity'].flatMap((name) => [
    `n.${name} AS "now.${name}"`,
    `w.${name} AS "was.${name}"`,
  ]);
  yield* engine.batches(
    `SELECT n.target_id AS "target_id", c.source_id AS "c.source_id", c.name AS "c.name", ${places.join(', ')}${known.map((name) => `, c.${quoted(name)}`).join('')}
     FROM now n JOIN was w USING (target_id) JOIN candidates c ON c.candidate_id = n.target_id
     WHERE n.tier <> w.tier OR n.list <> w.list ORDER BY n.position`,
    rowsAtATime,
  );
}

function* splitRows(
  batch: Batch,
  before: RunSide,
  after: RunSide,
  signals: ReadonlyMap<string, readonly CandidateSignal[]>,
): Generator<Move> {
  const ids = (batch['target_id'] ?? []).map(String);
  const companies = { ids, columns: batch };
  const texts = ids.map((_, row) => textOf(batch['description']?.[row]));
  const asBefore =
    before.models === null
      ? null
      : scoreSimilarity(before.models.similarity, companyFeatures(before.models.plan, companies), texts)
          .similarity;
  for (const [row, target_id] of ids.entries()) {
    const cell = (name: string): Cell => batch[name]?.[row] ?? null;
    const pool: PoolName = cell('now.pool') === 'win-back' ? 'win-back' : 'net-new';
    const own = signals.get(target_id) ?? [];
    const source = String(cell('c.source_id'));
    const then = evidenceOf(pool, source, before, after);
    const newData = opportunityOf(own, then, before.state.as_of).opportunity;
    const oldSimilarity = asBefore?.[row] ?? 50;
    const opportunity = Number(cell('now.opportunity'));
    const similarity = Number(cell('now.similarity'));
    // Learnt weights belong to the model as long as nobody changed the settings' own.
    const learnt = sameWeights(before.settings.weights, after.settings.weights);
    const rules = (weights: Weights, tiers: TierCuts) => ({ weights, tiers });
    const old = rules(before.weights, before.settings.tiers);
    const stages: readonly [Standing, Standing, Standing, Standing, Standing] = [
      { similarity: Number(cell('was.similarity')), opportunity: Number(cell('was.opportunity')), ...old },
      { similarity: oldSimilarity, opportunity: newData, ...old },
      { similarity: oldSimilarity, opportunity, ...old },
      { similarity, opportunity, ...rules(learnt ? after.weights : before.weights, before.settings.tiers) },
      { similarity, opportunity, ...rules(after.weights, after.settings.tiers) },
    ];
    const split = splitMove(stages);
    const [from, to] = [placeOf(batch, 'was', row), placeOf(batch, 'now', row)];
    yield {
      target_id,
      name: textOf(cell('c.name')),
      pool,
      from,
      to,
      because: reasonOf(from, to, split),
      split,
    };
  }
}

/** Another list in the same tier and without a change of the score is a matter of who else came or went. */
const reasonOf = (from: Place, to: Place, split: SplitMove): Move['because'] =>
  from.tier === to.tier && split.change === 0 ? 'capacity' : mainCause(split);

/** What a lapsed customer's past said: with new orders it is data, without it is the time that went by. */
function evidenceOf(pool: PoolName, source: string, before: RunSide, after: RunSide): readonly Evidence[] {
  const now = pool === 'win-back' ? after.evidence.get(source) : undefined;
  const [was, is] = [before.winBack.get(source), after.winBack.get(source)];
  const unchanged =
    was !== undefined &&
    is !== undefined &&
    was.last_order_date === is.last_order_date &&
    was.past_orders === is.past_orders;
  const evidence = unchanged ? before.evidence.get(source) : now;
  return evidence === undefined ? [] : [evidence];
}

const sameWeights = (a: Weights, b: Weights): boolean =>
  a.similarity === b.similarity && a.opportunity === b.opportunity;

const placeOf = (batch: Batch, side: 'was' | 'now', row: number): Place => ({
  list: String(batch[`${side}.list`]?.[row]) as ListName,
  rank: Number(batch[`${side}.rank`]?.[row]),
  tier: String(batch[`${side}.tier`]?.[row]) as TierName,
  score: Number(batch[`${side}.score`]?.[row]),
});

const textOf = (cell: Cell | undefined): string | null =>
  typeof cell === 'string' && cell !== '' ? cell : null;

const worked = (list: ListName): number => (list === 'nurture' ? 0 : 1);

function byImportance(a: Move, b: Move): number {
  const lists = (move: Move): number => worked(move.from.list) + worked(move.to.list);
  return (
    lists(b) - lists(a) ||
    Math.abs(b.split.change) - Math.abs(a.split.change) ||
    (a.target_id < b.target_id ? -1 : 1)
  );
}

/** Companies of one run's working lists that the other does not rank. */
const only = (one: 'now' | 'was', other: 'now' | 'was'): string =>
  `SELECT * FROM ${one} x WHERE x.list <> 'nurture' AND NOT EXISTS (SELECT 1 FROM ${other} y WHERE y.target_id = x.target_id)`;

const named = (rows: string, candidates: string | null): string =>
  candidates === null
    ? `SELECT target_id, NULL AS name, list, tier FROM (${rows}) r ORDER BY position LIMIT ${mostArrivals}`
    : `SELECT r.target_id, c.name, r.list, r.tier FROM (${rows}) r JOIN ${candidates} c ON c.candidate_id = r.target_id ORDER BY r.position LIMIT ${mostArrivals}`;

const arrival = (row: Row): Arrival => ({
  target_id: String(row['target_id']),
  name: textOf(row['name']),
  list: String(row['list']) as ListName,
  tier: String(row['tier']) as TierName,
});

async function count({ engine }: StepTables, from: string): Promise<number> {
  const [row] = await engine.query(`SELECT COUNT(*) AS n FROM ${from}`);
  return Number(row?.['n'] ?? 0);
}

/** Who is on no list any more, with the later run's reason where it has one. */
async function departures(
  ports: StepPorts,
  after: RunState,
  tables: StepTables,
): Promise<WhatChanged['left']> {
  const rows = await tables.engine.query(named(only('was', 'now'), null));
  const exclusions = after.artifacts['exclusions'];
  const reasons = new Map<string, { readonly name: string | null; readonly reason: string }>();
  if (exclusions !== undefined) {
    const path = await openArtifact(ports.objects, exclusions, tables.scratch);
    const found = await tables.engine.query(
      `SELECT id, name, reason FROM read_csv('${path.replaceAll("'", "''")}', header = true, all_varchar = true, quote = '"', escape = '"', delim = ',') ORDER BY id`,
    );
    for (const row of found)
      reasons.set(String(row['id']), { name: textOf(row['name']), reason: String(row['reason']) });
  }
  return rows.map((row) => {
    const known = reasons.get(String(row['target_id']));
    return {
      ...arrival(row),
      name: known?.name ?? null,
      because: known?.reason ?? 'it buys again, or is in none of the files any more',
    };
  });
}
