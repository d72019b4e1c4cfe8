import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KindredError } from '../errors.ts';
import type { Item, Json, ScoreStore, StoredItem } from '../ports.ts';
import { checkItem, checkKey, checkPage } from './item-limits.ts';
import { localFailure } from './local-failure.ts';

/** Milliseconds a process waits for another one's write. */
const busyTimeoutMs = 20_000;
const layout = 1;

const schema = `
  CREATE TABLE items (
    partition TEXT, sort TEXT, value TEXT NOT NULL, revision INTEGER NOT NULL, expires INTEGER,
    PRIMARY KEY (partition, sort)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${layout};`;

export type SqliteScores = ScoreStore & {
  /** Lets go of the file. Without it, it is let go of when the process ends. */
  readonly close: () => void;
};

/**
 * A score store in one SQLite file, for one machine and any number of processes on it; `:memory:` for tests. SQLite orders text
 * by its UTF-8 bytes, as DynamoDB does. Expired items are hidden at once and removed when the file is next opened. Calls answer
 * in microseconds and do not yield while SQLite works. Errors as in `localFailure`.
 */
export function openSqliteScores(path: string, options: { readonly now?: () => string } = {}): SqliteScores {
  const place = path === ':memory:' ? path : resolve(path);
  const now = options.now ?? (() => new Date().toISOString());
  const seconds = (): number => Math.floor(Date.parse(now()) / 1000);

  const database = guarded(() => open(place));
  guarded(() => database.prepare('DELETE FROM items WHERE expires <= ?').run(seconds()));

  function guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw localFailure(error, place);
    }
  }

  const statements = {
    get: database.prepare(
      'SELECT * FROM items WHERE partition = ? AND sort = ? AND (expires IS NULL OR expires > ?)',
    ),
    // An expired item counts as absent: it is replaced, and starts again at revision 1.
    create: database.prepare(
      `INSERT INTO items VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE
       SET value = excluded.value, revision = 1, expires = excluded.expires WHERE items.expires <= ?`,
    ),
    swap: database.prepare(
      `UPDATE items SET value = ?, expires = ?, revision = revision + 1
       WHERE partition = ? AND sort = ? AND revision = ? AND (expires IS NULL OR expires > ?)`,
    ),
    put: database.prepare('INSERT OR REPLACE INTO items VALUES (?, ?, ?, 1, ?)'),
    pageFrom: database.prepare(
      `SELECT * FROM items WHERE partition = ? AND sort >= ? AND (expires IS NULL OR expires > ?)
       ORDER BY sort LIMIT ?`,
    ),
    pageAfter: database.prepare(
      `SELECT * FROM items WHERE partition = ? AND sort >= ? AND sort > ? AND (expires IS NULL OR expires > ?)
       ORDER BY sort LIMIT ?`,
    ),
    delete: database.prepare('DELETE FROM items WHERE partition = ? AND sort = ?'),
  };

  function create(item: Item): boolean {
    const { partition, sort, json, expires } = checkItem(item);
    return guarded(() => statements.create.run(partition, sort, json, expires, seconds()).changes === 1);
  }

  return {
    get: async (partition, sort) => {
      checkKey(partition, sort);
      const row = guarded(() => statements.get.get(partition, sort, seconds()));
      return row === undefined ? null : storedItem(row);
    },
    putIfAbsent: async (item) => create(item),
    compareAndSet: async (item, expected) => {
      if (expected === 0) return create(item);
      const { partition, sort, json, expires } = checkItem(item);
      return guarded(
        () => statements.swap.run(json, expires, partition, sort, expected, seconds()).changes === 1,
      );
    },
    batchPut: async (items) => {
      const checked = items.map(checkItem);
      guarded(() => {
        database.exec('BEGIN IMMEDIATE');
        try {
          for (const { partition, sort, json, expires } of checked)
            statements.put.run(partition, sort, json, expires);
          database.exec('COMMIT');
        } catch (error) {
          if (database.isTransaction) database.exec('ROLLBACK');
          throw error;
        }
      });
    },
    queryPrefix: async (partition, prefix, page) => {
      checkPage(partition, prefix, page);
      const { limit, after } = page;
      const rows = guarded(() =>
        after === undefined
          ? statements.pageFrom.all(partition, prefix, seconds(), limit + 1)
          : statements.pageAfter.all(partition, prefix, after, seconds(), limit + 1),
      );
      const found = rows.map(storedItem).filter((item) => item.sort.startsWith(prefix));
      const items = found.slice(0, limit);
      return { items, next: found.length > limit ? (items.at(-1)?.sort ?? null) : null };
    },
    delete: async (partition, sort) => {
      checkKey(partition, sort);
      guarded(() => statements.delete.run(partition, sort));
    },
    close: () => database.close(),
  };
}

function open(place: string): DatabaseSync {
  if (place !== ':memory:') mkdirSync(dirname(place), { recursive: true });
  const database = new DatabaseSync(place, { timeout: busyTimeoutMs });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;');
  database.exec('BEGIN IMMEDIATE');
  const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (found === 0) database.exec(schema);
  database.exec('COMMIT');
  if (found === 0 || found === layout) return database;
  throw new KindredError('BadConfiguration', [
    {
      name: place,
      allowed: `layout ${layout} of the score store`,
      received: `layout ${found}`,
      remedy: 'the file was written by another version of Kindred: use that version, or start with a new one',
    },
  ]);
}

function storedItem(row: { readonly [column: string]: unknown }): StoredItem {
  const value: Json = JSON.parse(String(row['value']));
  const expires = row['expires'];
  return {
    partition: String(row['partition']),
    sort: String(row['sort']),
    value,
    ...(expires === null ? {} : { expires: Number(expires) }),
    revision: Number(row['revision']),
  };
}
