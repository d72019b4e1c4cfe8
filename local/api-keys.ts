import { randomBytes } from 'node:crypto';
import { type ApiKeyRecord, apiKeyRecord, apiKeySecret, type Scope } from '../functions/shared/api-key.ts';
import { KindredError } from '../functions/shared/errors.ts';
import type { ScoreStore } from '../functions/shared/ports.ts';
import {
  apiKeyListPrefix,
  apiKeyListSort,
  apiKeyPartition,
  apiKeySort,
  warehousePartition,
} from '../functions/shared/score-keys.ts';
import { sha256 } from '../functions/shared/sha256.ts';

export type NewKey = {
  readonly warehouse: string;
  readonly scopes: readonly Scope[];
  /** RFC 3339 UTC. */
  readonly now: string;
  /** Null keeps it until it is revoked. */
  readonly expiresAt: string | null;
  readonly note: string;
};

/** The listed copy also names the hash under which the key itself is kept, so that it can be revoked by id. */
const listed = apiKeyRecord.extend({ hash: apiKeyRecord.shape.key_id });

/** Makes a key for a warehouse. The secret is in the answer and nowhere else. */
export async function addKey(
  scores: ScoreStore,
  { warehouse, scopes, now, expiresAt, note }: NewKey,
): Promise<{ readonly secret: string; readonly key: ApiKeyRecord }> {
  const secret = apiKeySecret(randomBytes(32));
  const hash = sha256(secret);
  const key = apiKeyRecord.parse({
    key_id: `key_${hash.slice(0, 12)}`,
    warehouse,
    scopes,
    created_at: now,
    expires_at: expiresAt,
    revoked_at: null,
    note,
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
export async function listKeys(scores: ScoreStore, warehouse: string): Promise<readonly ApiKeyRecord[]> {
  const keys: ApiKeyRecord[] = [];
  for (let after: string | undefined; ; ) {
    const page = await scores.queryPrefix(warehousePartition(warehouse), apiKeyListPrefix, {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const { value } of page.items) {
      const { hash: _, ...key } = listed.parse(value);
      keys.push(key);
    }
    if (page.next === null) return keys;
    after = page.next;
  }
}

/** Ends a key at once. Revoking it again changes nothing. `NotFound` when the warehouse has no such key. */
export async function revokeKey(
  scores: ScoreStore,
  warehouse: string,
  keyId: string,
  now: string,
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
  const key = { ...found, revoked_at: found.revoked_at ?? now };
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
