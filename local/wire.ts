import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KindredError } from '../functions/shared/errors.ts';
import type { Json, Log } from '../functions/shared/ports.ts';
import { type FolderObjects, openFolderObjects } from '../functions/shared/stores/folder-objects.ts';
import { openSqliteScores, type SqliteScores } from '../functions/shared/stores/sqlite-scores.ts';
import { createExecutions, type Executions } from './executions.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { openInboxLedger } from './inbox-ledger.ts';
import { type Clock, rfc3339, systemClock } from './interpreter/clock.ts';
import type { StateEvent } from './interpreter/history.ts';
import { type ExecutionRecord, type Journal, openJournal } from './journal.ts';
import { localOutlets } from './outlets.ts';
import { resources } from './resources.ts';
import { claimState, type StateFolder, stateFolder } from './state-folder.ts';
import { invokeStep, stepNames } from './step-functions.ts';
import { openStepThread } from './step-thread.ts';

export type StepFailure = { readonly step: string; readonly error: unknown };

/** The pipeline with everything it runs on, in one process and one folder. */
export type Wire = {
  readonly folder: StateFolder;
  readonly objects: FolderObjects;
  readonly scores: SqliteScores;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly log: Log;
  /** What steps failed with and have not got past since, whole and oldest first: executions keep only name and text. */
  readonly failures: () => readonly StepFailure[];
  /** Takes in what people put into their folder. */
  readonly inbox: Inbox;
  /** Stops what runs (it resumes at the next start) and lets go of the folder. */
  readonly close: () => Promise<void>;
};

export type WireOptions = {
  readonly state: string;
  readonly clock?: Clock;
  /** Told of every transition of every execution, and of every end. */
  readonly onEvent?: (execution: string, event: StateEvent) => void;
  readonly onEnd?: (execution: ExecutionRecord) => void;
  /** The ASL text; the pipeline's own by default. */
  readonly definition?: string;
  /** Quiet time that closes a drop, where the settings leave it open. */
  readonly quietSeconds?: number;
  /** How long a file in the people's folder must stay as it is before it is taken. */
  readonly settleMs?: number;
  /** Opens the journal; the SQLite one by default. */
  readonly journal?: (path: string) => Journal;
  /** Run steps in a thread of their own, so that this one stays free to answer. */
  readonly thread?: boolean;
  /** Instead of the pipeline's steps: for other machines over the same ports. */
  readonly invoke?: (name: string, payload: Json) => Promise<Json>;
  readonly functions?: readonly string[];
  /** A local server that speaks BigQuery's protocol, for sources to be queried from. */
  readonly bigquery?: { readonly endpoint: string };
};

/** As long as Step Functions keeps an execution: 90 days. */
const keptMs = 90 * 86_400_000;
const definitionPath = resolve(import.meta.dirname, '../stacks/pipeline.asl.json');

/**
 * Opens a state folder and wires the pipeline over it: folder and SQLite stores, DuckDB, the interpreter with its journal.
 * Nothing runs until it is asked to; executions left behind by a killed process wait for `executions.resume()`.
 * Errors: `NotWritable` when the folder cannot be written or another process works in it.
 */
export async function openWire(options: WireOptions): Promise<Wire> {
  const folder = stateFolder(options.state);
  const release = claimState(folder);
  try {
    return await connect(options, folder, release);
  } catch (error) {
    release();
    throw error;
  }
}

async function connect(options: WireOptions, folder: StateFolder, release: () => void): Promise<Wire> {
  const clock = options.clock ?? systemClock;
  const now = (): string => rfc3339(clock.now());
  const log = fileLog(join(folder.root, 'log.jsonl'), now);
  const objects = await openFolderObjects(folder.bucket, { now });
  const scores = openSqliteScores(folder.scores, { now });
  const journal = (options.journal ?? openJournal)(folder.journal);
  journal.prune(rfc3339(clock.now() - keptMs));
  let failures: readonly StepFailure[] = [];
  const ports = {
    objects,
    scores,
    openTables: async (scratch: string) => {
      const { openDuckdb } = await import('../functions/shared/duckdb.ts');
      return openDuckdb({ scratch, ...resources() });
    },
    scratchRoot: folder.scratch,
    now,
    log,
    quietSeconds: options.quietSeconds ?? 2,
    bigquery: options.bigquery,
    outlets: localOutlets(folder.root),
  };
  const thread =
    options.thread === true
      ? openStepThread({
          root: folder.root,
          quietSeconds: ports.quietSeconds,
          ...(options.bigquery === undefined ? {} : { bigquery: options.bigquery }),
          log,
        })
      : null;
  const call = options.invoke ?? thread?.invoke ?? ((name, payload) => invokeStep(ports, name, payload));
  const executions = createExecutions({
    journal,
    machine: {
      name: 'kindred',
      definition: options.definition ?? readFileSync(definitionPath, 'utf8'),
      substitutions: Object.fromEntries((options.functions ?? stepNames).map((name) => [name, name])),
    },
    invoke: async (name, payload) => {
      try {
        const answer = await call(name, payload);
        failures = failures.filter(({ step }) => step !== name);
        return answer;
      } catch (error) {
        failures = [...failures.slice(-9), { step: name, error }];
        if (!(error instanceof KindredError))
          log('a step failed', { step: name, error: error instanceof Error ? (error.stack ?? '') : '' });
        throw error;
      }
    },
    clock,
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    ...(options.onEnd === undefined ? {} : { onEnd: options.onEnd }),
  });
  const ledger = openInboxLedger(join(folder.root, 'inbox.sqlite'));
  const inbox = openInbox({
    root: folder.inbox,
    scratch: folder.scratch,
    objects,
    executions,
    clock,
    log,
    ledger,
    ...(options.settleMs === undefined ? {} : { settleMs: options.settleMs }),
  });
  return {
    folder,
    objects,
    scores,
    executions,
    inbox,
    clock,
    log,
    failures: () => failures,
    close: async () => {
      await executions.stop();
      await thread?.close();
      ledger.close();
      journal.close();
      scores.close();
      objects.close();
      release();
    },
  };
}

/** One JSON line per message, in the order they came. */
function fileLog(path: string, now: () => string): Log {
  return (message, facts = {}) => {
    appendFileSync(path, `${JSON.stringify({ at: now(), message, ...facts })}\n`);
  };
}
