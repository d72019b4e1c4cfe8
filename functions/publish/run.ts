import * as z from 'zod';
import { type PublishRequest, type PublishResult, type RunState, runState } from '../../events/step.ts';
import { type Ticket, ticket } from '../../events/ticket.ts';
import { KindredError } from '../shared/errors.ts';
import { writeOutbox } from '../shared/outbox.ts';
import type { StepPorts } from '../shared/ports.ts';
import { runRecord } from '../shared/run-record.ts';
import { runSort, warehousePartition } from '../shared/score-keys.ts';
import { failureWords } from './failure-words.ts';
import { flipPointer, isNewest } from './flip-pointer.ts';
import { markRun, needsApproval } from './hold-run.ts';
import { writeItems } from './items.ts';
import { acceptedStatus, failedStatus, heldStatus } from './outbox-words.ts';
import { writeRunDocuments } from './run-documents.ts';
import { sweep } from './sweep.ts';

/**
 * Last step of every execution. `publish` writes everything a reader needs under the run's own keys and then flips one
 * pointer; `publish-stored` flips it to a run that was written before; `report-failure` answers the client in the bucket.
 * Nothing a reader sees changes before the flip, so each may be killed and run again.
 */
export async function run(ports: StepPorts, request: PublishRequest): Promise<PublishResult> {
  if (request.action === 'report-failure') return await reportFailure(ports, request.input, request.error);
  if (request.action === 'sweep') return await sweep(ports, request.erasure);
  const { state } = request;
  const superseded = { outcome: 'superseded', warehouse: state.warehouse, run: state.run } as const;
  if (!(await isNewest(ports.scores, state.warehouse, state.generation))) return superseded;
  const complete =
    request.action === 'publish' ? await writeRun(ports, state) : await storedState(ports, state);
  const { warehouse, run: id } = state;
  if (state.cause === 'preview') return { outcome: 'previewed', warehouse, run: id };
  if (await needsApproval(ports, state)) {
    await markRun(ports.scores, warehouse, id, 'held');
    await writeOutbox(
      ports.objects,
      await heldStatus(ports.objects, complete),
      await quarantineOf(ports, complete),
    );
    return { outcome: 'held', warehouse, run: id };
  }
  if (!(await flipPointer(ports.scores, warehouse, id, state.generation))) return superseded;
  await markRun(ports.scores, warehouse, id, 'published');
  const outcome = request.action === 'publish' ? 'published' : 'duplicate';
  await writeOutbox(
    ports.objects,
    await acceptedStatus(ports.objects, complete, outcome),
    await quarantineOf(ports, complete),
  );
  ports.log('run published', {
    warehouse: state.warehouse,
    run: state.run,
    generation: state.generation,
    outcome,
  });
  return { outcome, warehouse: state.warehouse, run: state.run };
}

async function writeRun(ports: StepPorts, state: RunState): Promise<RunState> {
  const documents = await writeRunDocuments(ports, state);
  const complete: RunState = { ...state, artifacts: { ...state.artifacts, ...documents.artifacts } };
  const counts = await writeItems(ports, complete, documents.currency);
  await ports.scores.batchPut([
    {
      partition: warehousePartition(state.warehouse),
      sort: runSort(state.run),
      value: runRecord.parse({
        status: state.cause === 'preview' ? 'preview' : 'held',
        state: complete,
        ...counts,
      }),
    },
  ]);
  return complete;
}

async function storedState(ports: StepPorts, state: RunState): Promise<RunState> {
  const stored = await ports.scores.get(warehousePartition(state.warehouse), runSort(state.run));
  if (stored === null) {
    throw new KindredError('NotFound', [
      {
        name: 'run',
        allowed: 'a run that was published before',
        received: state.run,
        remedy: 'rerun the warehouse',
      },
    ]);
  }
  return {
    ...runRecord.parse(stored.value).state,
    generation: state.generation,
    cause: state.cause,
    execution: state.execution,
  };
}

async function quarantineOf(ports: StepPorts, state: RunState): Promise<Uint8Array | undefined> {
  const artifact = state.artifacts['quarantine'];
  return artifact === undefined ? undefined : ((await ports.objects.get(artifact.key)) ?? undefined);
}

/** A failure before the ticket has no warehouse to answer to; a failure of an older generation is no longer the news. */
async function reportFailure(
  ports: StepPorts,
  input: unknown,
  error: { readonly name: string; readonly cause: string },
): Promise<PublishResult> {
  const known = z
    .union([runState, ticket, z.object({ ticket }).transform((wrapped): Ticket => wrapped.ticket)])
    .safeParse(input);
  if (!known.success) {
    ports.log('an execution failed before it had a warehouse', { error: error.name });
    return { outcome: 'failure-reported', warehouse: null, run: null };
  }
  const { warehouse, generation } = known.data;
  const run = 'run' in known.data ? known.data.run : null;
  const preview = known.data.cause === 'preview';
  if (!preview && (await isNewest(ports.scores, warehouse, generation)))
    await writeOutbox(ports.objects, failedStatus(warehouse, generation, run, failureWords(error)));
  ports.log('an execution failed', { warehouse, run, error: error.name });
  return { outcome: 'failure-reported', warehouse, run };
}
