import type { PublishResult } from '../../events/step.ts';
import type { StepPorts } from '../shared/ports.ts';
import { receiptKey, subjectKey } from '../shared/request-keys.ts';
import { currentPointer, type RunRecord, runRecord } from '../shared/run-record.ts';
import {
  currentSort,
  customerPartitions,
  runPrefix,
  runSort,
  targetPartitions,
  warehousePartition,
} from '../shared/score-keys.ts';
import { receiptDocument } from '../shared/subject-request.ts';

/** Deletions under way at a time. */
const together = 16;

/**
 * The end of an erasure: purges every run and landing that was planned before it, with all versions of their objects and all
 * their records, and completes the receipt. No run of an earlier generation is left, so none can be rolled back to. What was
 * planned since stays. Each part may be done again.
 */
export async function sweep(
  ports: StepPorts,
  { warehouse, request }: { readonly warehouse: string; readonly request: string },
): Promise<PublishResult> {
  const done: PublishResult = { outcome: 'swept', warehouse, run: null };
  const bytes = await ports.objects.get(receiptKey(warehouse, request));
  if (bytes === null) return done;
  const receipt = receiptDocument.parse(JSON.parse(new TextDecoder().decode(bytes)));
  if (receipt.status === 'done') return done;
  const fresh = await foldersSince(ports, warehouse, receipt.erased_at);
  const records = await runRecords(ports, warehouse);
  const isFresh = ({ state }: RunRecord): boolean => fresh.has(`runs/${warehouse}/${state.run}/`);
  // A landing that a new run uses again was made of files that never held the subject.
  const used = records.filter(isFresh).map(({ state }) => `landed/${warehouse}/${state.landing}/`);
  const keep = new Set([...fresh, ...used]);
  const partition = warehousePartition(warehouse);
  const current = await ports.scores.get(partition, currentSort);
  let runs = 0;
  for (const record of records) {
    const { run } = record.state;
    if (isFresh(record)) continue;
    await deleteRecords(ports, warehouse, record);
    await ports.scores.delete(partition, runSort(run));
    if (current !== null && currentPointer.parse(current.value).run === run)
      await ports.scores.delete(partition, currentSort);
    runs += 1;
  }
  let objects = 0;
  for (const root of ['runs', 'landed']) {
    const old: string[] = [];
    for await (const { key } of ports.objects.list(`${root}/${warehouse}/`))
      if (!keep.has(folderOf(key))) old.push(key);
    for (const key of old) await ports.objects.purge(key);
    objects += old.length + (await ports.objects.purgeReplaced(`${root}/${warehouse}/`));
  }
  for (const root of ['outbox', 'settings'])
    objects += await ports.objects.purgeReplaced(`${root}/${warehouse}/`);
  await ports.objects.purge(subjectKey(warehouse, request));
  await ports.objects.put(
    receiptKey(warehouse, request),
    `${JSON.stringify(
      {
        ...receipt,
        status: 'done',
        done_at: ports.now(),
        counts: {
          ...receipt.counts,
          runs_purged: receipt.counts.runs_purged + runs,
          objects_purged: receipt.counts.objects_purged + objects,
        },
      },
      null,
      1,
    )}\n`,
    { contentType: 'application/json' },
  );
  ports.log('an erasure was completed', { warehouse, runs, objects });
  return done;
}

/** `runs/{warehouse}/{run}/` or `landed/{warehouse}/{landing}/` of a key; notes of earlier landings have a folder of their own. */
const folderOf = (key: string): string => `${key.split('/').slice(0, 3).join('/')}/`;

/** Folders of which every object was written since a moment: a run planned before it has its settings from then. */
async function foldersSince(
  ports: StepPorts,
  warehouse: string,
  moment: string,
): Promise<ReadonlySet<string>> {
  const since = Date.parse(moment);
  const folders = new Map<string, boolean>();
  for (const root of ['runs', 'landed'])
    for await (const { key, modified } of ports.objects.list(`${root}/${warehouse}/`)) {
      const folder = folderOf(key);
      // Stores tell whole seconds: what was written within the same second came after the moment.
      folders.set(folder, (folders.get(folder) ?? true) && Date.parse(modified) >= since - 1000);
    }
  return new Set([...folders].filter(([, fresh]) => fresh).map(([folder]) => folder));
}

async function runRecords(ports: StepPorts, warehouse: string): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  for (let after: string | undefined; ; ) {
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
      limit: 50,
      ...(after === undefined ? {} : { after }),
    });
    records.push(...page.items.map((item) => runRecord.parse(item.value)));
    if (page.next === null) return records;
    after = page.next;
  }
}

/** Every target and customer of a run. */
async function deleteRecords(ports: StepPorts, warehouse: string, record: RunRecord): Promise<void> {
  const { run } = record.state;
  const partitions = [
    ...Object.entries(record.lists).flatMap(([list, last]) => targetPartitions(warehouse, run, list, last)),
    ...customerPartitions(warehouse, run),
  ];
  for (const partition of partitions) {
    for (;;) {
      const page = await ports.scores.queryPrefix(partition, '', { limit: 200 });
      for (let from = 0; from < page.items.length; from += together)
        await Promise.all(
          page.items.slice(from, from + together).map(({ sort }) => ports.scores.delete(partition, sort)),
        );
      if (page.next === null) break;
    }
  }
}
