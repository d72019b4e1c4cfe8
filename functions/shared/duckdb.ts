import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BOOLEAN,
  DOUBLE,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListType,
  DuckDBListValue,
  type DuckDBResult,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
  LIST,
  VARCHAR,
} from '@duckdb/node-api';
import { KindredError } from './errors.ts';
import type { Cell, Row, TableEngine } from './ports.ts';

export type DuckdbOptions = {
  /** A private folder for what does not fit into memory. */
  readonly scratch: string;
  /** What DuckDB may hold before it spills. The process itself needs about a quarter more. */
  readonly memoryLimitMb: number;
  /** Results do not depend on it. */
  readonly threads: number;
};

/**
 * Opens a private in-memory DuckDB: nothing is downloaded, dates are UTC, rows keep the order of their files, and what
 * does not fit spills into `scratch`. Close it to give the memory back.
 *
 * Errors: `OutOfMemory` when a statement needs more than the limit and cannot spill; `NotWritable` when the scratch
 * folder is full or closed; `Internal` for anything else, with the engine's message.
 */
export async function openDuckdb({ scratch, memoryLimitMb, threads }: DuckdbOptions): Promise<TableEngine> {
  const spill = join(scratch, 'duckdb');
  await mkdir(spill, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryLimitMb}MB`,
    threads: String(threads),
    temp_directory: spill,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  await connection.run('SET lock_configuration = true');
  let open = true;
  // One connection runs one statement at a time: calls made together wait their turn.
  let turn: Promise<unknown> = Promise.resolve();
  const attempt = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = turn.then(() => named(work));
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    run: (sql) =>
      attempt(async () => {
        await connection.run(sql);
      }),
    load: (table, columns, rows) =>
      attempt(async () => {
        await load(connection, table, columns, rows);
      }),
    query: (sql) =>
      attempt(async () => {
        const { names, columns, rows } = await collect(connection, sql);
        return Array.from({ length: rows }, (_, row) => {
          const record: [string, Cell][] = names.map((name, column) => [
            name,
            columns[column]?.[row] ?? null,
          ]);
          return Object.fromEntries(record) satisfies Row;
        });
      }),
    columns: (sql) =>
      attempt(async () => {
        const { names, columns } = await collect(connection, sql);
        return byName(names, columns);
      }),
    batches: async function* (sql, rows) {
      const before = turn;
      let done = (): void => undefined;
      turn = new Promise<void>((resolve) => {
        done = resolve;
      });
      await before;
      try {
        const result = await named(() => connection.stream(sql));
        const names = result.columnNames();
        for (;;) {
          const batch = await named(() => take(result, names, rows));
          if (batch.rows === 0) return;
          yield byName(names, batch.columns);
        }
      } finally {
        done();
      }
    },
    close: async () => {
      if (!open) return;
      open = false;
      await turn;
      connection.closeSync();
      instance.closeSync();
    },
  };
}

type Taken = { readonly columns: readonly (readonly Cell[])[]; readonly rows: number };
type Collected = Taken & { readonly names: readonly string[] };

const byName = (
  names: readonly string[],
  columns: Taken['columns'],
): { readonly [column: string]: readonly Cell[] } =>
  Object.fromEntries(names.map((name, column) => [name, columns[column] ?? []]));

async function collect(connection: DuckDBConnection, sql: string): Promise<Collected> {
  const result = await connection.stream(sql);
  const names = result.columnNames();
  return { names, ...(await take(result, names, Infinity)) };
}

/** The next rows of a result: `most` of them or, because rows come in chunks, a few more; none at its end. */
async function take(result: DuckDBResult, names: readonly string[], most: number): Promise<Taken> {
  const columns: Cell[][] = names.map(() => []);
  let rows = 0;
  while (rows < most) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    for (let column = 0; column < names.length; column += 1) {
      const into = columns[column] ?? [];
      const name = names[column] ?? '';
      for (const value of chunk.getColumnValues(column)) into.push(toCell(value, name));
    }
    rows += chunk.rowCount;
  }
  return { columns, rows };
}

/** The type rows travel in; the engine then casts to the declared type, so a value that does not fit is an error. */
function carrier(type: string): DuckDBType {
  if (type.endsWith('[]')) return LIST(carrier(type.slice(0, -2)));
  if (/^BOOL/i.test(type)) return BOOLEAN;
  if (/^(U?(TINYINT|SMALLINT|INTEGER|BIGINT)|INT|FLOAT|REAL|DOUBLE)/i.test(type)) return DOUBLE;
  return VARCHAR;
}

async function load(
  connection: DuckDBConnection,
  table: string,
  columns: { readonly [column: string]: string },
  rows: Iterable<Row>,
): Promise<void> {
  const names = Object.keys(columns);
  const types = names.map((name) => carrier(columns[name] ?? ''));
  const staged = `${table}_rows`;
  const list = names.map((name, column) => `${quoted(name)} ${types[column]?.toString()}`).join(', ');
  await connection.run(`CREATE TEMP TABLE ${quoted(staged)} (${list})`);
  const appender = await connection.createAppender(staged);
  for (const part of inParts(rows, CHUNK_ROWS)) {
    const chunk = DuckDBDataChunk.create(types, part.length);
    for (const [column, name] of names.entries()) {
      const type = types[column];
      if (type === undefined) continue;
      chunk.setColumnValues(
        column,
        part.map((row) => fromCell(row[name] ?? null, type, name)),
      );
    }
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  const casts = names.map((name) => `CAST(${quoted(name)} AS ${columns[name]}) AS ${quoted(name)}`);
  await connection.run(
    `CREATE OR REPLACE TABLE ${quoted(table)} AS SELECT ${casts.join(', ')} FROM ${quoted(staged)} ORDER BY rowid`,
  );
  await connection.run(`DROP TABLE ${quoted(staged)}`);
}

function* inParts(rows: Iterable<Row>, size: number): Generator<readonly Row[]> {
  let part: Row[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

function fromCell(cell: Cell, type: DuckDBType, column: string): DuckDBValue {
  if (cell === null) return null;
  if (Array.isArray(cell)) {
    const items: readonly Cell[] = cell;
    if (type instanceof DuckDBListType)
      return new DuckDBListValue(items.map((item) => fromCell(item, type.valueType, column)));
    throw integrity(column, 'a scalar', 'a list', 'declare the column as a list');
  }
  if (typeof cell === 'number' && !Number.isFinite(cell))
    throw integrity(column, 'a finite number', String(cell), 'use null for what is not known');
  if (type === VARCHAR) return String(cell);
  if (type === BOOLEAN && typeof cell === 'boolean') return cell;
  if (type === DOUBLE && typeof cell === 'number') return cell;
  throw integrity(column, `a ${type.toString()}`, JSON.stringify(cell), 'declare the type of the values');
}

const CHUNK_ROWS = 2048;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function toCell(value: DuckDBValue, column: string): Cell {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return value;
    throw integrity(column, 'a finite number', String(value), 'divide only where the divisor is not 0');
  }
  if (typeof value === 'bigint') {
    if (value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER))
      return Number(value);
    throw integrity(column, 'an integer below 2^53', String(value), 'cast it to DECIMAL or VARCHAR');
  }
  if (value instanceof DuckDBDecimalValue) return decimalText(value);
  if (value instanceof DuckDBDateValue) {
    if (value.isFinite) return value.toString();
    throw integrity(column, 'a calendar date', 'infinity', 'filter infinite dates out');
  }
  if (value instanceof DuckDBListValue) return value.items.map((item) => toCell(item, column));
  if (
    value instanceof DuckDBTimestampValue ||
    value instanceof DuckDBTimestampTZValue ||
    value instanceof DuckDBTimestampSecondsValue ||
    value instanceof DuckDBTimestampMillisecondsValue ||
    value instanceof DuckDBTimestampNanosecondsValue
  )
    return value.toString();
  throw integrity(
    column,
    'a scalar or a list',
    value.constructor.name,
    'cast it in the statement to a type of the port',
  );
}

/** `-0.5000` keeps its sign and its zeros: digits as stored, point at `scale`. */
function decimalText({ value, scale }: DuckDBDecimalValue): string {
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return negative ? `-${text}` : text;
}

function integrity(column: string, allowed: string, received: string, remedy: string): KindredError {
  return new KindredError('Integrity', [{ name: `column ${column}`, allowed, received, remedy }]);
}

async function named<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    const message = cause instanceof Error ? cause.message : String(cause);
    if (/^(Out of Memory Error|.*could not allocate|.*failed to (allocate|pin|offload) )/i.test(message))
      throw new KindredError(
        'OutOfMemory',
        [
          {
            name: 'table engine',
            allowed: 'what fits into the memory limit and the scratch space',
            received: message.slice(0, 300),
            remedy: 'give the process more memory, or split the files',
          },
        ],
        { cause },
      );
    if (/No space left on device|Read-only file system|Permission denied/i.test(message))
      throw new KindredError(
        'NotWritable',
        [
          {
            name: 'scratch folder',
            allowed: 'a writable folder with room',
            received: message.slice(0, 300),
            remedy: 'free some space or point the scratch folder elsewhere',
          },
        ],
        { cause },
      );
    throw new KindredError(
      'Internal',
      [
        {
          name: 'table engine',
          allowed: 'a statement that the engine can run',
          received: message.slice(0, 600),
          remedy: 'report it with the run id',
        },
      ],
      { cause },
    );
  }
}
