import * as z from 'zod';
import { settingsVersionSort, warehousePartition } from '../shared/score-keys.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256 } from '../shared/sha256.ts';
import { parseSettings, settingsKey } from '../shared/warehouse-settings.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

const versionRecord = z.strictObject({
  version: z.int().positive(),
  sha256: z.string(),
  changed_at: z.string(),
  changed_by: z.string(),
});

/** The settings as somebody wrote them, with every default, and which version they are. */
export type StoredSettings = {
  readonly text: string;
  readonly authored: { readonly [key: string]: unknown };
  readonly resolved: Settings;
  readonly etag: string;
  /** The store's own tag of the object; null when there is none. */
  readonly objectTag: string | null;
  readonly version: number;
  readonly changed_at: string | null;
  readonly changed_by: string | null;
};

const authoredDocument = z.record(z.string(), z.unknown());

/** Reads a warehouse's settings; none are version 0. A file somebody put beside the API counts as the version it replaced plus one. */
export async function readStoredSettings(ports: ApiPorts, warehouse: string): Promise<StoredSettings> {
  const key = settingsKey(warehouse);
  const head = await ports.objects.head(key);
  const bytes = head === null ? null : await ports.objects.get(key, head.version);
  const text = bytes === null ? '{}' : new TextDecoder().decode(bytes);
  const stored = await ports.scores.get(warehousePartition(warehouse), settingsVersionSort);
  const noted = stored === null ? null : versionRecord.parse(stored.value);
  const hash = sha256(text);
  const ours = noted !== null && noted.sha256 === hash;
  return {
    text,
    authored: authoredDocument.parse(JSON.parse(text)),
    resolved: parseSettings(text, 'settings'),
    etag: `"${bytes === null ? 'none' : hash.slice(0, 32)}"`,
    objectTag: bytes === null ? null : (head?.etag ?? null),
    version: bytes === null ? 0 : ours ? noted.version : (noted?.version ?? 0) + 1,
    changed_at: ours ? noted.changed_at : (head?.modified ?? null),
    changed_by: ours ? noted.changed_by : null,
  };
}

/** Replaces the settings whole, while they are still those the caller read. */
export async function replaceSettings(
  ports: ApiPorts,
  warehouse: string,
  before: StoredSettings,
  text: string,
  changedBy: string,
): Promise<void> {
  const written = await ports.objects.put(settingsKey(warehouse), text, {
    contentType: 'application/json',
    ...(before.objectTag === null ? { ifAbsent: true } : { ifMatch: before.objectTag }),
  });
  if (!written.written) throw changedSince();
  const partition = warehousePartition(warehouse);
  const stored = await ports.scores.get(partition, settingsVersionSort);
  await ports.scores.compareAndSet(
    {
      partition,
      sort: settingsVersionSort,
      value: {
        version: before.version + 1,
        sha256: sha256(text),
        changed_at: ports.now(),
        changed_by: changedBy,
      },
    },
    stored?.revision ?? 0,
  );
}

/** What a change that comes too late is answered with. */
export const changedSince = (): ApiProblem =>
  new ApiProblem('etag_mismatch', 'the settings have changed since they were read: GET them again');
