import * as z from 'zod';
import { subjectKinds } from '../../core/erase/subject-forms.ts';

/** Who is to be shown or erased, as the API keeps it for the step that does it, until it is done. */
export const subjectRequestDocument = z.strictObject({
  kind: z.enum(subjectKinds),
  value: z.string(),
  requested_at: z.string(),
  requested_by: z.string(),
});

/** What a request came to. It names nobody: the subject is a keyed hash. */
export const receiptDocument = z.strictObject({
  request: z.string(),
  action: z.enum(['access', 'erase']),
  kind: z.enum(subjectKinds),
  subject: z.string(),
  requested_at: z.string(),
  requested_by: z.string(),
  /** `erased`: out of every file and no longer served. `done`: out of all that earlier runs held, too. */
  status: z.enum(['erased', 'done']),
  erased_at: z.string(),
  done_at: z.string().nullable(),
  /** The erasure's number; no run of a lower one is kept. 0 for an access. */
  generation: z.int().nonnegative(),
  counts: z.strictObject({
    files_rewritten: z.int(),
    rows: z.int(),
    cells: z.int(),
    snapshot_entries: z.int(),
    records: z.int(),
    runs_purged: z.int(),
    objects_purged: z.int(),
  }),
});
export type Receipt = z.infer<typeof receiptDocument>;
