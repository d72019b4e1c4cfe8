import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { type Environment, readEnv } from './env.ts';
import { KindredError } from './errors.ts';
import type { Log, StepPorts, TableEngine } from './ports.ts';
import { makeLog, makeWatch } from './powertools.ts';
import { type StepConfig, tableResources } from './step-config.ts';
import { receiveMessage, sendMessage } from './step-message.ts';
import { openDynamoScores } from './stores/dynamodb-scores.ts';
import { openS3Objects } from './stores/s3-objects.ts';

/** A step as its Lambda offers it. */
export type StepDoor<Config extends StepConfig, Request, Answer> = {
  /** The step's folder, for logs and scratch. */
  readonly step: string;
  readonly config: z.ZodType<Config>;
  readonly request: z.ZodType<Request>;
  readonly answer: z.ZodType<Answer>;
  readonly run: (ports: StepPorts, request: Request, config: Config) => Promise<Answer>;
  readonly openTables: (options: {
    readonly scratch: string;
    readonly memoryLimitMb: number;
    readonly threads: number;
  }) => Promise<TableEngine>;
};

/**
 * The Lambda handler of a step: configuration from the environment, S3 and DynamoDB behind their ports, request and answer through
 * their schemas, a private scratch that is empty before and after. What it throws has the name that the state machine decides by:
 * `Kindred.Retryable` or `Kindred.<code>`; anything unforeseen becomes `Kindred.Internal`. Clients live as long as the process.
 *
 * Lambda gives a process one event at a time: the scratch counts on that.
 */
export function stepHandler<Config extends StepConfig, Request, Answer>(
  door: StepDoor<Config, Request, Answer>,
  environment: Environment,
): (event: unknown) => Promise<Answer> {
  const log = makeLog(door.step);
  const watch = makeWatch(door.step);
  const scratchRoot = join(tmpdir(), `kindred-${door.step}`);
  let wired: { readonly config: Config; readonly ports: StepPorts } | null = null;

  return async (event) => {
    const began = Date.now();
    let failure: string | null = null;
    try {
      wired ??= wire(door, environment, log, scratchRoot);
      const { config, ports } = wired;
      const request = receiveMessage(door.step, door.request, event);
      await empty(scratchRoot);
      return await watch.traced(idsIn(request), async () =>
        sendMessage(door.step, door.answer, await door.run(ports, request, config)),
      );
    } catch (error) {
      const named = error instanceof KindredError ? error : unforeseen(door.step, error);
      failure = named.code;
      log('step failed', {
        code: named.code,
        retryable: named.retryable,
        at: firstFrame(named.cause ?? named),
      });
      throw named;
    } finally {
      const milliseconds = Date.now() - began;
      watch.ended(milliseconds, failure);
      log('step ended', { ok: failure === null, milliseconds });
      await rm(scratchRoot, { recursive: true, force: true });
    }
  };
}

function wire<Config extends StepConfig, Request, Answer>(
  door: StepDoor<Config, Request, Answer>,
  environment: Environment,
  log: Log,
  scratchRoot: string,
): { readonly config: Config; readonly ports: StepPorts } {
  const config = readEnv(door.config, environment);
  const now = (): string => new Date().toISOString();
  return {
    config,
    ports: {
      objects: openS3Objects({
        bucket: config.KINDRED_BUCKET,
        pathStyle: config.KINDRED_S3_STYLE === 'path',
        versioned: config.KINDRED_S3_VERSIONS === 'kept',
      }),
      scores: openDynamoScores({ table: config.KINDRED_TABLE, now }),
      openTables: (scratch) => door.openTables({ scratch, ...tableResources(config.KINDRED_MEMORY_MB) }),
      scratch: () => mkdtemp(join(scratchRoot, 'work-')),
      now,
      log,
    },
  };
}

/** A process that was killed at its time limit may come back with what it left. */
async function empty(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
}

/** The ids a message carries, on itself or on its ticket or state. */
function idsIn(message: unknown): { readonly [name: string]: string } {
  const told = z.object({ warehouse: z.string().optional(), run: z.string().optional() }).catch({});
  const carriers = z.object({ ticket: told.optional(), state: told.optional() }).catch({}).parse(message);
  const { warehouse, run } = { ...told.parse(message), ...carriers.ticket, ...carriers.state };
  return { ...(warehouse === undefined ? {} : { warehouse }), ...(run === undefined ? {} : { run }) };
}

/** Where in the code an error came from: a place, no data. */
function firstFrame(error: unknown): string | null {
  const frame =
    error instanceof Error ? error.stack?.split('\n').find((line) => /^\s+at /.test(line)) : undefined;
  return frame?.trim() ?? null;
}

function unforeseen(step: string, cause: unknown): KindredError {
  const received = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
  return new KindredError(
    'Internal',
    [
      {
        name: step,
        allowed: 'a step that ends or says why not',
        received,
        remedy: 'report this with the run’s id',
      },
    ],
    { cause },
  );
}
