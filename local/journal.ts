import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { KindredError } from '../functions/shared/errors.ts';
import type { Json } from '../functions/shared/ports.ts';
import type { HistoryEvent } from './interpreter/history.ts';

export const executionStatuses = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;
export type ExecutionStatus = (typeof executionStatuses)[number];

/** One execution of the state machine, as Step Functions' DescribeExecution tells it. Times are RFC 3339 UTC. */
export type ExecutionRecord = {
  readonly id: string;
  readonly name: string;
  readonly warehouse: string | null;
  readonly status: ExecutionStatus;
  readonly input: Json;
  readonly output: Json;
  readonly error: string | null;
  readonly cause: string | null;
  readonly started_at: string;
  readonly stopped_at: string | null;
  readonly redrives: number;
  /** The ASL text it started with and keeps. */
  readonly definition: string;
};

export type NewExecution = Pick<
  ExecutionRecord,
  'id' | 'name' | 'warehouse' | 'input' | 'started_at' | 'definition'
>;
export type Ending = Pick<ExecutionRecord, 'output' | 'error' | 'cause'> & {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>;
  readonly stopped_at: string;
};

/** Every transition of every execution. A write is on the disk when it returns. */
export type Journal = {
  /** False when the name exists and nothing changed. */
  readonly create: (execution: NewExecution) => boolean;
  readonly get: (name: string) => ExecutionRecord | null;
  /** Newest first. */
  readonly list: (filter: {
    readonly warehouse?: string;
    readonly status?: ExecutionStatus;
    readonly limit: number;
  }) => readonly ExecutionRecord[];
  readonly write: (name: string, event: HistoryEvent) => void;
  /** Events in the order they were written: of one frame (with the execution's redrives), or all of them. */
  readonly events: (name: string, path?: string) => readonly HistoryEvent[];
  readonly end: (name: string, ending: Ending) => void;
  /** Opens an ended execution again; its retries start afresh. */
  readonly redrive: (name: string, at: string) => void;
  /** Forgets executions that ended before a moment (RFC 3339 UTC), and frees their names. */
  readonly prune: (before: string) => void;
  readonly close: () => void;
};

const schema = `
CREATE TABLE IF NOT EXISTS executions (
  number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, id TEXT NOT NULL, warehouse TEXT, status TEXT NOT NULL,
  input TEXT NOT NULL, output TEXT NOT NULL DEFAULT 'null', error TEXT, cause TEXT, started_at TEXT NOT NULL,
  stopped_at TEXT, redrives INTEGER NOT NULL DEFAULT 0, definition TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS executions_by_warehouse ON executions (warehouse, number);
CREATE TABLE IF NOT EXISTS events (
  number INTEGER PRIMARY KEY, execution TEXT NOT NULL, path TEXT, event TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS events_by_execution ON events (execution, number);
`;

const nullableText = z.string().nullable();
const executionRow = z.object({
  id: z.string(),
  name: z.string(),
  warehouse: nullableText,
  status: z.enum(executionStatuses),
  input: z.string(),
  output: z.string(),
  error: nullableText,
  cause: nullableText,
  started_at: z.string(),
  stopped_at: nullableText,
  redrives: z.int(),
  definition: z.string(),
});
const place = { path: z.string(), visit: z.int(), state: z.string(), at: z.string() };
const variables = z.record(z.string(), z.json());
const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('entered'), ...place, input: z.json(), variables }),
  z.strictObject({
    kind: z.literal('retrying'),
    ...place,
    error: z.string(),
    cause: z.string(),
    retrier: z.int(),
    delay_seconds: z.number(),
  }),
  z.strictObject({
    kind: z.literal('exited'),
    ...place,
    next: nullableText,
    output: z.json(),
    variables,
    caught: nullableText,
  }),
  z.strictObject({ kind: z.literal('failed'), ...place, error: z.string(), cause: z.string() }),
  z.strictObject({ kind: z.literal('redriven'), at: z.string() }),
]);
const eventRow = z.object({ event: z.string() });

/** Opens the journal at `path` (or `:memory:`), creating it. Throws `NotWritable` when the file cannot be opened. */
export function openJournal(path: string): Journal {
  const database = open(path);
  const insert = database.prepare(
    `INSERT OR IGNORE INTO executions (name, id, warehouse, status, input, started_at, definition)
     VALUES (?, ?, ?, 'RUNNING', ?, ?, ?)`,
  );
  const one = database.prepare('SELECT * FROM executions WHERE name = ?');
  const many = database.prepare(
    `SELECT * FROM executions WHERE (?1 IS NULL OR warehouse = ?1) AND (?2 IS NULL OR status = ?2)
     ORDER BY number DESC LIMIT ?3`,
  );
  const append = database.prepare('INSERT INTO events (execution, path, event) VALUES (?, ?, ?)');
  const all = database.prepare('SELECT event FROM events WHERE execution = ? ORDER BY number');
  const framed = database.prepare(
    'SELECT event FROM events WHERE execution = ? AND (path = ? OR path IS NULL) ORDER BY number',
  );
  const close = database.prepare(
    `UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped_at = ? WHERE name = ?`,
  );
  const reopen = database.prepare(
    `UPDATE executions SET status = 'RUNNING', output = 'null', error = NULL, cause = NULL, stopped_at = NULL,
     redrives = redrives + 1 WHERE name = ?`,
  );
  const write = (name: string, event: HistoryEvent): void => {
    append.run(name, 'path' in event ? event.path : null, JSON.stringify(event));
  };
  return {
    create: ({ name, id, warehouse, input, started_at, definition }) =>
      insert.run(name, id, warehouse, JSON.stringify(input), started_at, definition).changes === 1,
    get: (name) => {
      const row = one.get(name);
      return row === undefined ? null : recordOf(row);
    },
    list: ({ warehouse, status, limit }) => many.all(warehouse ?? null, status ?? null, limit).map(recordOf),
    write,
    events: (name, path) =>
      (path === undefined ? all.all(name) : framed.all(name, path)).map((row) =>
        eventSchema.parse(JSON.parse(eventRow.parse(row).event)),
      ),
    end: (name, { status, output, error, cause, stopped_at }) => {
      close.run(status, JSON.stringify(output), error, cause, stopped_at, name);
    },
    redrive: (name, at) => {
      transaction(database, () => {
        reopen.run(name);
        write(name, { kind: 'redriven', at });
      });
    },
    prune: (before) => {
      const old = `SELECT name FROM executions WHERE stopped_at < ?`;
      transaction(database, () => {
        database.prepare(`DELETE FROM events WHERE execution IN (${old})`).run(before);
        database.prepare(`DELETE FROM executions WHERE stopped_at < ?`).run(before);
      });
    },
    close: () => database.close(),
  };
}

function transaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function open(path: string): DatabaseSync {
  try {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;');
    database.exec(schema);
    return database;
  } catch (error) {
    throw new KindredError(
      'NotWritable',
      [
        {
          name: path,
          allowed: 'a journal Kindred can open and write',
          received: error instanceof Error ? error.message : String(error),
          remedy: 'choose another folder with --state, or correct its permissions',
        },
      ],
      { cause: error },
    );
  }
}

function recordOf(row: unknown): ExecutionRecord {
  const { input, output, ...rest } = executionRow.parse(row);
  return { ...rest, input: JSON.parse(input), output: JSON.parse(output) };
}
