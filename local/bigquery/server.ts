import { createServer } from 'node:http';
import * as z from 'zod';
import type { SchemaField } from '../../examples/ga4/event-schema.ts';
import type { Row, TableEngine } from '../../functions/shared/ports.ts';
import { knownQueries } from './known-queries.ts';
import { bodyOf, encoded, listening, Refusal, send } from './protocol.ts';
import { eventsTable, type ShardTable, shardTables } from './shard-tables.ts';

export type ServerOptions = {
  readonly project: string;
  readonly dataset: string;
  readonly location: string;
  /** Folder of `events_YYYYMMDD.ndjson`. */
  readonly folder: string;
  readonly schema: readonly SchemaField[];
  readonly userProperties: readonly string[];
  readonly engine: TableEngine;
};

/** What goes wrong on purpose; change it while the server runs. */
export type Faults = {
  /** The token exchange refuses: the credential has expired or the pool does not know the caller. */
  expired?: boolean;
  /** Every call is answered with this reason and status. */
  refuse?: { readonly reason: string; readonly status: number; readonly message: string };
  /** Jobs stay RUNNING. */
  hang?: boolean;
  /** Looks at a job before it is done. */
  looks?: number;
  /** Jobs end in this error. */
  fail?: { readonly reason: string; readonly message: string };
};

export type BigqueryServer = {
  readonly endpoint: string;
  readonly faults: Faults;
  /** Calls so far, as `METHOD path`; jobs that ran, by name of the query. */
  readonly calls: readonly string[];
  readonly ran: readonly string[];
  /** Changes a shard's last-modified time, as a late rewrite does. */
  readonly touch: (table: string, modified: string) => void;
  readonly close: () => Promise<void>;
};

type Job = {
  readonly query: string;
  readonly bytes: number;
  readonly schema: readonly SchemaField[];
  readonly rows: readonly Row[];
  looks: number;
  cancelled: boolean;
};

const inserted = z.looseObject({
  jobReference: z.looseObject({ jobId: z.string(), location: z.string().optional() }),
  configuration: z.looseObject({
    dryRun: z.boolean().optional(),
    query: z.looseObject({
      query: z.string(),
      maximumBytesBilled: z.union([z.string(), z.number()]).optional(),
      queryParameters: z
        .array(z.looseObject({ name: z.string(), parameterValue: z.looseObject({ value: z.unknown() }) }))
        .default([]),
    }),
  }),
});

/** Least bytes BigQuery bills per table a query reads. */
const leastBilled = 10 * 1024 * 1024;
const modifiedDaysAfter = 2;

/**
 * A server that speaks as much of BigQuery's REST protocol as the GA4 source uses, and of Google's token exchange, and answers from
 * NDJSON files by running the DuckDB form of the query it is sent. For demonstrations and tests; it checks no signature.
 */
export async function startBigqueryServer(options: ServerOptions): Promise<BigqueryServer> {
  const { project, dataset, location, engine, schema } = options;
  const tables = shardTables(options.folder);
  await engine.run(eventsTable(tables, schema));
  const counts = new Map(
    (await engine.query('SELECT table_suffix, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL')).map(
      (row) => [String(row['table_suffix']), Number(row['n'])],
    ),
  );
  const known = knownQueries(project, dataset, schema, options.userProperties);
  const modified = new Map<string, string>();
  const jobs = new Map<string, Job>();
  const faults: Faults = {};
  const calls: string[] = [];
  const ran: string[] = [];
  const root = `/bigquery/v2/projects/${project}`;

  const tableOf = (name: string): ShardTable => {
    const found = tables.find(({ table }) => table === name);
    if (found === undefined)
      throw new Refusal(
        404,
        'notFound',
        `Not found: Table ${project}:${dataset}.${name} was not found in location ${location}`,
      );
    return found;
  };
  const describe = ({ table, suffix, bytes }: ShardTable): unknown => {
    const day = /^\d{8}$/.test(suffix)
      ? `${suffix.slice(0, 4)}-${suffix.slice(4, 6)}-${suffix.slice(6)}`
      : null;
    const at =
      modified.get(table) ??
      new Date(Date.parse(`${day ?? '2020-01-01'}T06:00:00Z`) + modifiedDaysAfter * 86_400_000).toISOString();
    return {
      kind: 'bigquery#table',
      id: `${project}:${dataset}.${table}`,
      tableReference: { projectId: project, datasetId: dataset, tableId: table },
      type: 'TABLE',
      location,
      numRows: String(counts.get(suffix) ?? 0),
      numBytes: String(bytes),
      lastModifiedTime: String(Date.parse(at)),
      schema: { fields: schema },
    };
  };

  const insert = async (body: unknown): Promise<unknown> => {
    const { configuration, jobReference } = inserted.parse(body);
    const { query, queryParameters, maximumBytesBilled } = configuration.query;
    const answerable = known.get(query);
    if (answerable === undefined)
      throw new Refusal(
        400,
        'invalidQuery',
        'Syntax error: this local server knows Kindred’s own queries only',
      );
    const parameters = Object.fromEntries(
      queryParameters.map(({ name, parameterValue }) => [name, String(parameterValue.value)]),
    );
    const { from = '', to = '' } = parameters;
    const read = tables.filter(({ suffix }) => suffix >= from && suffix <= to && /^\d{8}$/.test(suffix));
    if (read.length === 0)
      throw new Refusal(
        404,
        'notFound',
        `Not found: Table ${project}:${dataset}.events_* does not match any table.`,
      );
    const bytes = read.reduce((sum, table) => sum + table.bytes, 0);
    const jobId = jobReference.jobId;
    const reference = { projectId: project, jobId, location };
    if (configuration.dryRun === true)
      return {
        kind: 'bigquery#job',
        jobReference: reference,
        configuration,
        status: { state: 'DONE' },
        statistics: { totalBytesProcessed: String(bytes), query: { totalBytesProcessed: String(bytes) } },
      };
    if (jobs.has(jobId))
      throw new Refusal(409, 'duplicate', `Already Exists: Job ${project}:${location}.${jobId}`);
    const billed = read.reduce((sum, table) => sum + Math.max(table.bytes, leastBilled), 0);
    if (maximumBytesBilled !== undefined && billed > Number(maximumBytesBilled))
      throw new Refusal(
        400,
        'bytesBilledLimitExceeded',
        `Query exceeded limit for bytes billed: ${maximumBytesBilled}. ${billed} or higher required.`,
      );
    ran.push(answerable.query);
    const rows = await engine.query(answerable.sql(parameters));
    jobs.set(jobId, {
      query: answerable.query,
      bytes: billed,
      schema: answerable.schema,
      rows,
      looks: 0,
      cancelled: false,
    });
    return jobDocument(jobId);
  };

  const jobDocument = (jobId: string): unknown => {
    const job = jobs.get(jobId);
    if (job === undefined)
      throw new Refusal(404, 'notFound', `Not found: Job ${project}:${location}.${jobId}`);
    job.looks += 1;
    const running = faults.hang === true || job.looks <= (faults.looks ?? 0);
    const error = job.cancelled
      ? { reason: 'stopped', message: 'Job execution was cancelled: User requested cancellation' }
      : faults.fail;
    return {
      kind: 'bigquery#job',
      id: `${project}:${location}.${jobId}`,
      jobReference: { projectId: project, jobId, location },
      configuration: { jobType: 'QUERY', query: { query: job.query, useLegacySql: false } },
      status:
        running && !job.cancelled
          ? { state: 'RUNNING' }
          : { state: 'DONE', ...(error === undefined ? {} : { errorResult: error, errors: [error] }) },
      statistics: {
        creationTime: '1785499200000',
        startTime: '1785499200100',
        totalBytesProcessed: String(job.bytes),
        query: {
          totalBytesProcessed: String(job.bytes),
          totalBytesBilled: String(job.bytes),
          cacheHit: false,
        },
      },
    };
  };

  const results = (jobId: string, search: URLSearchParams): unknown => {
    const job = jobs.get(jobId);
    if (job === undefined)
      throw new Refusal(404, 'notFound', `Not found: Job ${project}:${location}.${jobId}`);
    const from = Number(search.get('pageToken') ?? '0');
    const to = Math.min(job.rows.length, from + Number(search.get('maxResults') ?? '10000'));
    return {
      kind: 'bigquery#getQueryResultsResponse',
      schema: { fields: job.schema },
      jobReference: { projectId: project, jobId, location },
      totalRows: String(job.rows.length),
      ...(to < job.rows.length ? { pageToken: String(to) } : {}),
      ...(job.rows.length === 0
        ? {}
        : { rows: job.rows.slice(from, to).map((row) => encoded(row, job.schema)) }),
      jobComplete: true,
      cacheHit: false,
    };
  };

  const route = async (method: string, url: URL, body: unknown): Promise<unknown> => {
    if (url.pathname === '/subject-token') return 'a token of the local server';
    if (url.pathname.endsWith(':generateAccessToken'))
      return { accessToken: 'local', expireTime: '2100-01-01T00:00:00Z' };
    if (url.pathname === '/token') {
      if (faults.expired === true) throw new Refusal(400, 'invalid_grant', 'invalid_grant');
      return {
        access_token: 'local',
        issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        token_type: 'Bearer',
        expires_in: 3600,
      };
    }
    if (faults.refuse !== undefined)
      throw new Refusal(faults.refuse.status, faults.refuse.reason, faults.refuse.message);
    const path = url.pathname.slice(root.length);
    if (method === 'POST' && path === '/jobs') return await insert(body);
    const [, kind = '', id = '', sub = '', table = ''] = path.split('/').map(decodeURIComponent);
    if (kind === 'queries') return results(id, url.searchParams);
    if (kind === 'jobs' && sub === 'cancel') {
      const job = jobs.get(id);
      if (job !== undefined) job.cancelled = true;
      return { kind: 'bigquery#jobCancelResponse', job: jobDocument(id) };
    }
    if (kind === 'jobs') return jobDocument(id);
    if (kind !== 'datasets' || id !== dataset)
      throw new Refusal(404, 'notFound', `Not found: Dataset ${project}:${id}`);
    if (sub === '')
      return {
        kind: 'bigquery#dataset',
        datasetReference: { projectId: project, datasetId: dataset },
        location,
      };
    if (table !== '') return describe(tableOf(table));
    const from = Number(url.searchParams.get('pageToken') ?? '0');
    const to = Math.min(tables.length, from + Number(url.searchParams.get('maxResults') ?? '50'));
    return {
      kind: 'bigquery#tableList',
      totalItems: tables.length,
      ...(to < tables.length ? { nextPageToken: String(to) } : {}),
      tables: tables.slice(from, to).map((each) => ({
        kind: 'bigquery#table',
        id: `${project}:${dataset}.${each.table}`,
        tableReference: { projectId: project, datasetId: dataset, tableId: each.table },
        type: 'TABLE',
      })),
    };
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    calls.push(`${request.method ?? ''} ${url.pathname}`);
    bodyOf(request)
      .then((body) => route(request.method ?? 'GET', url, body))
      .then(
        (answer) => send(response, 200, answer),
        (error: unknown) => {
          const refusal = error instanceof Refusal ? error : new Refusal(500, 'internalError', String(error));
          const { status, reason, message } = refusal;
          send(
            response,
            status,
            reason === 'invalid_grant'
              ? { error: 'invalid_grant', error_description: 'The subject token is expired.' }
              : {
                  error: {
                    code: status,
                    message,
                    errors: [{ message, domain: 'global', reason }],
                    status: reason.toUpperCase(),
                  },
                },
          );
        },
      );
  });
  const port = await listening(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    faults,
    calls,
    ran,
    touch: (table, at) => {
      modified.set(table, at);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
