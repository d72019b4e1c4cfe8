import { DatabaseSync } from 'node:sqlite';
import { KindredError } from '../errors.ts';
import type { ObjectInfo } from '../ports.ts';

/** Milliseconds a process waits for another one's short transaction. */
const busyTimeoutMs = 20_000;
const layout = 1;
const pageRows = 1000;

/**
 * Which content each key has, and had: the part of the folder store that must change all at once. SQLite gives the lock between
 * processes, frees it when one is killed, and orders keys by UTF-8 bytes.
 */
export type ObjectIndex = {
  /** Runs `work` alone among all processes; its changes to the index hold together or not at all. */
  readonly alone: <T>(work: () => T) => T;
  readonly current: (key: string) => ObjectInfo | null;
  readonly version: (key: string, hash: string) => ObjectInfo | null;
  readonly page: (from: string, after: boolean) => readonly ObjectInfo[];
  readonly set: (info: ObjectInfo) => void;
  readonly unset: (key: string) => void;
  /** Forgets the key and its versions; returns the hashes it had. */
  readonly forget: (key: string) => readonly string[];
  /** Forgets, under a prefix, the versions that no key has any more; returns their hashes. */
  readonly forgetReplaced: (prefix: string) => readonly string[];
  readonly isReferenced: (hash: string) => boolean;
  /** Notes that content may lie in the folder without a key that refers to it; outlives a kill, not always a power cut. */
  readonly suspect: (hashes: readonly string[], since: number) => void;
  readonly clear: (hash: string) => void;
  readonly suspectsBefore: (moment: number) => readonly string[];
  readonly close: () => void;
};

const schema = `
  CREATE TABLE current (key TEXT PRIMARY KEY, hash TEXT NOT NULL, bytes INTEGER NOT NULL, modified TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE versions (key TEXT, hash TEXT, bytes INTEGER NOT NULL, modified TEXT NOT NULL, PRIMARY KEY (key, hash)) WITHOUT ROWID;
  CREATE INDEX versions_by_hash ON versions (hash);
  CREATE TABLE suspects (hash TEXT PRIMARY KEY, since INTEGER NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${layout};`;

type StoredRow = { readonly [column: string]: unknown };

const info = (row: StoredRow | undefined): ObjectInfo | null =>
  row === undefined
    ? null
    : {
        key: String(row['key']),
        bytes: Number(row['bytes']),
        etag: String(row['hash']),
        version: String(row['hash']),
        modified: String(row['modified']),
      };

/** Opens or makes the index in one file. Calls are synchronous: each takes microseconds. */
export function openObjectIndex(path: string): ObjectIndex {
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');

  function alone<T>(work: () => T): T {
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  alone(() => {
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (found === 0) database.exec(schema);
    else if (found !== layout) throw otherLayout(path, found);
  });

  const statements = {
    current: database.prepare('SELECT * FROM current WHERE key = ?'),
    version: database.prepare('SELECT * FROM versions WHERE key = ? AND hash = ?'),
    pageFrom: database.prepare(`SELECT * FROM current WHERE key >= ? ORDER BY key LIMIT ${pageRows}`),
    pageAfter: database.prepare(`SELECT * FROM current WHERE key > ? ORDER BY key LIMIT ${pageRows}`),
    setCurrent: database.prepare('INSERT OR REPLACE INTO current VALUES (?, ?, ?, ?)'),
    setVersion: database.prepare('INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?)'),
    unset: database.prepare('DELETE FROM current WHERE key = ?'),
    hashes: database.prepare('SELECT hash FROM versions WHERE key = ? ORDER BY hash'),
    forgetVersions: database.prepare('DELETE FROM versions WHERE key = ?'),
    replaced: database.prepare(
      `DELETE FROM versions WHERE key >= ?1 AND substr(key, 1, length(?1)) = ?1
       AND NOT EXISTS (SELECT 1 FROM current WHERE current.key = versions.key AND current.hash = versions.hash)
       RETURNING hash`,
    ),
    referenced: database.prepare('SELECT 1 AS found FROM versions WHERE hash = ? LIMIT 1'),
    suspect: database.prepare('INSERT OR REPLACE INTO suspects VALUES (?, ?)'),
    clear: database.prepare('DELETE FROM suspects WHERE hash = ?'),
    suspects: database.prepare('SELECT hash FROM suspects WHERE since < ? ORDER BY hash'),
  };
  const hashOf = (row: StoredRow): string => String(row['hash']);

  return {
    alone,
    current: (key) => info(statements.current.get(key)),
    version: (key, hash) => info(statements.version.get(key, hash)),
    page: (from, after) =>
      (after ? statements.pageAfter : statements.pageFrom).all(from).flatMap((row) => info(row) ?? []),
    set: ({ key, version, bytes, modified }) => {
      statements.setCurrent.run(key, version, bytes, modified);
      statements.setVersion.run(key, version, bytes, modified);
    },
    unset: (key) => {
      statements.unset.run(key);
    },
    forget: (key) => {
      const hashes = statements.hashes.all(key).map(hashOf);
      statements.unset.run(key);
      statements.forgetVersions.run(key);
      return hashes;
    },
    forgetReplaced: (prefix) => statements.replaced.all(prefix).map(hashOf),
    isReferenced: (hash) => statements.referenced.get(hash) !== undefined,
    suspect: (hashes, since) => {
      if (!database.isTransaction) database.exec('PRAGMA synchronous = NORMAL');
      for (const hash of hashes) statements.suspect.run(hash, since);
      if (!database.isTransaction) database.exec('PRAGMA synchronous = FULL');
    },
    clear: (hash) => {
      statements.clear.run(hash);
    },
    suspectsBefore: (moment) => statements.suspects.all(moment).map(hashOf),
    close: () => {
      database.close();
    },
  };
}

function otherLayout(path: string, found: number): KindredError {
  return new KindredError('BadConfiguration', [
    {
      name: path,
      allowed: `layout ${layout} of the object index`,
      received: `layout ${found}`,
      remedy:
        'the folder was written by another version of Kindred: use that version, or start with a new folder',
    },
  ]);
}
