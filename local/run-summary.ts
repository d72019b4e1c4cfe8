import * as z from 'zod';
import type { Target } from '../core/rank/target.ts';
import { decimal, percent, times, whole } from '../core/report/numbers.ts';
import type { RunState } from '../events/step.ts';
import { readArtifact } from '../functions/shared/artifacts.ts';
import type { ObjectStore } from '../functions/shared/ports.ts';
import { targetLines } from '../functions/shared/target-record.ts';

const summarySchema = z.object({ words: z.string(), warnings: z.array(z.string()) });
const traitSchema = z.object({
  words: z.string(),
  rate_best: z.number(),
  rate_rest: z.number(),
  lift: z.number(),
  lift_low: z.number(),
  lift_high: z.number(),
  strongest: z.number().nullable(),
});
const listOf = <T extends z.ZodType>(item: T, key: string) =>
  z.union([z.array(item), z.object({ [key]: z.array(item) }).transform((whole) => whole[key] ?? [])]);
const backtestSchema = z.object({ line: z.string().nullish(), words: z.string().nullish() });

/** What a run found, as far as its artifacts tell: the text a person sees and the facts behind it. */
export type RunSummary = {
  readonly best: z.output<typeof summarySchema> | null;
  readonly traits: readonly z.output<typeof traitSchema>[];
  readonly targets: readonly Target[];
  readonly backtest: string | null;
};

/** Reads the headline artifacts of a run. A run without one (too little data, no prospects) has an empty place for it. */
export async function readRunSummary(objects: ObjectStore, state: RunState): Promise<RunSummary> {
  const read = async <T>(name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const artifact = state.artifacts[name];
    if (artifact === undefined) return null;
    return schema.parse(JSON.parse(Buffer.from(await readArtifact(objects, artifact)).toString('utf8')));
  };
  const traits = (await read('traits', listOf(traitSchema, 'traits'))) ?? [];
  const targets = await firstTargets(objects, state);
  const backtest = await read('backtest', backtestSchema);
  return {
    best: await read('label-summary', summarySchema),
    traits: traits
      .filter((trait) => typeof trait.strongest === 'number')
      .sort((a, b) => (a.strongest ?? 0) - (b.strongest ?? 0)),
    targets,
    backtest: backtest?.line ?? backtest?.words ?? null,
  };
}

/** The first ten of the lists a team works, in list order. */
async function firstTargets(objects: ObjectStore, state: RunState): Promise<readonly Target[]> {
  const artifact = state.artifacts['targets'];
  if (artifact === undefined) return [];
  const first: Target[] = [];
  for (const target of targetLines(await readArtifact(objects, artifact))) {
    first.push(target);
    if (first.length === 10) break;
  }
  return first;
}

/** The summary as lines for a terminal of 80 columns and more. */
export function summaryLines(summary: RunSummary, bold: (text: string) => string): readonly string[] {
  const lines: string[] = [];
  const { best } = summary;
  if (best !== null) {
    lines.push(
      bold('Best customers'),
      `  ${best.words}`,
      ...best.warnings.map((warning) => `  note: ${warning}`),
      '',
    );
  }
  if (summary.traits.length > 0)
    lines.push(
      bold('What sets them apart'),
      ...summary.traits.map(
        (trait) =>
          `  ${times(trait.lift).padStart(6)} [${times(trait.lift_low).slice(0, -1)}–${times(trait.lift_high).slice(0, -1)}]  ${
            trait.words
          }  ${percent(trait.rate_best)} of best, ${percent(trait.rate_rest)} of the rest`,
      ),
      '',
    );
  if (summary.targets.length > 0)
    lines.push(
      bold('Whom to call first'),
      ...summary.targets.flatMap((target, index) => [
        `  ${String(index + 1).padStart(3)}. ${target.name ?? target.target_id}  ${decimal(target.score, 1)} ${target.tier} (${target.list})`,
        `       ${reasonWords(target)}`,
      ]),
      '',
    );
  if (summary.backtest !== null) lines.push(bold('Does it work?'), `  ${summary.backtest}`, '');
  return lines;
}

/** The three reasons that add most. */
function reasonWords(target: RunSummary['targets'][number]): string {
  const all = [
    ...target.similarity_reasons.reasons.filter((reason) => reason.kind !== 'other'),
    ...target.opportunity_reasons.reasons,
  ];
  const adding = all.filter((reason) => reason.points > 0).sort((a, b) => b.points - a.points);
  return adding.length === 0
    ? 'no single reason stands out'
    : adding
        .slice(0, 3)
        .map((reason) => reason.words)
        .join('; ');
}

/** What became of the rows, in one line; nothing where the landing did not count them. */
export function dataLines(state: RunState): readonly string[] {
  const count = (name: string): number | null => {
    const value = state.facts['land']?.[name];
    return typeof value === 'number' ? value : null;
  };
  const read = count('rows_read');
  if (read === null) return [];
  const others = [
    [count('rows_quarantined'), 'refused (quarantine.csv says why)'],
    [count('rows_deduplicated'), 'repeated'],
    [count('rows_superseded'), 'replaced by newer ones'],
  ] as const;
  const parts = others.flatMap(([rows, word]) =>
    rows === null || rows === 0 ? [] : [`${whole(rows)} ${word}`],
  );
  return [[`${whole(read)} rows read, ${whole(count('rows_accepted') ?? 0)} used`, ...parts].join(', ')];
}
