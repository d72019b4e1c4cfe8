import { pruneJson } from '../../core/erase/prune-json.ts';
import { cellForms, isCompany, type SubjectForm, subjectForm } from '../../core/erase/subject-forms.ts';
import type { Execution, Job, JobResult, Ticket } from '../../events/ticket.ts';
import { storedSecret } from '../shared/deployment-secret.ts';
import { KindredError } from '../shared/errors.ts';
import type { StepPorts } from '../shared/ports.ts';
import { accessDataKey, receiptKey, subjectKey } from '../shared/request-keys.ts';
import { sha256File } from '../shared/sha256.ts';
import { type Receipt, subjectRequestDocument } from '../shared/subject-request.ts';
import {
  readTombstones,
  type Tombstones,
  tombstone,
  tombstonesKey,
  withTombstones,
} from '../shared/tombstones.ts';
import { readSettings } from '../shared/warehouse-settings.ts';
import { eraseRecords } from './erase-records.ts';
import { inboxObject, inboxPrefix } from './inbox-key.ts';
import { byAge } from './land-files.ts';
import { type Scrubbed, scrubDrop, type Wanted } from './scrub-drop.ts';
import type { DropFile } from './source-file.ts';

/**
 * Gathers what a warehouse's files hold about a person or company: every record of theirs, as the files have it. The answer is
 * one JSON object and a receipt.
 */
export async function gatherSubject(ports: StepPorts, job: Job): Promise<JobResult> {
  const { warehouse, request } = job;
  const { subject, form } = await wantedSubject(ports, job);
  const found = await search(ports, warehouse, (candidate) => candidate === form, isCompany(subject.kind));
  await ports.objects.put(
    accessDataKey(warehouse, request),
    `${JSON.stringify({ request, records: found.scrubbed.found }, null, 1)}\n`,
    { contentType: 'application/json' },
  );
  const secret = await erasureSecret(ports);
  await putReceipt(ports, warehouse, {
    ...blankReceipt(job, subject, tombstone(secret, form), ports.now()),
    action: 'access',
    status: 'done',
    done_at: ports.now(),
    counts: { ...noCounts, rows: found.scrubbed.found.length },
  });
  await ports.objects.purge(subjectKey(warehouse, request));
  return { outcome: 'gathered', warehouse, request, facts: { records: found.scrubbed.found.length } };
}

/**
 * Takes a person or company out of every file of the inbox, with all versions of them, out of the snapshots and out of what is
 * served, and leaves a tombstone: a keyed hash by which later files are cleaned as they land. Hands on a ticket, under which the
 * warehouse is run anew. Each part may be done again.
 */
export async function eraseSubject(
  ports: StepPorts,
  job: Job,
  nextTicket: (warehouse: string, execution: Execution) => Promise<number>,
): Promise<Ticket> {
  const { warehouse, execution } = job;
  const { subject, form } = await wantedSubject(ports, job);
  const secret = await erasureSecret(ports);
  const company = isCompany(subject.kind);
  const before = await readTombstones(ports.objects, warehouse);
  const { scrubbed, drop } = await search(ports, warehouse, (candidate) => candidate === form, company);
  const forms: SubjectForm[] = [form, ...(company ? scrubbed.ids.map((id): SubjectForm => `id:${id}`) : [])];
  const stones = forms.map((each) => tombstone(secret, each));
  const tombstones = withTombstones(before, {
    companies: company ? stones : [],
    people: company ? [] : stones,
  });
  await ports.objects.put(tombstonesKey(warehouse), `${JSON.stringify(tombstones, null, 1)}\n`, {
    contentType: 'application/json',
  });
  await replaceFiles(ports, warehouse, scrubbed);
  const theirs = (text: string): boolean => {
    const known = new Set<string>(forms);
    return cellForms(text, true).some((each) => known.has(each));
  };
  const entries = await pruneSnapshots(ports, warehouse, theirs);
  const records = await eraseRecords(ports, warehouse, new Set(scrubbed.ids), theirs);
  const replaced = ['inbox', 'staged', 'requests', 'checks', 'snapshots', 'scored', 'receipts'];
  let purged = 0;
  for (const root of replaced) purged += await ports.objects.purgeReplaced(`${root}/${warehouse}/`);
  for (const root of ['staged', 'checks', 'scored'])
    for await (const { key } of ports.objects.list(`${root}/${warehouse}/`)) {
      await ports.objects.purge(key);
      purged += 1;
    }
  // What an earlier request for access gathered is of use to nobody any more.
  for await (const { key } of ports.objects.list(`receipts/${warehouse}/`))
    if (key.endsWith('-data.json')) {
      await ports.objects.purge(key);
      purged += 1;
    }
  await putReceipt(ports, warehouse, {
    ...blankReceipt(job, subject, tombstone(secret, form), ports.now()),
    generation: tombstones.generation,
    counts: {
      ...noCounts,
      files_rewritten: scrubbed.changed.length,
      rows: scrubbed.rows_removed,
      cells: scrubbed.cells_emptied,
      snapshot_entries: entries,
      records,
      objects_purged: purged,
    },
  });
  ports.log('a subject was erased from the files', {
    warehouse,
    files: drop,
    generation: tombstones.generation,
  });
  return {
    outcome: 'go',
    cause: 'rerun',
    warehouse,
    generation: await nextTicket(warehouse, execution),
    quiet_seconds: 0,
    today: execution.started_at.slice(0, 10),
    as_of: null,
    execution,
  };
}

/** Cleans the files of a drop that hold somebody who was erased before, in the inbox too; the files to land. */
export async function withoutErased(
  ports: StepPorts,
  warehouse: string,
  files: readonly DropFile[],
  tombstones: Tombstones,
): Promise<readonly DropFile[]> {
  if (tombstones.companies.length + tombstones.people.length === 0) return files;
  const secret = await erasureSecret(ports);
  const companies = new Set(tombstones.companies);
  const people = new Set(tombstones.people);
  const hashes = new Map<string, string>();
  const hashOf = (form: SubjectForm): string => {
    const known = hashes.get(form);
    if (known !== undefined) return known;
    const hash = tombstone(secret, form);
    if (hashes.size > 500_000) hashes.clear();
    hashes.set(form, hash);
    return hash;
  };
  const scrubbed = await scrubWith(ports, warehouse, files, {
    isCompany: (form) => companies.has(hashOf(form)),
    isPerson: (form) => people.has(hashOf(form)),
  });
  if (scrubbed.changed.length === 0) return files;
  await replaceFiles(ports, warehouse, scrubbed);
  await ports.objects.purgeReplaced(inboxPrefix(warehouse));
  const changed = new Map(scrubbed.changed.map(({ file, replacements }) => [file, replacements]));
  return files.flatMap((file) => changed.get(file.file) ?? [file]).sort(byAge);
}

async function search(
  ports: StepPorts,
  warehouse: string,
  matches: (form: SubjectForm) => boolean,
  company: boolean,
): Promise<{ readonly scrubbed: Scrubbed; readonly drop: number }> {
  const scratch = await ports.scratch();
  const drop: DropFile[] = [];
  for await (const { key, version, modified } of ports.objects.list(inboxPrefix(warehouse))) {
    const object = inboxObject(key);
    if (object === null || object.ready) continue;
    const path = await ports.objects.materialize(key, scratch, version);
    if (path !== null)
      drop.push({ file: object.file, path, arrived: modified, sha256: await sha256File(path) });
  }
  const none = (): boolean => false;
  const wanted = company ? { isCompany: matches, isPerson: none } : { isCompany: none, isPerson: matches };
  return { scrubbed: await scrubWith(ports, warehouse, drop.sort(byAge), wanted), drop: drop.length };
}

async function scrubWith(
  ports: StepPorts,
  warehouse: string,
  drop: readonly DropFile[],
  wanted: Wanted,
): Promise<Scrubbed> {
  const scratch = await ports.scratch();
  const engine = await ports.openTables(scratch);
  try {
    return await scrubDrop(engine, scratch, drop, await readSettings(ports.objects, warehouse), wanted);
  } finally {
    await engine.close();
  }
}

/** Puts what is left of each file in its place; an archive or a workbook makes way for the files it held. */
async function replaceFiles(ports: StepPorts, warehouse: string, { changed }: Scrubbed): Promise<void> {
  for (const { file, replacements } of changed) {
    for (const part of replacements)
      await ports.objects.put(`${inboxPrefix(warehouse)}${part.file}`, { file: part.path });
    if (!replacements.some((part) => part.file === file))
      await ports.objects.purge(`${inboxPrefix(warehouse)}${file}`);
  }
}

async function pruneSnapshots(
  ports: StepPorts,
  warehouse: string,
  theirs: (text: string) => boolean,
): Promise<number> {
  let removed = 0;
  for await (const { key } of ports.objects.list(`snapshots/${warehouse}/`)) {
    const bytes = key === tombstonesKey(warehouse) ? null : await ports.objects.get(key);
    if (bytes === null || !key.endsWith('.json')) continue;
    const pruned = pruneJson(JSON.parse(new TextDecoder().decode(bytes)), theirs);
    if (pruned.removed === 0) continue;
    await ports.objects.put(key, `${JSON.stringify(pruned.value, null, 1)}\n`, {
      contentType: 'application/json',
    });
    removed += pruned.removed;
  }
  return removed;
}

async function wantedSubject(
  ports: StepPorts,
  { warehouse, request }: Job,
): Promise<{
  readonly subject: ReturnType<typeof subjectRequestDocument.parse>;
  readonly form: SubjectForm;
}> {
  const bytes = await ports.objects.get(subjectKey(warehouse, request));
  const subject =
    bytes === null ? null : subjectRequestDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
  const form = subject === null ? null : subjectForm(subject.kind, subject.value);
  if (subject !== null && form !== null) return { subject, form };
  throw new KindredError('NotFound', [
    {
      name: 'subject',
      allowed: 'a request that is still open',
      received: subject === null ? 'none of this name' : 'a value that cannot be of its kind',
      remedy: 'ask again under another request name',
    },
  ]);
}

/** Made by the API with the first request; a step never has to invent it. */
async function erasureSecret(ports: StepPorts): Promise<string> {
  const secret = await storedSecret(ports.scores, 'erasure-secret');
  if (secret !== null) return secret;
  throw new KindredError('Integrity', [
    {
      name: 'erasure-secret',
      allowed: 'the secret the first request made',
      received: 'none',
      remedy: 'ask for the erasure through the API or kindred erase',
    },
  ]);
}

const noCounts: Receipt['counts'] = {
  files_rewritten: 0,
  rows: 0,
  cells: 0,
  snapshot_entries: 0,
  records: 0,
  runs_purged: 0,
  objects_purged: 0,
};

const blankReceipt = (
  { request }: Job,
  subject: ReturnType<typeof subjectRequestDocument.parse>,
  hash: string,
  now: string,
): Receipt => ({
  request,
  action: 'erase',
  kind: subject.kind,
  subject: hash,
  requested_at: subject.requested_at,
  requested_by: subject.requested_by,
  status: 'erased',
  erased_at: now,
  done_at: null,
  generation: 0,
  counts: noCounts,
});

async function putReceipt(ports: StepPorts, warehouse: string, receipt: Receipt): Promise<void> {
  await ports.objects.put(receiptKey(warehouse, receipt.request), `${JSON.stringify(receipt, null, 1)}\n`, {
    contentType: 'application/json',
  });
}
