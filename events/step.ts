import * as z from 'zod';
import { isoDate, landingId, runId, sha256Hex, warehouseId } from './ids.ts';
import { requestName } from './start.ts';
import { execution, job, ticket } from './ticket.ts';

/** An object a step wrote: the reader verifies the hash before it uses the bytes. */
export const artifact = z.strictObject({
  key: z.string().min(1).max(1024),
  sha256: sha256Hex,
  bytes: z.int().nonnegative(),
});

/** Counts and short words a step reports: shown live, never rows, never names. */
export const facts = z.record(z.string(), z.union([z.string().max(400), z.number(), z.boolean(), z.null()]));

/** What travels from step to step once a run is planned: ids, dates, object keys with their hashes, small facts. */
export const runState = z.strictObject({
  warehouse: warehouseId,
  generation: z.int().positive(),
  cause: z.enum(['drop', 'schedule', 'rerun', 'preview']),
  execution,
  landing: landingId,
  run: runId,
  as_of: isoDate,
  /** The run that was current when this one was planned, for what-changed. */
  previous_run: runId.nullable(),
  artifacts: z.record(z.string(), artifact),
  facts: z.record(z.string(), facts),
});

/** Say what would become of a drop's staged files. */
export const checkDropRequest = z.strictObject({ action: z.literal('check-drop'), job });

/** Score every row of a staged file. */
export const scoreFileRequest = z.strictObject({ action: z.literal('score-file'), job });

/** Gather or erase a person or company. An erasure answers with a ticket: the warehouse is run anew under it. */
export const subjectRequest = z.strictObject({ action: z.enum(['access', 'erase']), job });

/** `ga4_` and the first 32 hex digits of a hash of the export's shards and queries. */
export const sourceId = z.string().regex(/^ga4_[0-9a-f]{32}$/);

/** Land what is in the inbox under this ticket, with the result of a queried source where one was read. */
export const landRequest = z.strictObject({
  action: z.literal('land'),
  ticket,
  source: sourceId.optional(),
});

/** Jobs of a queried source that may still run: looked at again after `wait_seconds`. */
export const sourceQuery = z.strictObject({
  source: sourceId,
  looks: z.int().nonnegative(),
  waited_seconds: z.int().nonnegative(),
});
export const pollRequest = z.strictObject({ action: z.literal('poll-source'), ticket, query: sourceQuery });

/** Where reading a source's results has got to. */
export const sourceCursor = z.strictObject({
  source: sourceId,
  query: z.enum(['behaviour', 'attributes', 'products', 'orders']),
  token: z.string().nullable(),
  part: z.int().nonnegative(),
});
export const readRequest = z.strictObject({ action: z.literal('read-source'), ticket, cursor: sourceCursor });

/**
 * What landing found. `landed`: go on. `duplicate`: this very run exists, hand out its stored outputs. `waiting`: a required
 * table is missing. `rejected`: nothing usable, or refused by the settings. `superseded`: a newer drop took over meanwhile.
 * Of a queried source: `querying`: its jobs run; `reading`: its results are being read; `read`: they are, land them.
 */
export const landResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('landed'), state: runState }),
  z.strictObject({ outcome: z.literal('duplicate'), state: runState }),
  z.strictObject({
    outcome: z.enum(['waiting', 'rejected', 'superseded']),
    warehouse: warehouseId,
    reason: z.string().max(2000),
  }),
  z.strictObject({
    outcome: z.literal('querying'),
    ticket,
    query: sourceQuery,
    wait_seconds: z.int().min(1).max(600),
  }),
  z.strictObject({ outcome: z.literal('reading'), ticket, cursor: sourceCursor }),
  z.strictObject({ outcome: z.literal('read'), ticket, source: sourceId }),
]);

/** Every later step answers with what it wrote and what it counted; the state machine merges both into the state. */
export const stepResult = z.strictObject({ artifacts: z.record(z.string(), artifact), facts });

/** Publish: write the run's items and flip the pointer; or flip to a run stored earlier; or report a failure. */
export const publishRequest = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('publish'), state: runState }),
  z.strictObject({ action: z.literal('publish-stored'), state: runState }),
  z.strictObject({
    action: z.literal('report-failure'),
    /** The state as far as the execution got: a start event, a ticket or a run state. */
    input: z.unknown(),
    error: z.strictObject({ name: z.string(), cause: z.string() }),
    execution,
  }),
  z.strictObject({
    action: z.literal('sweep'),
    erasure: z.strictObject({ warehouse: warehouseId, request: requestName }),
  }),
]);

export const publishResult = z.strictObject({
  outcome: z.enum(['published', 'duplicate', 'superseded', 'held', 'previewed', 'failure-reported', 'swept']),
  warehouse: warehouseId.nullable(),
  run: runId.nullable(),
});

/** Tell whoever asked to be told how this execution ended. */
export const notifyRequest = z.strictObject({ ended: z.unknown(), execution });
export const notifyResult = z.strictObject({ told: z.boolean() });

export type NotifyRequest = z.infer<typeof notifyRequest>;
export type NotifyResult = z.infer<typeof notifyResult>;
export type Artifact = z.infer<typeof artifact>;
export type Facts = z.infer<typeof facts>;
export type RunState = z.infer<typeof runState>;
export type CheckDropRequest = z.infer<typeof checkDropRequest>;
export type ScoreFileRequest = z.infer<typeof scoreFileRequest>;
export type SubjectRequest = z.infer<typeof subjectRequest>;
export type LandRequest = z.infer<typeof landRequest>;
export type PollRequest = z.infer<typeof pollRequest>;
export type ReadRequest = z.infer<typeof readRequest>;
export type LandResult = z.infer<typeof landResult>;
export type StepResult = z.infer<typeof stepResult>;
export type PublishRequest = z.infer<typeof publishRequest>;
export type PublishResult = z.infer<typeof publishResult>;
