import * as z from 'zod';
import {
  type ApiKeyRecord,
  apiKeyRecord,
  apiKeySecret,
  defaultRequestsPerMinute,
  type Scope,
} from './api-key.ts';
import { KindredError } from './errors.ts';
import type { ScoreStore } from './ports.ts';
import {
  apiKeyListPrefix,
  apiKeyListSort,
  apiKeyPartition,
  apiKeySort,
  apiKeyUseSort,
  warehousePartition,
} from './score-keys.ts';
import { sha256 } from './sha256.ts';

export type NewKey = {
  readonly warehouse: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Null keeps it until it is revoked. */
  readonly expiresAt: string | null;
  readonly note: string;
  readonly requestsPerMinute?: number;
};

/** The listed copy also names the hash under which the key itself is kept, so that it can be revoked by id. */
const listed = apiKeyRecord.extend({ hash: apiKeyRecord.shape.key_id });
const use = z.strictObject({ at: z.string() });

/** A key with when it last opened something: to the minute, null when it never did. */
export type ListedKey = ApiKeyRecord & { readonly last_used_at: string | null };

/** Makes a key for a warehouse from 32 unpredictable bytes. The secret is in the answer and nowhere else. */
export async function makeKey(
  scores: ScoreStore,
  random: Uint8Array,
  { warehouse, scopes, now, expiresAt, note, requestsPerMinute }: NewKey,
): Promise<{ readonly secret: string; readonly key: ApiKeyRecord }> {
  const secret = apiKeySecret(random);
  const hash = sha256(secret);
  const key = apiKeyRecord.parse({
    key_id: `key_${hash.slice(0, 12)}`,
    warehouse,
    scopes,
    created_at: now,
    expires_at: expiresAt,
    revoked_at: null,
    note,
    requests_per_minute: requestsPerMinute ?? defaultRequestsPerMinute,
  });
  await scores.putIfAbsent({
    partition: warehousePartition(warehouse),
    sort: apiKeyListSort(key.key_id),
    value: { ...key, hash },
  });
  await scores.putIfAbsent({ partition: apiKeyPartition(hash), sort: apiKeySort, value: key });
  return { secret, key };
}

/** Every key of a warehouse, revoked ones too, by id. */
export async function listKeys(scores: ScoreStore, warehouse: string): Promise<readonly ListedKey[]> {
  const partition = warehousePartition(warehouse);
  const keys: ListedKey[] = [];
  for (let after: string | undefined; ; ) {
    const page = await scores.queryPrefix(partition, apiKeyListPrefix, {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const { value } of page.items) {
      const { hash: _, ...key } = listed.parse(value);
      const used = await scores.get(partition, apiKeyUseSort(key.key_id));
      keys.push({ ...key, last_used_at: used === null ? null : use.parse(used.value).at });
    }
    if (page.next === null) return keys;
    after = page.next;
  }
}

/** Ends a key at once. Revoking it again changes nothing. `NotFound` when the warehouse has no such key. */
export const revokeKey = async (
  scores: ScoreStore,
  warehouse: string,
  keyId: string,
  now: string,
): Promise<ApiKeyRecord> =>
  await changeKey(scores, warehouse, keyId, (key) => ({ ...key, revoked_at: key.revoked_at ?? now }));

/** Lets a key end at a moment (RFC 3339 UTC), unless it ends sooner already: while it is being replaced, two are live. */
export const endKeyAt = async (
  scores: ScoreStore,
  warehouse: string,
  keyId: string,
  moment: string,
): Promise<ApiKeyRecord> =>
  await changeKey(scores, warehouse, keyId, (key) => ({
    ...key,
    expires_at: key.expires_at !== null && key.expires_at < moment ? key.expires_at : moment,
  }));

/** Notes when a key was used; callers do so about once a minute. */
export async function stampKey(scores: ScoreStore, key: ApiKeyRecord, now: string): Promise<void> {
  const partition = warehousePartition(key.warehouse);
  const sort = apiKeyUseSort(key.key_id);
  const stored = await scores.get(partition, sort);
  // Whoever wins the race wrote the same minute.
  await scores.compareAndSet({ partition, sort, value: { at: now } }, stored?.revision ?? 0);
}

async function changeKey(
  scores: ScoreStore,
  warehouse: string,
  keyId: string,
  change: (key: ApiKeyRecord) => ApiKeyRecord,
): Promise<ApiKeyRecord> {
  const partition = warehousePartition(warehouse);
  const item = await scores.get(partition, apiKeyListSort(keyId));
  if (item === null)
    throw new KindredError('NotFound', [
      {
        name: 'key',
        allowed: `a key of warehouse ${warehouse}`,
        received: keyId,
        remedy: `see kindred keys list --warehouse ${warehouse}`,
      },
    ]);
  const { hash, ...found } = listed.parse(item.value);
  const key = change(found);
  const live = await scores.get(apiKeyPartition(hash), apiKeySort);
  await scores.compareAndSet(
    { partition: apiKeyPartition(hash), sort: apiKeySort, value: key },
    live?.revision ?? 0,
  );
  await scores.compareAndSet(
    { partition, sort: apiKeyListSort(keyId), value: { ...key, hash } },
    item.revision,
  );
  return key;
}
