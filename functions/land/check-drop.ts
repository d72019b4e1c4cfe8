import type { Job, JobResult } from '../../events/ticket.ts';
import { KindredError } from '../shared/errors.ts';
import type { ObjectInfo, StepPorts } from '../shared/ports.ts';
import { checkKey, proposalKey, stagedPrefix } from '../shared/request-keys.ts';
import { sha256File } from '../shared/sha256.ts';
import { proposedSettings, readSettings } from '../shared/warehouse-settings.ts';
import { inboxObject, inboxPrefix } from './inbox-key.ts';
import { byAge, landFiles } from './land-files.ts';
import type { DropFile } from './source-file.ts';
import { usable } from './verdict.ts';

/**
 * Says what would become of a drop's staged files beside what lies in the inbox, under the warehouse's settings or those
 * proposed for this check: how each file and column is understood, what every row and cent becomes, and whether it would run.
 * The answer is one JSON object; nothing else is kept. A staged file stands for the inbox's of the same name.
 */
export async function checkDrop(ports: StepPorts, job: Job): Promise<JobResult> {
  const { warehouse, request } = job;
  const drop = job.drop ?? request;
  const done = (facts: JobResult['facts']): JobResult => ({ outcome: 'checked', warehouse, request, facts });
  const scratch = await ports.scratch();
  const keep = async (answer: object): Promise<void> => {
    await ports.objects.put(
      checkKey(warehouse, drop, request),
      `${JSON.stringify({ request, ...answer }, null, 1)}\n`,
      { contentType: 'application/json' },
    );
  };
  try {
    const settings =
      (await proposedSettings(ports.objects, proposalKey(warehouse, 'check', request))) ??
      (await readSettings(ports.objects, warehouse));
    const files = await filesToCheck(ports, warehouse, drop, scratch);
    const engine = await ports.openTables(scratch);
    try {
      const { mapping, accounting } = await landFiles(engine, scratch, files, settings);
      const verdict = usable(accounting, mapping, settings);
      await keep({ verdict, mapping, accounting, problems: [] });
      const sum = (name: 'rows_read' | 'rows_accepted' | 'rows_quarantined'): number =>
        accounting.files.reduce((total, file) => total + file[name], 0);
      return done({
        files: files.length,
        rows_read: sum('rows_read'),
        rows_accepted: sum('rows_accepted'),
        rows_quarantined: sum('rows_quarantined'),
        runnable: verdict === null,
      });
    } finally {
      await engine.close();
    }
  } catch (error) {
    if (!(error instanceof KindredError) || error.retryable) throw error;
    await keep({ verdict: null, mapping: null, accounting: null, problems: error.problems });
    return done({ runnable: false, problems: error.problems.length });
  }
}

/** The staged files, and those of the inbox that they do not replace, on the local disk. */
async function filesToCheck(
  ports: StepPorts,
  warehouse: string,
  drop: string,
  scratch: string,
): Promise<readonly DropFile[]> {
  const found = new Map<string, ObjectInfo>();
  for await (const object of ports.objects.list(inboxPrefix(warehouse))) {
    const known = inboxObject(object.key);
    if (known !== null && !known.ready) found.set(known.file, object);
  }
  const staged = stagedPrefix(warehouse, drop);
  for await (const object of ports.objects.list(staged)) found.set(object.key.slice(staged.length), object);
  const files: DropFile[] = [];
  for (const [file, { key, version, modified }] of found) {
    const path = await ports.objects.materialize(key, scratch, version);
    if (path !== null) files.push({ file, path, arrived: modified, sha256: await sha256File(path) });
  }
  return files.sort(byAge);
}
