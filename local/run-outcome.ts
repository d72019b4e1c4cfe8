import * as z from 'zod';
import { type OutboxStatus, outboxStatus } from '../events/outbox-status.ts';
import { landResult, publishResult, type RunState } from '../events/step.ts';
import { jobResult } from '../events/ticket.ts';
import { outboxKeys } from '../functions/shared/outbox.ts';
import type { ObjectStore, ScoreStore } from '../functions/shared/ports.ts';
import { runRecord } from '../functions/shared/run-record.ts';
import { runSort, warehousePartition } from '../functions/shared/score-keys.ts';
import type { ExecutionRecord } from './journal.ts';

/** How an execution of the pipeline ended, for the person who started it. */
export type RunOutcome =
  | { readonly kind: 'published' | 'duplicate'; readonly state: RunState }
  | { readonly kind: 'waiting' | 'rejected'; readonly reason: string; readonly status: OutboxStatus | null }
  | { readonly kind: 'held' | 'previewed'; readonly state: RunState }
  | { readonly kind: 'superseded' | 'ignored' | 'done' }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string };

const output = z.union([
  publishResult,
  landResult,
  z.strictObject({ outcome: z.enum(['superseded', 'ignored']) }),
  z.looseObject({ outcome: z.literal('superseded') }),
  jobResult,
  z.looseObject({ outcome: z.literal('ignored') }),
]);

/** Reads an ended execution: its last output, the stored run it leads to, or the answer in the outbox. */
export async function runOutcome(
  execution: ExecutionRecord,
  stores: { readonly objects: ObjectStore; readonly scores: ScoreStore },
): Promise<RunOutcome> {
  if (execution.status !== 'SUCCEEDED')
    return {
      kind: 'failed',
      error: execution.error ?? execution.status,
      cause: errorMessage(execution.cause ?? ''),
    };
  const ended = output.parse(execution.output);
  switch (ended.outcome) {
    case 'waiting':
    case 'rejected': {
      const bytes = await stores.objects.get(outboxKeys(ended.warehouse).json);
      const status =
        bytes === null ? null : outboxStatus.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
      return { kind: ended.outcome, reason: ended.reason, status };
    }
    case 'held':
    case 'previewed':
    case 'published':
    case 'duplicate': {
      const warehouse = 'state' in ended ? ended.state.warehouse : (ended.warehouse ?? '');
      const run = 'state' in ended ? ended.state.run : (ended.run ?? '');
      const stored = await stores.scores.get(warehousePartition(warehouse), runSort(run));
      if (stored === null)
        return { kind: 'failed', error: 'Kindred.Integrity', cause: `run ${run} ended without a record` };
      return { kind: ended.outcome, state: runRecord.parse(stored.value).state };
    }
    case 'superseded':
    case 'ignored':
      return { kind: ended.outcome };
    case 'checked':
    case 'scored':
    case 'gathered':
    case 'swept':
      return { kind: 'done' };
    case 'landed':
    case 'querying':
    case 'reading':
    case 'read':
    case 'failure-reported':
      return { kind: 'failed', error: 'Kindred.Internal', cause: `the pipeline ended as ${ended.outcome}` };
  }
}

/** The message inside a Lambda cause; the cause itself where it is none. */
function errorMessage(cause: string): string {
  try {
    const parsed = z.object({ errorMessage: z.string() }).safeParse(JSON.parse(cause));
    return parsed.success ? parsed.data.errorMessage : cause;
  } catch {
    return cause;
  }
}
