import * as z from 'zod';
import { runId } from '../../events/ids.ts';
import { runState } from '../../events/step.ts';

/** The pointer readers follow. */
export const currentPointer = z.strictObject({ run: runId, generation: z.int().positive() });

/** What the score store keeps of a published run: enough to hand it out again and to list it. */
export const runRecord = z.strictObject({
  /** `held` waits for an approval, `preview` is under settings nobody has applied: readers are led to neither. */
  status: z.enum(['published', 'held', 'preview']),
  state: runState,
  /** Listed targets per list, so that pages know where a list ends. */
  lists: z.record(z.string(), z.int().nonnegative()),
  customers: z.int().nonnegative(),
  /** The key that let it through, where the settings ask for an approval. */
  approved_by: z.string().optional(),
});

/** The warehouse's newest ticket. */
export const ticketRecord = z.strictObject({ generation: z.int().positive(), execution: z.string() });

export type CurrentPointer = z.infer<typeof currentPointer>;
export type RunRecord = z.infer<typeof runRecord>;
