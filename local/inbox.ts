import { copyFileSync, mkdirSync, readdirSync, rmSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { warehouseId } from '../events/ids.ts';
import { objectEvent } from '../events/start.ts';
import type { Json, Log, ObjectStore } from '../functions/shared/ports.ts';
import { sha256 } from '../functions/shared/sha256.ts';
import { hidden } from './drop-files.ts';
import type { Executions } from './executions.ts';
import type { InboxLedger } from './inbox-ledger.ts';
import type { Clock } from './interpreter/clock.ts';

export type InboxOptions = {
  /** The people's folder, with one folder per warehouse. */
  readonly root: string;
  readonly scratch: string;
  readonly objects: ObjectStore;
  readonly executions: Executions;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: InboxLedger;
  /** A file is taken when its size and time have not changed for this long. */
  readonly settleMs?: number;
};

export type Inbox = {
  /**
   * Looks once: takes what is new, changed or gone and has settled, and starts an execution for each, as the bucket's events
   * would. Resolves to the names of the executions started.
   */
  readonly scan: () => Promise<readonly string[]>;
  /** Looks again and again until the signal fires. */
  readonly watch: (everyMs: number, signal: AbortSignal) => Promise<void>;
};

type Seen = { readonly bytes: number | null; readonly modifiedMs: number | null; readonly since: number };

/**
 * The folder for people, `inbox/{warehouse}/`: what is put there goes into the store and starts a run, what is taken away is
 * withdrawn. A file that is still being written is left until it has settled, and `_READY` until everything beside it has been
 * taken, so that it closes the drop it was meant for.
 */
export function openInbox(options: InboxOptions): Inbox {
  const { root, scratch, objects, executions, clock, log, ledger, settleMs = 400 } = options;
  const pending = new Map<string, Seen>();

  /** True when size and time are as they were a while ago. */
  const settled = (key: string, bytes: number | null, modifiedMs: number | null): boolean => {
    const now = clock.now();
    const before = pending.get(key);
    if (before === undefined || before.bytes !== bytes || before.modifiedMs !== modifiedMs) {
      pending.set(key, { bytes, modifiedMs, since: now });
      return false;
    }
    return now - before.since >= settleMs;
  };

  const take = async (key: string, path: string | null, stats: Stats | null): Promise<string | null> => {
    const sequence = (ledger.get(key)?.sequence ?? 0) + 1;
    let version: string | null = null;
    if (path !== null && stats !== null) {
      const copied = copyWhole(path, stats, join(scratch, 'inbox', sha256(key)));
      if (copied === null) return null;
      try {
        version = (await objects.put(key, { file: copied })).version;
      } finally {
        rmSync(copied, { force: true });
      }
    } else await objects.delete(key);
    const object: Json = version === null ? { key } : { key, 'version-id': version };
    const event = objectEvent.parse({
      source: 'aws.s3',
      'detail-type': version === null ? 'Object Deleted' : 'Object Created',
      detail: { bucket: { name: 'local' }, object },
    });
    const name = `drop-${sha256(JSON.stringify([key, version, sequence])).slice(0, 32)}`;
    executions.start(name, event, key.split('/')[1] ?? null);
    ledger.set(key, { bytes: stats?.size ?? null, modifiedMs: stats?.mtimeMs ?? null, sequence });
    pending.delete(key);
    return name;
  };

  const scanWarehouse = async (warehouse: string): Promise<string[]> => {
    const started: string[] = [];
    const prefix = `inbox/${warehouse}/`;
    const there = filesBelow(join(root, warehouse), prefix);
    let unsettled = 0;
    const takeIfSettled = async (key: string, path: string | null, stats: Stats | null): Promise<void> => {
      const name = settled(key, stats?.size ?? null, stats?.mtimeMs ?? null)
        ? await take(key, path, stats)
        : null;
      if (name === null) unsettled += 1;
      else started.push(name);
    };
    const changed = [...there].filter(([key, { stats }]) => {
      const taken = ledger.get(key);
      return taken === null || taken.bytes !== stats.size || taken.modifiedMs !== stats.mtimeMs;
    });
    const isReady = (key: string): boolean => key.endsWith('/_READY');
    for (const key of ledger.present(prefix)) if (!there.has(key)) await takeIfSettled(key, null, null);
    for (const [key, { path, stats }] of changed) if (!isReady(key)) await takeIfSettled(key, path, stats);
    for (const [key, { path, stats }] of changed)
      if (isReady(key) && unsettled === 0) await takeIfSettled(key, path, stats);
    return started;
  };

  const scan = async (): Promise<readonly string[]> => {
    mkdirSync(root, { recursive: true });
    const started: string[] = [];
    for (const entry of readdirSync(root, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)))
      if (entry.isDirectory() && warehouseId.safeParse(entry.name).success)
        started.push(...(await scanWarehouse(entry.name)));
    return started;
  };

  return {
    scan,
    watch: async (everyMs, signal) => {
      while (!signal.aborted) {
        try {
          await scan();
          await clock.sleep(everyMs, signal);
        } catch (error) {
          if (signal.aborted) return;
          log('the inbox could not be read', { error: error instanceof Error ? error.message : '' });
          await clock.sleep(everyMs * 10, signal).catch(() => null);
        }
      }
    },
  };
}

/** A private copy of a file; null when the file changed while it was copied. */
function copyWhole(path: string, before: Stats, to: string): string | null {
  mkdirSync(join(to, '..'), { recursive: true });
  try {
    copyFileSync(path, to);
    const after = statSync(path);
    if (after.size === before.size && after.mtimeMs === before.mtimeMs) return to;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  rmSync(to, { force: true });
  return null;
}

function filesBelow(
  folder: string,
  prefix: string,
): ReadonlyMap<string, { readonly path: string; readonly stats: Stats }> {
  const found = new Map<string, { readonly path: string; readonly stats: Stats }>();
  for (const name of readdirSync(folder).sort((a, b) => (a < b ? -1 : 1))) {
    if (hidden(name)) continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true)
      for (const [key, file] of filesBelow(path, `${prefix}${name}/`)) found.set(key, file);
    else if (stats?.isFile() === true) found.set(`${prefix}${name}`, { path, stats });
  }
  return found;
}
