import * as z from 'zod';
import { whole } from '../../core/report/numbers.ts';
import type { OutboxStatus } from '../../events/outbox-status.ts';
import type { RunState } from '../../events/step.ts';
import { readJson } from '../shared/json-artifacts.ts';
import type { ObjectStore } from '../shared/ports.ts';

/** What the outbox repeats of landing's accounting. */
const accounting = z.looseObject({
  files: z.array(
    z.looseObject({
      file: z.string(),
      table: z.string().nullable(),
      rows_read: z.int(),
      rows_accepted: z.int(),
      rows_quarantined: z.int(),
      rows_deduplicated: z.int(),
      rows_superseded: z.int(),
      note: z.string().nullable(),
    }),
  ),
});

/** The answer after a run: what was read, which run serves it, and what to do about refused rows. */
export async function acceptedStatus(
  objects: ObjectStore,
  state: RunState,
  outcome: 'published' | 'duplicate',
): Promise<OutboxStatus> {
  const files = (await readJson(objects, state, 'accounting', accounting)).files.map((file) => ({
    file: file.file,
    table: file.table,
    rows_read: file.rows_read,
    rows_accepted: file.rows_accepted,
    rows_quarantined: file.rows_quarantined,
    rows_deduplicated: file.rows_deduplicated,
    rows_superseded: file.rows_superseded,
    note: file.note,
  }));
  const quarantined = files.reduce((sum, file) => sum + file.rows_quarantined, 0);
  const rows = files.reduce((sum, file) => sum + file.rows_accepted, 0);
  return {
    status: outcome === 'published' ? 'accepted' : 'duplicate',
    warehouse: state.warehouse,
    generation: state.generation,
    summary:
      outcome === 'published'
        ? `Your files were accepted: ${whole(rows)} rows, results as of ${state.as_of} are being served.`
        : `These files were processed before; their results as of ${state.as_of} are being served.`,
    remedy:
      quarantined === 0
        ? []
        : [
            `${whole(quarantined)} rows were refused: mend them in quarantine.csv, beside this file, and drop them as a further file; only those are added`,
          ],
    files,
    landing: state.landing,
    run: state.run,
    as_of: state.as_of,
    waiting_for: [],
    waiting_until: null,
  };
}

/** The answer after a run that waits for somebody's approval. */
export async function heldStatus(objects: ObjectStore, state: RunState): Promise<OutboxStatus> {
  const accepted = await acceptedStatus(objects, state, 'published');
  return {
    ...accepted,
    summary: `Your files were accepted; the results as of ${state.as_of} wait for approval, and the earlier ones are served until then.`,
    remedy: [`look at run ${state.run} and approve it`, ...accepted.remedy],
  };
}

/** The answer after a failure; earlier results stay in place. */
export function failedStatus(
  warehouse: string,
  generation: number,
  run: string | null,
  words: { readonly summary: string; readonly remedy: readonly string[] },
): OutboxStatus {
  return {
    status: 'failed',
    warehouse,
    generation,
    summary: words.summary,
    remedy: [...words.remedy],
    files: [],
    landing: null,
    run,
    as_of: null,
    waiting_for: [],
    waiting_until: null,
  };
}
