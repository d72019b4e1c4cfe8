import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';

/** What was last taken of a file: null sizes and times say that its withdrawal was. */
export type Taken = {
  readonly bytes: number | null;
  readonly modifiedMs: number | null;
  /** Counts what was taken under this name, from 1: it tells a file that came back from the one that was there before. */
  readonly sequence: number;
};

/** What the inbox has taken, by object key, so that a restart takes nothing twice and misses nothing. */
export type InboxLedger = {
  readonly get: (key: string) => Taken | null;
  readonly set: (key: string, taken: Taken) => void;
  /** Keys under a prefix whose file was there when last taken. */
  readonly present: (prefix: string) => readonly string[];
  readonly close: () => void;
};

const row = z.object({
  bytes: z.number().nullable(),
  modified_ms: z.number().nullable(),
  sequence: z.number(),
});
const keyRow = z.object({ key: z.string() });

/** Opens the ledger at `path` (or `:memory:`), creating it. */
export function openInboxLedger(path: string): InboxLedger {
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
     CREATE TABLE IF NOT EXISTS taken (
       key TEXT PRIMARY KEY, bytes INTEGER, modified_ms REAL, sequence INTEGER NOT NULL
     ) STRICT, WITHOUT ROWID;`,
  );
  const get = database.prepare('SELECT bytes, modified_ms, sequence FROM taken WHERE key = ?');
  const set = database.prepare('INSERT OR REPLACE INTO taken VALUES (?, ?, ?, ?)');
  const present = database.prepare(
    'SELECT key FROM taken WHERE bytes IS NOT NULL AND substr(key, 1, length(?1)) = ?1 ORDER BY key',
  );
  return {
    get: (key) => {
      const found = get.get(key);
      if (found === undefined) return null;
      const { bytes, modified_ms, sequence } = row.parse(found);
      return { bytes, modifiedMs: modified_ms, sequence };
    },
    set: (key, { bytes, modifiedMs, sequence }) => {
      set.run(key, bytes, modifiedMs, sequence);
    },
    present: (prefix) => present.all(prefix).map((each) => keyRow.parse(each).key),
    close: () => database.close(),
  };
}
