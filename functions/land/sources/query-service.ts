/** A shard of the export: its size, rows and the moment of its last change are what caching goes by. */
export type ShardInfo = {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
  /** RFC 3339 UTC. */
  readonly modified: string;
};

export type FieldInfo = { readonly name: string; readonly fields?: readonly FieldInfo[] | undefined };

export type QueryText = {
  readonly sql: string;
  /** All are STRING. */
  readonly parameters: { readonly [name: string]: string };
};

/** How a job stands. `failed` names the reason the service gives, by which it is decided what to do. */
export type JobState =
  | { readonly state: 'running' }
  | { readonly state: 'done'; readonly bytes_billed: number }
  | { readonly state: 'failed'; readonly reason: string; readonly message: string }
  | { readonly state: 'absent' };

export type ResultCell = string | number | null | readonly string[];
export type ResultPage = {
  readonly rows: readonly { readonly [column: string]: ResultCell }[];
  readonly total: number;
  /** Null on the last page. */
  readonly next: string | null;
};

/**
 * A warehouse that runs queries as jobs. Its failures are `SourceRefused` (a person must put something right; named by the service's own
 * reason) or `SourceUnavailable` (the same call may succeed later).
 */
export interface QueryService {
  /** Names of the dataset's tables that begin with `events_`, sorted. */
  tables(): Promise<readonly string[]>;
  describe(table: string): Promise<{ readonly shard: ShardInfo; readonly schema: readonly FieldInfo[] }>;
  /** Bytes a query would read; costs nothing. */
  estimate(query: QueryText): Promise<number>;
  /** Starts a job under an id of the caller; a job of that id that exists is left as it is, so a repeated call pays once. */
  start(job: string, query: QueryText, maxBytesBilled: number): Promise<void>;
  state(job: string): Promise<JobState>;
  cancel(job: string): Promise<void>;
  page(job: string, token: string | null, rows: number): Promise<ResultPage>;
}

/** What is needed to reach one export. */
export type QueryTarget = {
  readonly project: string;
  readonly dataset: string;
  readonly location: string;
  /** Project that is billed. */
  readonly billing_project: string;
  /** Workload identity federation; null uses the place's own credentials. */
  readonly federation: { readonly audience: string; readonly service_account: string } | null;
};

/** The client is large and most warehouses are dropped files: it is loaded when it is asked for. */
export type OpenQueries = (target: QueryTarget) => Promise<QueryService>;
