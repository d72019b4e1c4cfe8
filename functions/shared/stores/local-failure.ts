import { KindredError } from '../errors.ts';

/** What a person has to mend before the same call can succeed. */
const notWritable: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'ENAMETOOLONG',
]);
/** SQLite's primary result codes (sqlite.org/rescode.html). */
const sqlite = {
  permission: 3,
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  protocol: 15,
  notADatabase: 26,
};
const sqliteNotWritable: ReadonlySet<number> = new Set([
  sqlite.permission,
  sqlite.readOnly,
  sqlite.full,
  sqlite.cannotOpen,
]);
const sqliteDamaged: ReadonlySet<number> = new Set([sqlite.corrupt, sqlite.notADatabase]);
const sqliteUnavailable: ReadonlySet<number> = new Set([
  sqlite.busy,
  sqlite.locked,
  sqlite.noMemory,
  sqlite.inputOutput,
  sqlite.protocol,
]);

/**
 * An error of the file system or of SQLite as Kindred names it: `NotWritable` with the folder (disk full, no permission),
 * `Integrity` (damaged database), otherwise `StoreUnavailable`. Whatever is neither, a fault in our own code, comes back as it is.
 */
export function localFailure(error: unknown, place: string): unknown {
  if (error instanceof KindredError || !(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  if (code === null) return error;
  if (code === 'ERR_SQLITE_ERROR') {
    const primary = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0;
    if (sqliteNotWritable.has(primary)) return refused(error, place);
    if (sqliteDamaged.has(primary)) return damaged(error, place);
    return sqliteUnavailable.has(primary) ? unavailable(error, place) : error;
  }
  if (notWritable.has(code)) return refused(error, place);
  return /^E[A-Z0-9]+$/.test(code) ? unavailable(error, place) : error;
}

const refused = (cause: Error, place: string): KindredError =>
  new KindredError(
    'NotWritable',
    [
      {
        name: place,
        allowed: 'a folder with free space that this process may read and write',
        received: cause.message,
        remedy:
          'free some space, close programs that hold its files open, mend its permissions, or name another folder',
      },
    ],
    { cause },
  );

const unavailable = (cause: Error, place: string): KindredError =>
  new KindredError(
    'StoreUnavailable',
    [
      {
        name: place,
        allowed: 'an answer',
        received: cause.message,
        remedy: 'it is tried again; if it stays, look at the disk',
      },
    ],
    { cause },
  );

const damaged = (cause: Error, place: string): KindredError =>
  new KindredError(
    'Integrity',
    [
      {
        name: place,
        allowed: 'a sound SQLite file',
        received: cause.message,
        remedy: 'put back a copy of the whole state folder, or start with a new one',
      },
    ],
    { cause },
  );
