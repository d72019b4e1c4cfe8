import * as z from 'zod';
import { isoDate, landingId, runId, warehouseId } from './ids.ts';

/** The answer a client finds at `outbox/{warehouse}/latest-status.json` after each drop, and as text beside it. */
export const outboxStatus = z.strictObject({
  status: z.enum(['accepted', 'waiting', 'duplicate', 'rejected', 'failed']),
  warehouse: warehouseId,
  generation: z.int().nonnegative(),
  /** One sentence for a person. */
  summary: z.string(),
  /** What to do about it; empty when nothing is to be done. */
  remedy: z.array(z.string()),
  files: z.array(
    z.strictObject({
      file: z.string(),
      table: z.string().nullable(),
      rows_read: z.int().nonnegative(),
      rows_accepted: z.int().nonnegative(),
      rows_quarantined: z.int().nonnegative(),
      rows_deduplicated: z.int().nonnegative(),
      rows_superseded: z.int().nonnegative(),
      note: z.string().nullable(),
    }),
  ),
  landing: landingId.nullable(),
  run: runId.nullable(),
  as_of: isoDate.nullable(),
  /** For `waiting`: the tables still missing, and the moment Kindred stops expecting them. */
  waiting_for: z.array(z.string()),
  waiting_until: z.string().nullable(),
});

export type OutboxStatus = z.infer<typeof outboxStatus>;
