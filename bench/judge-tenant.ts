import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { RunState } from '../events/step.ts';
import { generateTenant, type TenantPlan } from '../examples/generate.ts';
import { judgeArchetypes, judgeList, judgeTraits, judgeWinBack } from '../examples/judge.ts';
import { readArtifact } from '../functions/shared/artifacts.ts';
import {
  archetypesDocument,
  modelsDocument,
  traitDocument,
  valueDocument,
} from '../functions/shared/documents.ts';
import { readJson } from '../functions/shared/json-artifacts.ts';
import { currentPointer, runRecord } from '../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../functions/shared/score-keys.ts';
import { targetLines } from '../functions/shared/target-record.ts';
import { startClosedDrop } from '../local/closed-drop.ts';
import { dropFiles } from '../local/drop-files.ts';
import { openWire, type Wire } from '../local/wire.ts';

/** Runs one generated tenant through the whole pipeline and holds what came out against what was planted. */
export async function judgeTenant(
  seed: number,
  size: Partial<TenantPlan> = {},
): Promise<{ readonly [figure: string]: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-planted-'));
  const truth = await generateTenant({ seed, ...size }, join(folder, 'files'));
  const wire = await openWire({ state: join(folder, 'state') });
  try {
    const drop = dropFiles([join(folder, 'files')]);
    const settings = drop.settings === null ? null : await readFile(drop.settings, 'utf8');
    const { name } = await startClosedDrop(wire, {
      warehouse: 'planted',
      files: drop.files,
      settings,
      asOf: null,
    });
    const ended = await wire.executions.ended(name);
    if (ended.status !== 'SUCCEEDED') throw new Error(`seed ${seed} ended ${ended.status}`);
    const state = await publishedState(wire, 'planted');
    const traits = await readJson(wire.objects, state, 'traits', traitDocument);
    const archetypes = await readJson(wire.objects, state, 'archetypes', archetypesDocument);
    const models = await readJson(wire.objects, state, 'models', modelsDocument);
    const artifact = state.artifacts['targets'];
    const targets =
      artifact === undefined ? [] : [...targetLines(await readArtifact(wire.objects, artifact))];
    const strongest = judgeTraits(
      truth,
      traits.traits.filter((trait) => trait.strongest !== null),
    );
    const list = judgeList(truth, targets, 100);
    const fit = judgeList(truth, targets, 100, 'similarity');
    const winBack = judgeWinBack(truth, targets);
    const kinds = judgeArchetypes(
      truth,
      new Map(archetypes.members.map((member) => [member.customer_id, member.archetype_id])),
    );
    const backtest = await readJson(wire.objects, state, 'backtest', backtestFigures);
    const quotes = await readJson(wire.objects, state, 'quotes', quoteFigures);
    const value = await readJson(wire.objects, state, 'value', valueDocument);
    const { known, best } = truth.last_year;
    const truly = new Set(best);
    const printed = backtest.rankings[0];
    const trueLift =
      backtest.listed.filter(({ customer_id }) => truly.has(customer_id)).length /
      backtest.listed.length /
      (best.length / known);
    return {
      backtest_lift: printed?.lift ?? 0,
      backtest_lift_true: trueLift,
      backtest_lift_held:
        printed !== undefined &&
        trueLift >= printed.figures.at.find(({ k }) => k === backtest.k)!.lift.low &&
        trueLift <= printed.figures.at.find(({ k }) => k === backtest.k)!.lift.high
          ? 1
          : 0,
      backtest_precision: printed?.precision ?? 0,
      backtest_last_revenue:
        backtest.rankings.find(({ name }) => name === 'Last-period revenue')?.precision ?? 0,
      value_total_ratio: value.model?.calibration?.total_ratio ?? 0,
      value_covered: value.model?.calibration?.covered ?? 0,
      quote_auc: quotes.auc?.value ?? 0.5,
      quotes_usable: Number(quotes.usable),
      trait_recall: strongest.recall,
      false_traits: strongest.verdicts.false.length,
      precision_100: list.precision,
      precision_100_by_similarity: fit.precision,
      base_rate: list.base_rate,
      precision_over_base: list.precision_over_base,
      hidden_leaked: list.hidden_leaked.length,
      duplicates_leaked: list.duplicates_leaked.length,
      lapsed_recall: winBack.recall,
      win_back_false_share: winBack.false_share,
      archetypes: archetypes.k,
      archetypes_adjusted_rand: kinds.adjusted_rand,
      canary_auc: models.similarity.canary?.auc ?? 0.5,
    };
  } finally {
    await wire.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const backtestFigures = z.looseObject({
  k: z.number(),
  listed: z.array(z.looseObject({ customer_id: z.string() })),
  rankings: z.array(
    z.looseObject({
      name: z.string(),
      lift: z.number(),
      precision: z.number(),
      figures: z.looseObject({
        at: z.array(
          z.looseObject({ k: z.number(), lift: z.looseObject({ low: z.number(), high: z.number() }) }),
        ),
      }),
    }),
  ),
});
const quoteFigures = z.looseObject({
  usable: z.boolean(),
  auc: z.looseObject({ value: z.number() }).nullable(),
});

async function publishedState(wire: Wire, warehouse: string): Promise<RunState> {
  const partition = warehousePartition(warehouse);
  const pointer = await wire.scores.get(partition, currentSort);
  if (pointer === null) throw new Error('nothing was published');
  const stored = await wire.scores.get(partition, runSort(currentPointer.parse(pointer.value).run));
  if (stored === null) throw new Error('the pointer leads nowhere');
  return runRecord.parse(stored.value).state;
}
