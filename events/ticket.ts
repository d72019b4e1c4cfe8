import * as z from 'zod';
import { isoDate, warehouseId } from './ids.ts';
import { dropName, requestName } from './start.ts';

/** Who is running: the execution's own id, so that a retried step recognises itself. */
export const execution = z.strictObject({ id: z.string().min(1), started_at: z.string() });

/** First message of every execution: take the warehouse's next ticket for this start event. */
export const ticketRequest = z.strictObject({ action: z.literal('ticket'), start: z.unknown(), execution });

/**
 * An execution's place in the warehouse's queue. `go` after the quiet time only while no newer ticket exists; `ignored`
 * when the event is about an object that is no part of a drop.
 */
export const ticket = z.strictObject({
  outcome: z.enum(['go', 'superseded', 'ignored']),
  cause: z.enum(['drop', 'schedule', 'rerun', 'preview']),
  warehouse: warehouseId,
  generation: z.int().nonnegative(),
  quiet_seconds: z.int().min(0).max(3600),
  /** The day `as_of: today` means for this execution; null for drops, which date themselves by their data. */
  today: isoDate.nullable(),
  /** As asked for by the start event; null leaves it to the settings. */
  as_of: z.union([isoDate, z.literal('data'), z.literal('today')]).nullable(),
  /** For a preview: the request under which the proposed settings lie. Others read the warehouse's own. */
  proposal: requestName.optional(),
  execution,
});

/** Work beside the runs: it takes no place in the queue and moves no pointer. */
export const job = z.strictObject({
  outcome: z.literal('job'),
  kind: z.enum(['check', 'score-file', 'access', 'erase']),
  warehouse: warehouseId,
  request: requestName,
  /** For a check: the drop whose files are staged. */
  drop: dropName.nullable(),
  execution,
});

/** What a job counted; its result lies in the bucket under the request's name. */
export const jobResult = z.strictObject({
  outcome: z.enum(['checked', 'scored', 'gathered']),
  warehouse: warehouseId,
  request: requestName,
  facts: z.record(z.string(), z.union([z.string().max(400), z.number(), z.boolean(), z.null()])),
});

/** After the quiet time: is this ticket still the newest? */
export const checkRequest = z.strictObject({ action: z.literal('check-ticket'), ticket });

export type Execution = z.infer<typeof execution>;
export type TicketRequest = z.infer<typeof ticketRequest>;
export type Ticket = z.infer<typeof ticket>;
export type Job = z.infer<typeof job>;
export type JobResult = z.infer<typeof jobResult>;
export type CheckRequest = z.infer<typeof checkRequest>;
