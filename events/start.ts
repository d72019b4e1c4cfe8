import * as z from 'zod';
import { isoDate, warehouseId } from './ids.ts';

/** An object arrived in, or left, the inbox: the event S3 sends through EventBridge, as S3 shapes it. */
export const objectEvent = z.object({
  source: z.literal('aws.s3'),
  'detail-type': z.enum(['Object Created', 'Object Deleted']),
  detail: z.object({
    bucket: z.object({ name: z.string() }),
    object: z.object({ key: z.string().min(1).max(1024), 'version-id': z.string().optional() }),
  }),
});

/** The scheduler's tick: rerun a warehouse on what has landed, as of the tick's own date. */
export const scheduleEvent = z.strictObject({
  kind: z.literal('schedule'),
  warehouse: warehouseId,
  /** EventBridge Scheduler fills it from `<aws.scheduler.scheduled-time>`. RFC 3339 UTC. */
  scheduled_for: z.string().regex(/^\d{4}-\d{2}-\d{2}T/),
});

/** A person or program asked for a run now: the API's `POST runs`, or the CLI's `run`, which is a drop already closed. */
export const rerunEvent = z.strictObject({
  kind: z.literal('rerun'),
  warehouse: warehouseId,
  request: z.string().min(1).max(80),
  as_of: z.union([isoDate, z.literal('data'), z.literal('today')]).optional(),
  /** Day of the request, for `as_of: today`. */
  requested_on: isoDate,
});

/** Your name for a request: asking again under it starts nothing new. */
export const requestName = z.string().regex(/^[A-Za-z0-9_-]{1,60}$/, '1 to 60 letters, digits, _ and -');
/** A drop that is still being put together: its files are staged, not in the inbox. */
export const dropName = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, '1 to 40 letters, digits, _ and -');

/** What would become of staged files: read, mapped and accounted for; nothing is kept but the answer. */
export const checkDropEvent = z.strictObject({
  kind: z.literal('check'),
  warehouse: warehouseId,
  request: requestName,
  drop: dropName,
});

/** A run under proposed settings that no reader sees: it ends before the pointer moves. */
export const previewEvent = z.strictObject({
  kind: z.literal('preview'),
  warehouse: warehouseId,
  request: requestName,
  requested_on: isoDate,
});

/** Score every row of a staged file with the current run. */
export const scoreFileEvent = z.strictObject({
  kind: z.literal('score-file'),
  warehouse: warehouseId,
  request: requestName,
});

/** Gather or erase what is held about a person or company. Who it is lies in the bucket: no history of executions repeats it. */
export const subjectEvent = z.strictObject({
  kind: z.enum(['access', 'erase']),
  warehouse: warehouseId,
  request: requestName,
});

/** Everything that starts an execution of the pipeline. */
export const startEvent = z.union([
  objectEvent,
  scheduleEvent,
  rerunEvent,
  checkDropEvent,
  previewEvent,
  scoreFileEvent,
  subjectEvent,
]);
export type StartEvent = z.infer<typeof startEvent>;
export type ObjectEvent = z.infer<typeof objectEvent>;
export type ScheduleEvent = z.infer<typeof scheduleEvent>;
export type RerunEvent = z.infer<typeof rerunEvent>;
export type PreviewEvent = z.infer<typeof previewEvent>;
