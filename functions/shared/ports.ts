/**
 * What the use cases need from the outside, as narrow as they need it. Every implementation of a port passes
 * the contract suite of the same name in `test/contracts/`.
 */

/** Plain JSON, the only thing that crosses a store or a message. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

/** One object as listed: `version` pins exactly these bytes for later reads. */
export type ObjectInfo = {
  readonly key: string;
  readonly bytes: number;
  readonly etag: string;
  readonly version: string;
  /** Arrival, RFC 3339 UTC. */
  readonly modified: string;
};

export type PutOptions = {
  readonly contentType?: string;
  /** Create once: nothing is written when the key exists. */
  readonly ifAbsent?: boolean;
  /** Compare and swap: nothing is written unless the current etag is this one. */
  readonly ifMatch?: string;
};

/** `written: false` means the condition did not hold and nothing changed: etag and version are the current object's, '' for none. */
export type PutResult = { readonly written: boolean; readonly etag: string; readonly version: string };

/**
 * Bytes by key. Keys are UTF-8, up to 1,024 bytes, taken literally (no decoding, no `..`). A reader never sees
 * part of a put. Failures of the store itself are `StoreUnavailable`.
 */
export interface ObjectStore {
  /** Puts bytes, or the content of a local file. */
  put(
    key: string,
    body: Uint8Array | string | { readonly file: string },
    options?: PutOptions,
  ): Promise<PutResult>;
  /** Whole object in memory; null when the key (or that version of it) does not exist. */
  get(key: string, version?: string): Promise<Uint8Array | null>;
  /**
   * A local path that holds exactly the object's bytes, for engines that read files. The caller must not write to
   * it; it lives at least as long as `scratch`. Null when the key (or that version) does not exist.
   */
  materialize(key: string, scratch: string, version?: string): Promise<string | null>;
  head(key: string): Promise<ObjectInfo | null>;
  /** Every object under a prefix in UTF-8 byte order of the key, however many pages that takes. */
  list(prefix: string): AsyncIterable<ObjectInfo>;
  /** Copies an object inside the store, without its bytes passing through here. False when there is nothing to copy. */
  copy(from: string, to: string): Promise<boolean>;
  /** Removes the key; deleting what is not there is no error. Older versions stay readable by version. */
  delete(key: string): Promise<void>;
  /** Removes the key and every version of it: for erasure and retention. */
  purge(key: string): Promise<void>;
  /** Removes, under a prefix, every version that was replaced or deleted; what is current stays. Their number. */
  purgeReplaced(prefix: string): Promise<number>;
}

/** One record. `revision` counts the writes of this key, from 1. */
export type Item = {
  readonly partition: string;
  readonly sort: string;
  readonly value: Json;
  readonly expires?: number;
};
export type StoredItem = Item & { readonly revision: number };
export type Page = { readonly items: readonly StoredItem[]; readonly next: string | null };

/**
 * Small records by (partition, sort). Reads are strong. `sort` orders by UTF-8 bytes. An item is at most 400 KB as
 * JSON. `expires` is in epoch seconds; an expired item is invisible at once, whenever it is physically removed.
 */
export interface ScoreStore {
  get(partition: string, sort: string): Promise<StoredItem | null>;
  /** True when the item was created; false when the key existed and nothing changed. */
  putIfAbsent(item: Item): Promise<boolean>;
  /** Replaces the item only while its revision is `expected` (0 = must not exist). True when it did. */
  compareAndSet(item: Item, expected: number): Promise<boolean>;
  /**
   * Puts any number of items unconditionally (of two with one key the later), each anew at revision 1: not for records that
   * anybody swaps. Resends what the store leaves unprocessed. After a typed error some items may be written: put them again.
   */
  batchPut(items: readonly Item[]): Promise<void>;
  /** Up to `limit` items whose sort starts with `prefix`, after the sort key `after`. `next` is null on the last page. */
  queryPrefix(
    partition: string,
    prefix: string,
    page: { readonly limit: number; readonly after?: string },
  ): Promise<Page>;
  delete(partition: string, sort: string): Promise<void>;
}

/** A value as a table engine returns it. DECIMAL comes as a string, DATE as YYYY-MM-DD, BIGINT as a safe integer. */
export type Cell = null | boolean | number | string | readonly Cell[];
export type Row = { readonly [column: string]: Cell };

/** SQL over files. One engine is one private database; nothing outlives `close`. */
export interface TableEngine {
  run(sql: string): Promise<void>;
  /**
   * Makes a table of plain rows, in their order: `columns` names each column with its SQL type. Rows that are made one at a
   * time, by a generator, are never all in memory.
   */
  load(table: string, columns: { readonly [column: string]: string }, rows: Iterable<Row>): Promise<void>;
  /** Rows in the order the statement gives; NaN, infinities and unsafe integers are an `Integrity` error. */
  query(sql: string): Promise<readonly Row[]>;
  /** The same result column by column, for tables too long to hold as row objects. */
  columns(sql: string): Promise<{ readonly [column: string]: readonly Cell[] }>;
  /**
   * The same some rows at a time, `rows` or a little more, for tables too long to hold at all. Other statements wait until
   * the last batch is taken or the loop is left.
   */
  batches(sql: string, rows: number): AsyncIterable<{ readonly [column: string]: readonly Cell[] }>;
  close(): Promise<void>;
}

export type OpenTables = (scratch: string) => Promise<TableEngine>;

/** The ports a pipeline step runs on. */
export type StepPorts = {
  readonly objects: ObjectStore;
  readonly scores: ScoreStore;
  readonly openTables: OpenTables;
  /** Makes an empty private folder; the composition root removes it when the step ends. */
  readonly scratch: () => Promise<string>;
  /** Wall clock, for the run log only: never for anything that is hashed. RFC 3339 UTC. */
  readonly now: () => string;
  readonly log: Log;
};

/** Ids, counts and durations; never rows, names or secrets. */
export type Log = (
  message: string,
  facts?: { readonly [name: string]: string | number | boolean | null },
) => void;

export type ExecutionStatus = 'running' | 'succeeded' | 'failed' | 'timed_out' | 'aborted';

/** One execution of the pipeline as its engine tells it. `output` is the last state's, once there is one. */
export type ExecutionInfo = {
  readonly execution: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly started_at: string;
  readonly stopped_at: string | null;
  /** The state it is in, or ended in; null where the engine does not say. */
  readonly state: string | null;
  readonly output: Json;
};

/** One visit of an execution to a state. `output` is null until it is left, and where it failed. */
export type StateVisit = {
  readonly state: string;
  readonly entered_at: string;
  readonly exited_at: string | null;
  /** Attempts so far, from 1. */
  readonly attempts: number;
  readonly output: Json;
  /** Name of the error that ended it, if one did. */
  readonly error: string | null;
};

/** The engine that runs `stacks/pipeline.asl.json`. */
export interface Executions {
  /**
   * Starts an execution under a name. The same name with the same input is the same execution (`started: false`); with
   * another input it is a `BadRequest`.
   */
  start(name: string, input: Json): Promise<{ readonly execution: string; readonly started: boolean }>;
  describe(execution: string): Promise<ExecutionInfo | null>;
  /** The states it has been in, in order; null when there is no such execution. */
  visits(execution: string): Promise<readonly StateVisit[] | null>;
  /** Runs a failed, timed out or aborted execution on from the state that failed; `BadRequest` for any other. */
  redrive(execution: string): Promise<void>;
}

/** How a browser or program sends a file straight to the store: a form of these fields, then `file`. */
export type SignedUpload = {
  readonly url: string;
  readonly fields: { readonly [name: string]: string };
};

/** Links that open one object for a while, without a key. */
export interface SignedLinks {
  /** Takes one file of at most `maxBytes` under exactly this key, of exactly this media type. */
  upload(
    key: string,
    limits: { readonly maxBytes: number; readonly contentType: string; readonly seconds: number },
  ): Promise<SignedUpload>;
  /** Hands out one object, under a file name of its own. */
  download(
    key: string,
    options: { readonly fileName: string; readonly contentType: string; readonly seconds: number },
  ): Promise<string>;
}
