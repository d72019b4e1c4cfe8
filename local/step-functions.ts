import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import {
  checkDropRequest,
  landRequest,
  landResult,
  notifyRequest,
  notifyResult,
  pollRequest,
  publishRequest,
  publishResult,
  readRequest,
  runState,
  scoreFileRequest,
  stepResult,
  subjectRequest,
} from '../events/step.ts';
import { checkRequest, job, jobResult, ticket, ticketRequest } from '../events/ticket.ts';
import type { ProviderWorld } from '../functions/enrich/providers/provider-world.ts';
import type { Outlets } from '../functions/notify/run.ts';
import { KindredError } from '../functions/shared/errors.ts';
import type { Json, Log, ObjectStore, OpenTables, ScoreStore, StepPorts } from '../functions/shared/ports.ts';
import { ensureFolder } from './state-folder.ts';

export type LocalPorts = {
  readonly objects: ObjectStore;
  readonly scores: ScoreStore;
  readonly openTables: OpenTables;
  /** Parent of the private folders steps work in. */
  readonly scratchRoot: string;
  readonly now: () => string;
  readonly log: Log;
  /** Seconds without a new file after which a drop is closed, where the settings leave it open. */
  readonly quietSeconds: number;
  /** A local server that speaks BigQuery's protocol, instead of BigQuery. */
  readonly bigquery?: { readonly endpoint: string } | undefined;
  /** How providers are reached; the system's own way, with keys of the environment, by default. */
  readonly providers?: ProviderWorld;
  /** How somebody is told of an end; absent where nobody is to be. */
  readonly outlets?: Outlets;
};

/** Messages between steps are small facts; more than this is a mistake of a step. */
const messageLimitBytes = 65_536;

const landRequests = z.discriminatedUnion('action', [
  ticketRequest,
  checkRequest,
  checkDropRequest,
  subjectRequest,
  landRequest,
  pollRequest,
  readRequest,
]);

const landAnswer = z.union([ticket, job, jobResult, landResult]);

const nobody: Outlets = {
  announce: async () => undefined,
  post: async () => ({ kind: 'refused', reason: 'nobody is to be told' }),
};

/** One step behind its door: JSON in, JSON out. */
type Step = (ports: StepPorts, payload: Json, local: LocalPorts) => Promise<unknown>;

const steps: { readonly [name: string]: Step } = {
  land: async (ports, payload, { quietSeconds, bigquery }) => {
    const request = received('land', landRequests, payload);
    const { run } = await import('../functions/land/run.ts');
    const answer = await run(ports, request, {
      defaultQuietSeconds: quietSeconds,
      openQueries: async (target) =>
        (await import('../functions/land/sources/bigquery.ts')).openBigquery(target, bigquery),
    });
    return landAnswer.parse(answer);
  },
  rollup: async (ports, payload) => {
    const request = received('rollup', runState, payload);
    const { run } = await import('../functions/rollup/run.ts');
    return stepResult.parse(await run(ports, request));
  },
  label: async (ports, payload) => {
    const request = received('label', runState, payload);
    const { run } = await import('../functions/label/run.ts');
    return stepResult.parse(await run(ports, request));
  },
  traits: async (ports, payload) => {
    const request = received('traits', runState, payload);
    const { run } = await import('../functions/traits/run.ts');
    return stepResult.parse(await run(ports, request));
  },
  enrich: async (ports, payload, { providers }) => {
    const request = received('enrich', runState, payload);
    const { run } = await import('../functions/enrich/run.ts');
    const { localProviders } = await import('./provider-world.ts');
    return stepResult.parse(await run({ ...ports, providers: providers ?? localProviders() }, request));
  },
  rank: async (ports, payload) => {
    const request = received('rank', z.union([runState, scoreFileRequest]), payload);
    if ('action' in request) {
      const { scoreFile } = await import('../functions/rank/score-file.ts');
      return jobResult.parse(await scoreFile(ports, request.job));
    }
    const { run } = await import('../functions/rank/run.ts');
    return stepResult.parse(await run(ports, request));
  },
  notify: async (ports, payload, { outlets }) => {
    const request = received('notify', notifyRequest, payload);
    const { run } = await import('../functions/notify/run.ts');
    return notifyResult.parse(await run(ports, request, outlets ?? nobody));
  },
  publish: async (ports, payload) => {
    const request = received('publish', publishRequest, payload);
    const { run } = await import('../functions/publish/run.ts');
    return publishResult.parse(await run(ports, request));
  },
};

/** The functions the state machine invokes, each the value of its own `${name}` in the definition. */
export const stepNames: readonly string[] = Object.keys(steps);

/**
 * Calls a step as Lambda would: the payload and the answer pass through their schemas and through JSON, so that no object is
 * shared between steps, and a message of 64 KB or more is refused. The step's scratch folders are gone when it has ended.
 */
export async function invokeStep(ports: LocalPorts, name: string, payload: Json): Promise<Json> {
  const step = steps[name];
  if (step === undefined) throw new RangeError(`no step ${name}`);
  const folders: string[] = [];
  const { objects, scores, openTables, now, log } = ports;
  const scratch = async (): Promise<string> => {
    ensureFolder(ports.scratchRoot, '--state');
    const folder = await mkdtemp(join(ports.scratchRoot, `${name}-`));
    folders.push(folder);
    return folder;
  };
  try {
    const stepPorts = { objects, scores, openTables, scratch, now, log };
    const answer = await step(stepPorts, copied(name, 'request', payload), ports);
    return copied(name, 'answer', z.json().parse(answer));
  } finally {
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

function copied(step: string, what: string, value: Json): Json {
  const text = JSON.stringify(value);
  const bytes = Buffer.byteLength(text);
  if (bytes >= messageLimitBytes)
    throw new KindredError('Internal', [
      {
        name: `the ${what} of step ${step}`,
        allowed: `less than ${messageLimitBytes} bytes`,
        received: `${bytes} bytes`,
        remedy: 'pass large values through the object store',
      },
    ]);
  return JSON.parse(text);
}

function received<T>(step: string, schema: z.ZodType<T>, payload: Json): T {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  throw new KindredError(
    'BadEvent',
    parsed.error.issues.map((issue) => ({
      name: `${step} request, ${issue.path.join('.') || 'whole'}`,
      allowed: issue.message,
      received: 'something else',
      remedy: 'see events/ for the messages between steps',
    })),
  );
}
