import '@hono/zod-openapi';
import * as z from 'zod';
import type { StartEvent } from '../../events/start.ts';
import {
  type ExecutionRecord,
  executionCauses,
  executionName,
  executionRecord,
  recordExecution,
} from '../shared/execution-record.ts';
import type { ExecutionInfo, StateVisit } from '../shared/ports.ts';
import { executionSort, warehousePartition } from '../shared/score-keys.ts';
import { sha256 } from '../shared/sha256.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const stepSchema = z
  .object({
    step: z.string(),
    status: z.enum(['waiting', 'running', 'done', 'failed']),
    entered_at: z.string().nullable(),
    exited_at: z.string().nullable(),
    attempts: z.int(),
    facts: z.record(z.string(), fact),
    error: z.string().nullable(),
  })
  .openapi('ExecutionStep');

/** An execution as the API tells of it. */
export const executionSchema = z
  .object({
    execution: z.string().openapi({ example: 'exe_0123456789abcdef0123456789abcdef' }),
    cause: z.enum(executionCauses),
    request: z.string().nullable(),
    status: z.enum(['running', 'succeeded', 'failed', 'timed_out', 'aborted']),
    state: z.string().nullable(),
    started_at: z.string(),
    stopped_at: z.string().nullable(),
    outcome: z.string().nullable(),
    run: z.string().nullable(),
    reason: z.string().nullable(),
    steps: z.array(stepSchema),
  })
  .openapi('Execution');

export type ExecutionAnswer = z.infer<typeof executionSchema>;

const runSteps = ['land', 'rollup', 'label', 'traits', 'enrich', 'rank', 'publish'] as const;
/** What people are shown of the machine's states; the others are its own affair. */
const stepOf: Readonly<Record<string, string>> = {
  Land: 'land',
  Rollup: 'rollup',
  Label: 'label',
  Traits: 'traits',
  Enrich: 'enrich',
  Rank: 'rank',
  Publish: 'publish',
  PublishStored: 'publish',
  CheckDrop: 'check',
  ScoreFile: 'score',
  Access: 'access',
  Erase: 'erase',
  Sweep: 'sweep',
};
const jobSteps: Readonly<Record<string, readonly string[]>> = {
  check: ['check'],
  'score-file': ['score'],
  access: ['access'],
  erase: ['erase', ...runSteps, 'sweep'],
};

const output = z.looseObject({
  outcome: z.string(),
  run: z.string().nullable().optional(),
  warehouse: z.string().nullable().optional(),
  reason: z.string().optional(),
  state: z.looseObject({ run: z.string() }).optional(),
});
const facts = z.record(z.string(), z.record(z.string(), fact));
const carrier = z.looseObject({
  facts: z.union([facts, z.record(z.string(), fact)]).optional(),
  state: z.looseObject({ facts }).optional(),
});

/** Starts an execution for a request of a warehouse, or finds the one that this request started before. */
export async function startExecution(
  ports: ApiPorts,
  event: Extract<StartEvent, { readonly kind: string }>,
  request: string,
): Promise<ExecutionAnswer> {
  const name =
    event.kind === 'rerun' ? `${event.warehouse}.${request}` : `${event.warehouse}.${event.kind}.${request}`;
  const short = name.length <= 80 ? name : `${event.warehouse}.${sha256(name).slice(0, 32)}`;
  const started = await ports.executions.start(short, event);
  const info = await ports.executions.describe(started.execution);
  if (info === null)
    throw new ApiProblem(
      'unavailable',
      'the execution was started but cannot be read yet; ask for it again',
      [],
      { 'retry-after': '2' },
    );
  await recordExecution(
    ports.scores,
    event.warehouse,
    { id: info.execution, started_at: info.started_at },
    event.kind,
    request,
  );
  const record = await executionOf(ports, event.warehouse, executionName(info.execution));
  return describeExecution(record, info, null);
}

/** The record of a warehouse's execution; `not_found` for any other, and for one that is no longer kept. */
export async function executionOf(
  ports: ApiPorts,
  warehouse: string,
  name: string,
): Promise<ExecutionRecord> {
  const stored = /^exe_[0-9a-f]{32}$/.test(name)
    ? await ports.scores.get(warehousePartition(warehouse), executionSort(name))
    : null;
  if (stored === null) throw new ApiProblem('not_found', 'no such execution; GET executions lists them');
  return executionRecord.parse(stored.value);
}

/** An execution with where each step of it stands; without visits, the steps are left out. */
export function describeExecution(
  record: ExecutionRecord,
  info: ExecutionInfo,
  visits: readonly StateVisit[] | null,
): ExecutionAnswer {
  const parsed = output.safeParse(info.output);
  // An event of another warehouse cannot be recorded here; an output that names another is not handed out all the same.
  const known =
    parsed.success && (parsed.data.warehouse ?? record.warehouse) === record.warehouse ? parsed.data : null;
  return {
    execution: executionName(record.id),
    cause: record.cause,
    request: record.request,
    status: info.status,
    state: visits?.at(-1)?.state ?? info.state,
    started_at: info.started_at,
    stopped_at: info.stopped_at,
    outcome: known?.outcome ?? null,
    run: known?.run ?? known?.state?.run ?? runIn(visits),
    reason: known?.reason ?? null,
    steps: visits === null ? [] : steps(record, info, visits),
  };
}

function steps(
  record: ExecutionRecord,
  info: ExecutionInfo,
  visits: readonly StateVisit[],
): ExecutionAnswer['steps'] {
  const seen = visits.flatMap((visit) => {
    const step = stepOf[visit.state];
    return step === undefined
      ? []
      : [
          {
            step,
            status:
              visit.error !== null && (visit.exited_at !== null || info.status !== 'running')
                ? ('failed' as const)
                : visit.exited_at !== null
                  ? ('done' as const)
                  : info.status === 'running'
                    ? ('running' as const)
                    : ('failed' as const),
            entered_at: visit.entered_at,
            exited_at: visit.exited_at,
            attempts: visit.attempts,
            facts: factsOf(step, visit),
            error: visit.error,
          },
        ];
  });
  const planned = jobSteps[record.cause] ?? runSteps;
  const reached = new Set(seen.map(({ step }) => step));
  const open = info.status === 'running' ? planned.filter((step) => !reached.has(step)) : [];
  return [
    ...seen,
    ...open.map((step) => ({
      step,
      status: 'waiting' as const,
      entered_at: null,
      exited_at: null,
      attempts: 0,
      facts: {},
      error: null,
    })),
  ];
}

/** What a step counted: in the state it hands on, or in its own answer. */
function factsOf(step: string, visit: StateVisit): z.infer<typeof stepSchema>['facts'] {
  const parsed = carrier.safeParse(visit.output);
  if (!parsed.success) return {};
  const all = parsed.data.state?.facts ?? parsed.data.facts ?? {};
  const own = all[step];
  if (typeof own === 'object' && own !== null) return own;
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null ? [] : [[name, value]],
    ),
  );
}

const stateRun = z.looseObject({ run: z.string().startsWith('run_') });
const landedRun = z.looseObject({ state: stateRun });

/** The run an execution works on, as soon as it is planned. */
function runIn(visits: readonly StateVisit[] | null): string | null {
  for (const { output: given } of visits ?? []) {
    const state = stateRun.safeParse(given);
    if (state.success) return state.data.run;
    const landed = landedRun.safeParse(given);
    if (landed.success) return landed.data.state.run;
  }
  return null;
}
