import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crash, type Fault, faultPlan } from './fault-plan.ts';
import { copyOf, invokeIn, type Remains, remainsOf, type Stage, stagesOfSmallRun } from './pipeline-world.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-pipeline-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** `KINDRED_FAULTS=all` tries every call of every step both ways; otherwise two kills and one failure of each. */
const everyCall = process.env['KINDRED_FAULTS'] === 'all';
const faultsOf = (calls: number): readonly Fault[] => {
  const middle = Math.ceil(calls / 2);
  if (!everyCall)
    return [
      ...[...new Set([middle, calls])].map((call) => ({ kind: 'crash', call, moment: 'after' }) as const),
      { kind: 'fail-once', call: middle, moment: 'before' },
    ];
  return Array.from({ length: calls }, (_, at) => at + 1).flatMap((call) =>
    (['before', 'after'] as const).flatMap((moment) =>
      (['crash', 'fail-once'] as const).map((kind) => ({ kind, call, moment })),
    ),
  );
};

/** Readers follow one pointer: wherever a step stops, it names no run, or one of which everything is there. */
function expectNothingHalf(left: Remains, stage: Stage, label: string): void {
  const pointer = left.items['warehouse#acme/current'];
  if (pointer === undefined) return;
  expect(pointer, label).toEqual(stage.after.items['warehouse#acme/current']);
  expect(left.items, label).toEqual(stage.after.items);
  const readable = ({ objects }: Remains) =>
    Object.entries(objects).filter(([key]) => !key.startsWith('outbox/'));
  expect(readable(left), label).toEqual(readable(stage.after));
}

const names = [
  'ticket',
  'check',
  'land',
  'rollup',
  'label',
  'traits',
  'enrich',
  'rank',
  'publish',
  'publish-stored',
];

describe('a step that is killed, or loses a store, and runs again', () => {
  const stages = new Map<string, Stage>();
  beforeAll(async () => {
    for (const stage of await stagesOfSmallRun(root)) stages.set(stage.name, stage);
  });

  const stageOf = (name: string): Stage => {
    const stage = stages.get(name);
    if (stage === undefined) throw new Error(`no stage ${name}`);
    return stage;
  };

  /** Lets a fault hit one call, then runs the step again as the state machine would; gives what the first try ended with. */
  async function hitAndRunAgain(stage: Stage, fault: Fault, label: string): Promise<unknown> {
    const folder = copyOf(stage.folder, 'try');
    const first = await invokeIn(folder, stage.step, stage.payload, faultPlan(fault));
    expectNothingHalf(await remainsOf(folder), stage, label);
    const again = await invokeIn(folder, stage.step, stage.payload, faultPlan({ kind: 'none' }));
    expect(again, label).toEqual({ answer: stage.answer });
    expect(await remainsOf(folder), label).toEqual(stage.after);
    rmSync(folder, { recursive: true, force: true });
    return 'error' in first ? first.error : null;
  }

  it('is tried at every stage of a run', () => {
    expect([...stages.keys()]).toEqual(names);
  });

  it.each(names)(
    '%s leaves what an undisturbed one leaves',
    { timeout: everyCall ? 900_000 : 30_000 },
    async (name) => {
      const stage = stageOf(name);
      for (const fault of faultsOf(stage.calls.length)) {
        const label = JSON.stringify(fault);
        const end = await hitAndRunAgain(stage, fault, label);
        if (fault.kind === 'crash') expect(end, label).toBeInstanceOf(Crash);
        else expect(end, label).toMatchObject({ name: 'Kindred.Retryable' });
      }
    },
  );
});
