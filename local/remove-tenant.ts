import { listKeys, revokeKey } from '../functions/shared/api-keys.ts';
import type { ObjectStore, ScoreStore } from '../functions/shared/ports.ts';
import { runRecord } from '../functions/shared/run-record.ts';
import {
  auditHeadSort,
  auditPrefix,
  customerPartitions,
  runPrefix,
  targetPartitions,
  warehousePartition,
} from '../functions/shared/score-keys.ts';
import { readTenant, writeTenant } from '../functions/shared/tenant.ts';

/** Everything a warehouse's objects lie under. */
const roots = [
  'inbox',
  'staged',
  'landed',
  'runs',
  'outbox',
  'settings',
  'snapshots',
  'requests',
  'checks',
  'scored',
  'receipts',
];

/** What a removal came to. */
export type RemovalReceipt = {
  readonly warehouse: string;
  readonly removed_at: string;
  readonly keys_revoked: number;
  readonly objects_purged: number;
  readonly records_deleted: number;
  /** The audit log stays: it holds ids and keyed hashes, no name. */
  readonly kept: readonly string[];
};

/** Ends a tenant: its keys at once, then every object with all versions and every record, but its audit log. May be done again. */
export async function removeTenant(
  objects: ObjectStore,
  scores: ScoreStore,
  warehouse: string,
  now: string,
): Promise<RemovalReceipt> {
  let keys = 0;
  for (const key of await listKeys(scores, warehouse))
    if (key.revoked_at === null) {
      await revokeKey(scores, warehouse, key.key_id, now);
      keys += 1;
    }
  let purged = 0;
  for (const root of roots) {
    const found: string[] = [];
    for await (const { key } of objects.list(`${root}/${warehouse}/`)) found.push(key);
    for (const key of found) await objects.purge(key);
    purged += found.length + (await objects.purgeReplaced(`${root}/${warehouse}/`));
  }
  const partition = warehousePartition(warehouse);
  let deleted = 0;
  for (const item of await itemsOf(scores, partition, runPrefix)) {
    const { state, lists } = runRecord.parse(item.value);
    const spread = [
      ...Object.entries(lists).flatMap(([list, last]) => targetPartitions(warehouse, state.run, list, last)),
      ...customerPartitions(warehouse, state.run),
    ];
    for (const each of spread) deleted += await emptied(scores, each, () => true);
  }
  // Revoked keys stay as well: a copy that somebody still holds must be refused as what it is.
  const stays = (sort: string): boolean =>
    sort.startsWith(auditPrefix) || sort === auditHeadSort || sort.startsWith('apikey#');
  deleted += await emptied(scores, partition, (sort) => !stays(sort));
  const tenant = await readTenant(scores, warehouse);
  await writeTenant(scores, {
    warehouse,
    created_at: tenant?.created_at ?? now,
    schedule: null,
    cost_tag: tenant?.cost_tag ?? warehouse,
    removed_at: now,
  });
  return {
    warehouse,
    removed_at: now,
    keys_revoked: keys,
    objects_purged: purged,
    records_deleted: deleted,
    kept: ['the audit log', 'the list of revoked keys'],
  };
}

async function itemsOf(scores: ScoreStore, partition: string, prefix: string) {
  const items = [];
  for (let after: string | undefined; ; ) {
    const page = await scores.queryPrefix(partition, prefix, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items);
    if (page.next === null) return items;
    after = page.next;
  }
}

async function emptied(
  scores: ScoreStore,
  partition: string,
  goes: (sort: string) => boolean,
): Promise<number> {
  const items = (await itemsOf(scores, partition, '')).filter(({ sort }) => goes(sort));
  for (let from = 0; from < items.length; from += 16)
    await Promise.all(items.slice(from, from + 16).map(({ sort }) => scores.delete(partition, sort)));
  return items.length;
}
