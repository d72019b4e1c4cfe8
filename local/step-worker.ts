import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { KindredError } from '../functions/shared/errors.ts';
import { openFolderObjects } from '../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../functions/shared/stores/sqlite-scores.ts';
import { rfc3339, systemClock } from './interpreter/clock.ts';
import { localOutlets } from './outlets.ts';
import { resources } from './resources.ts';
import { stateFolder } from './state-folder.ts';
import { invokeStep } from './step-functions.ts';
import type { StepAnswer, StepCall } from './step-thread.ts';

/** The other end of {@link file://./step-thread.ts}: runs steps over its own connections to the state folder. */
const { root, quietSeconds, bigquery } = z
  .strictObject({
    root: z.string(),
    quietSeconds: z.number(),
    bigquery: z.strictObject({ endpoint: z.string() }).optional(),
  })
  .parse(workerData);
const call = z.strictObject({ id: z.int(), name: z.string(), payload: z.json() });
const port = parentPort;
if (port === null) throw new Error('this file is the entry of a worker thread');

const folder = stateFolder(root);
const now = (): string => rfc3339(systemClock.now());
const answer = (message: StepAnswer): void => port.postMessage(message);
const objects = await openFolderObjects(folder.bucket, { now });
const ports = {
  objects,
  scores: openSqliteScores(folder.scores, { now }),
  openTables: (scratch: string) => openDuckdb({ scratch, ...resources() }),
  scratchRoot: join(folder.root, 'scratch'),
  now,
  log: (message: string, facts = {}) => answer({ kind: 'log', message, facts }),
  quietSeconds,
  bigquery,
  outlets: localOutlets(root),
};

port.on('message', (given: StepCall) => {
  const { id, name, payload } = call.parse(given);
  invokeStep(ports, name, payload).then(
    (result) => answer({ kind: 'done', id, result }),
    (error: unknown) => answer(failure(id, error)),
  );
});

/** What went wrong, in parts that survive the way between threads. */
function failure(id: number, error: unknown): StepAnswer {
  if (error instanceof KindredError)
    return { kind: 'refused', id, code: error.code, problems: error.problems };
  const known = error instanceof Error ? error : new Error(String(error));
  return { kind: 'failed', id, name: known.name, message: known.message, stack: known.stack ?? '' };
}
