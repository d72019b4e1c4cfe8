import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  linkSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { access, copyFile, link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { KindredError } from '../errors.ts';
import type { ObjectInfo, ObjectStore, PutOptions, PutResult } from '../ports.ts';
import { sha256 } from '../sha256.ts';
import { keyPath } from './key-path.ts';
import { localFailure } from './local-failure.ts';
import { openObjectIndex } from './object-index.ts';
import { checkObjectKey } from './object-key.ts';
import { receiveFile } from './receive-file.ts';

/** Left-overs of killed processes are cleared away once they are this old. */
const leftoverMs = 3_600_000;
/** What file systems answer that have no hard links, or no more of them for this file. */
const noLink: ReadonlySet<string> = new Set(['EPERM', 'EXDEV', 'EMLINK', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

export type FolderObjects = ObjectStore & {
  /** Lets go of the folder. Without it, it is let go of when the process ends. */
  readonly close: () => void;
};

/**
 * An object store in one folder, for one machine and any number of processes on it:
 *
 * - `objects/` shows the current bytes of each key as a file that a person can open (read only);
 * - `blobs/` holds all content, by SHA-256, never changed once there;
 * - `index.sqlite` says which content each key has and had. It decides; a killed put changes nothing.
 *
 * `etag` and `version` are the SHA-256 of the content. Purging a key removes content that no other key has or had. Not for
 * network drives: SQLite's locks are not reliable there. Errors: `NotWritable` names the folder (disk full, no permission),
 * `StoreUnavailable` anything else the disk answers.
 */
export async function openFolderObjects(
  root: string,
  options: { readonly now?: () => string } = {},
): Promise<FolderObjects> {
  const now = options.now ?? (() => new Date().toISOString());
  const base = resolve(root);
  const folders = {
    objects: join(base, 'objects'),
    blobs: join(base, 'blobs'),
    arriving: join(base, 'arriving'),
  };
  const guarded = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw localFailure(error, base);
    }
  };
  const blobPath = (hash: string): string => join(folders.blobs, hash.slice(0, 2), hash);
  const shownPath = (key: string): string => join(folders.objects, ...keyPath(key));
  const arrivingPath = (): string => join(folders.arriving, randomUUID());

  const index = await guarded(async () => {
    for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
    return openObjectIndex(join(base, 'index.sqlite'));
  });
  await guarded(async () => {
    await clearLeftovers(folders.arriving, Date.now() - leftoverMs);
    settle(index.suspectsBefore(Date.now() - leftoverMs));
  });

  /** Removes content that no key refers to any more. */
  function settle(hashes: readonly string[]): void {
    if (hashes.length === 0) return;
    index.alone(() => {
      for (const hash of hashes) {
        if (!index.isReferenced(hash)) rmSync(blobPath(hash), { force: true });
        index.clear(hash);
      }
    });
  }

  /** Makes `objects/` show what the index is about to say. */
  function show(key: string, hash: string): void {
    const path = shownPath(key);
    const beside = arrivingPath();
    mkdirSync(join(path, '..'), { recursive: true });
    linkOrCopySync(blobPath(hash), beside);
    renameSync(beside, path);
  }

  function hide(key: string): void {
    const names = keyPath(key);
    rmSync(join(folders.objects, ...names), { force: true });
    for (let depth = names.length - 1; depth > 0; depth -= 1) {
      try {
        rmdirSync(join(folders.objects, ...names.slice(0, depth)));
      } catch {
        return; // not empty, or never shown
      }
    }
  }

  function commit(key: string, arrived: Arrived, condition: PutOptions): PutResult {
    return index.alone(() => {
      const before = index.current(key);
      if (!allowed(before, condition)) return notWritten(before);
      const blob = blobPath(arrived.hash);
      if (sizeOf(blob) !== arrived.bytes) {
        mkdirSync(join(blob, '..'), { recursive: true });
        renameSync(arrived.path, blob);
      }
      show(key, arrived.hash);
      index.set({
        key,
        bytes: arrived.bytes,
        etag: arrived.hash,
        version: arrived.hash,
        modified: now(),
      });
      index.clear(arrived.hash);
      return { written: true, etag: arrived.hash, version: arrived.hash };
    });
  }

  async function found(key: string, version: string | undefined): Promise<ObjectInfo | null> {
    checkObjectKey(key);
    return await guarded(() => (version === undefined ? index.current(key) : index.version(key, version)));
  }

  /** Uses the content of a key; content that is gone although the key still refers to it is damage, not absence. */
  async function withContent<T>(
    key: string,
    version: string | undefined,
    use: (path: string, hash: string) => Promise<T>,
  ): Promise<T | null> {
    let info = await found(key, version);
    while (info !== null) {
      const { version: hash } = info;
      try {
        return await guarded(() => use(blobPath(hash), hash));
      } catch (error) {
        if (sizeOf(blobPath(hash)) !== null) throw error;
        info = await found(key, version);
        if (info?.version === hash) throw contentLost(key, hash, base);
      }
    }
    return null;
  }

  return {
    put: async (key, body, condition = {}) => {
      checkObjectKey(key);
      if (typeof body === 'object' && 'file' in body) await access(body.file);
      return await guarded(async () => {
        const before = index.current(key);
        if (!allowed(before, condition)) return notWritten(before);
        const path = arrivingPath();
        try {
          const arrived = await receive(body, path);
          index.suspect([arrived.hash], Date.now());
          return commit(key, arrived, condition);
        } finally {
          await rm(path, { force: true });
        }
      });
    },
    get: async (key, version) =>
      await withContent(key, version, async (path) => new Uint8Array(await readFile(path))),
    materialize: async (key, scratch, version) =>
      await withContent(key, version, async (path, hash) => {
        const local = join(scratch, hash);
        await mkdir(scratch, { recursive: true });
        if (sizeOf(local) === null) await linkOrCopy(path, local);
        return local;
      }),
    head: async (key) => await found(key, undefined),
    list: async function* (prefix) {
      let page = await guarded(() => index.page(prefix, false));
      for (;;) {
        for (const info of page) {
          if (!info.key.startsWith(prefix)) return;
          yield info;
        }
        const last = page.at(-1);
        if (last === undefined) return;
        page = await guarded(() => index.page(last.key, true));
      }
    },
    copy: async (from, to) => {
      checkObjectKey(to);
      const copied = await withContent(from, undefined, async (_, hash) => {
        return index.alone(() => {
          const info = index.version(from, hash);
          if (info === null) return false;
          show(to, hash);
          index.set({ ...info, key: to, modified: now() });
          return true;
        });
      });
      return copied === true;
    },
    delete: async (key) => {
      checkObjectKey(key);
      await guarded(() =>
        index.alone(() => {
          index.unset(key);
          hide(key);
        }),
      );
    },
    purge: async (key) => {
      checkObjectKey(key);
      await guarded(() => {
        const hashes = index.alone(() => {
          const forgotten = index.forget(key);
          index.suspect(forgotten, Date.now());
          hide(key);
          return forgotten;
        });
        settle(hashes);
      });
    },
    purgeReplaced: async (prefix) =>
      await guarded(() => {
        const hashes = index.alone(() => {
          const forgotten = index.forgetReplaced(prefix);
          index.suspect(forgotten, Date.now());
          return forgotten;
        });
        settle(hashes);
        return hashes.length;
      }),
    close: () => index.close(),
  };
}

type Arrived = { readonly path: string; readonly hash: string; readonly bytes: number };

function allowed(before: ObjectInfo | null, condition: PutOptions): boolean {
  if (condition.ifAbsent === true && before !== null) return false;
  return condition.ifMatch === undefined || before?.etag === condition.ifMatch;
}

const notWritten = (before: ObjectInfo | null): PutResult => ({
  written: false,
  etag: before?.etag ?? '',
  version: before?.version ?? '',
});

/** Writes a body to a new file, on the disk for good before it gets a key. */
async function receive(
  body: Uint8Array | string | { readonly file: string },
  path: string,
): Promise<Arrived> {
  if (typeof body === 'object' && 'file' in body) {
    const received = await receiveFile(createReadStream(body.file), path, { flush: true });
    chmodSync(path, 0o444);
    return { path, ...received };
  }
  const data = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  await writeFile(path, data, { flag: 'wx', flush: true, mode: 0o444 });
  return { path, hash: sha256(data), bytes: data.length };
}

function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

function linkOrCopySync(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!cannotLink(error)) throw error;
    copyFileSync(from, to);
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    if (!cannotLink(error)) throw error;
    const beside = `${to}.${randomUUID()}`;
    await copyFile(from, beside);
    await rename(beside, to);
  }
}

const cannotLink = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && noLink.has(error.code);

async function clearLeftovers(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < before) await rm(path, { force: true });
  }
}

function contentLost(key: string, hash: string, base: string): KindredError {
  return new KindredError('Integrity', [
    {
      name: key,
      allowed: `its content ${hash} in ${join(base, 'blobs')}`,
      received: 'no such file',
      remedy: 'put the object again, or put back a copy of the whole state folder',
    },
  ]);
}
