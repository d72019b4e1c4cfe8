import * as z from 'zod';
import { warehouseId } from '../../events/ids.ts';
import type { Execution } from '../../events/ticket.ts';
import type { ScoreStore } from './ports.ts';
import { executionListSort, executionSort, warehousePartition } from './score-keys.ts';
import { sha256 } from './sha256.ts';

export const executionCauses = [
  'drop',
  'schedule',
  'rerun',
  'preview',
  'check',
  'score-file',
  'access',
  'erase',
] as const;

/** Whose execution it is: engines do not say, and their names for executions tell of the account they run in. */
export const executionRecord = z.strictObject({
  id: z.string(),
  warehouse: warehouseId,
  cause: z.enum(executionCauses),
  /** The name of the request it was started by; null for files and ticks. */
  request: z.string().nullable(),
  started_at: z.string(),
});

export type ExecutionRecord = z.infer<typeof executionRecord>;
export type ExecutionCause = ExecutionRecord['cause'];

/** As long as Step Functions keeps an execution. */
const keptSeconds = 90 * 86_400;

/** What people call an execution: `exe_` and 32 hex digits of the hash of its engine's id. */
export const executionName = (id: string): string => `exe_${sha256(id).slice(0, 32)}`;

/**
 * Notes that an execution belongs to a warehouse, once: under its name, and in the warehouse's list, newest first. A retry
 * finds its own notes.
 */
export async function recordExecution(
  scores: ScoreStore,
  warehouse: string,
  execution: Execution,
  cause: ExecutionCause,
  request: string | null,
): Promise<void> {
  const startedMs = Date.parse(execution.started_at);
  const record: ExecutionRecord = {
    id: execution.id,
    warehouse,
    cause,
    request,
    started_at: execution.started_at,
  };
  const partition = warehousePartition(warehouse);
  const name = executionName(execution.id);
  const expires = Math.floor(startedMs / 1000) + keptSeconds;
  const created = await scores.putIfAbsent({
    partition,
    sort: executionSort(name),
    value: record,
    expires,
  });
  // The list takes the moment that was noted first: an engine's clock may tell a start a moment later.
  const noted = created ? null : await scores.get(partition, executionSort(name));
  const first = noted === null ? startedMs : Date.parse(executionRecord.parse(noted.value).started_at);
  await scores.putIfAbsent({ partition, sort: executionListSort(first, name), value: record, expires });
}
