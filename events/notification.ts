import * as z from 'zod';
import { runId, warehouseId } from './ids.ts';

/** What somebody is told: a run ended, waits for a person, or failed; a drop waits for a file, or could not be used. */
export const notificationTypes = [
  'run.published',
  'run.held',
  'run.failed',
  'drop.waiting',
  'drop.rejected',
] as const;

/** Sent to the event bus, to the webhook and by mail, each at least once: the id tells copies. */
export const notification = z.strictObject({
  /** The same for every copy and every attempt. */
  id: z.string().regex(/^ntf_[0-9a-f]{32}$/),
  type: z.enum(notificationTypes),
  warehouse: warehouseId,
  /** RFC 3339 UTC. */
  at: z.string(),
  execution: z.string(),
  run: runId.nullable(),
  /** One sentence for a person. */
  summary: z.string(),
  /** What to do about it; empty when nothing is to be done. */
  remedy: z.array(z.string()),
});

export type Notification = z.infer<typeof notification>;
