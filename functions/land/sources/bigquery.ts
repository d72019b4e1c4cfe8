import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import { AwsClient, IdentityPoolClient } from 'google-auth-library';
import * as z from 'zod';
import type {
  FieldInfo,
  JobState,
  QueryService,
  QueryTarget,
  QueryText,
  ResultPage,
} from './query-service.ts';
import { reasonOf, sourceFailure } from './source-failure.ts';

/** Where the service and what belongs to it is; Google's own by default. */
export type BigqueryPlace = {
  /** A server that speaks BigQuery's protocol and exchanges tokens for itself. */
  readonly endpoint?: string;
};

const scopes = ['https://www.googleapis.com/auth/bigquery'];
const awsToken = 'urn:ietf:params:aws:token-type:aws4_request';

/**
 * What an AWS role shows Google to become a service account: no key, nothing secret, valid for an hour. The process's own AWS
 * credentials (Lambda sets them) sign a GetCallerIdentity request, which Google's token service sends on. See docs/ga4.md.
 */
function federated(
  { audience, service_account }: NonNullable<QueryTarget['federation']>,
  endpoint?: string,
): AwsClient {
  const exchange = endpoint === undefined ? 'https://sts.googleapis.com/v1/token' : `${endpoint}/token`;
  const impersonation = endpoint ?? 'https://iamcredentials.googleapis.com';
  return new AwsClient({
    type: 'external_account',
    audience,
    subject_token_type: awsToken,
    token_url: exchange,
    service_account_impersonation_url: `${impersonation}/v1/projects/-/serviceAccounts/${service_account}:generateAccessToken`,
    credential_source: {
      environment_id: 'aws1',
      region_url: 'http://169.254.169.254/latest/meta-data/placement/availability-zone',
      url: 'http://169.254.169.254/latest/meta-data/iam/security-credentials',
      regional_cred_verification_url:
        'https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15',
    },
    scopes,
  });
}

/** A token of a server that is not Google's: exchanged like any other. */
function ofServer(endpoint: string): IdentityPoolClient {
  return new IdentityPoolClient({
    type: 'external_account',
    audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/local/providers/local',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    token_url: `${endpoint}/token`,
    credential_source: { url: `${endpoint}/subject-token` },
    scopes,
  });
}

const field: z.ZodType<FieldInfo> = z.lazy(() =>
  z.object({ name: z.string(), fields: z.array(field).optional() }),
);
const tableMetadata = z.object({
  numRows: z.coerce.number(),
  numBytes: z.coerce.number(),
  lastModifiedTime: z.coerce.number(),
  schema: z.object({ fields: z.array(field) }),
});
const jobError = z.object({ reason: z.string().default('unknown'), message: z.string().default('') });
const jobMetadata = z.object({
  status: z.object({ state: z.string(), errorResult: jobError.optional() }),
  statistics: z
    .object({
      totalBytesProcessed: z.coerce.number().optional(),
      query: z.object({ totalBytesBilled: z.coerce.number().optional() }).optional(),
    })
    .optional(),
});
const cell = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);
const pageRows = z.array(z.record(z.string(), cell));
const pageFacts = z.object({ pageToken: z.string().optional(), totalRows: z.coerce.number().optional() });

/** The client throws what a failed job says; the job itself comes along in the error. */
function jobIn(error: unknown): z.infer<typeof jobMetadata> | null {
  const told = z.object({ response: jobMetadata }).safeParse(error);
  return told.success ? told.data.response : null;
}

function stateOf({ status, statistics }: z.infer<typeof jobMetadata>): JobState {
  if (status.state !== 'DONE') return { state: 'running' };
  if (status.errorResult !== undefined) return { state: 'failed', ...status.errorResult };
  const bytes = statistics?.query?.totalBytesBilled ?? statistics?.totalBytesProcessed ?? 0;
  return { state: 'done', bytes_billed: bytes };
}

/**
 * The export's project as a {@link QueryService}, by the official client. The client's own retries are off: waiting is the state
 * machine's business, so that no function idles.
 */
export function openBigquery(target: QueryTarget, place: BigqueryPlace = {}): QueryService {
  const { project, dataset, location, billing_project, federation } = target;
  const { endpoint } = place;
  const authClient =
    federation !== null
      ? federated(federation, endpoint)
      : endpoint === undefined
        ? undefined
        : ofServer(endpoint);
  const options: BigQueryOptions = {
    projectId: billing_project,
    location,
    autoRetry: false,
    maxRetries: 0,
    ...(endpoint === undefined ? {} : { apiEndpoint: endpoint }),
    // Without one the client looks for the place's own credential.
    ...(authClient === undefined ? {} : { authClient }),
  };
  const client = new BigQuery(options);
  const source = client.dataset(dataset, { projectId: project });
  const asked = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const { reason, message } = reasonOf(error);
      throw sourceFailure(what, reason, message, error);
    }
  };
  const jobOptions = ({ sql, parameters }: QueryText) => ({
    query: sql,
    params: { ...parameters },
    location,
    useLegacySql: false,
    labels: { app: 'kindred' },
  });
  return {
    tables: () =>
      asked(`dataset ${project}.${dataset}`, async () => {
        const names: string[] = [];
        let token: string | undefined;
        do {
          const [tables, , answer] = await source.getTables({
            autoPaginate: false,
            maxResults: 1000,
            ...(token === undefined ? {} : { pageToken: token }),
          });
          for (const { id } of tables) if (id?.startsWith('events_') === true) names.push(id);
          token = z.object({ nextPageToken: z.string().optional() }).catch({}).parse(answer).nextPageToken;
        } while (token !== undefined);
        return names.sort();
      }),
    describe: (table) =>
      asked(`table ${project}.${dataset}.${table}`, async () => {
        const [metadata] = await source.table(table).getMetadata();
        const { numRows, numBytes, lastModifiedTime, schema } = tableMetadata.parse(metadata);
        return {
          shard: {
            table,
            rows: numRows,
            bytes: numBytes,
            modified: new Date(lastModifiedTime).toISOString(),
          },
          schema: schema.fields,
        };
      }),
    estimate: (query) =>
      asked('the dry run', async () => {
        const [job] = await client.createQueryJob({ ...jobOptions(query), dryRun: true });
        return z
          .object({ statistics: z.object({ totalBytesProcessed: z.coerce.number() }) })
          .parse(job.metadata).statistics.totalBytesProcessed;
      }),
    start: (jobId, query, maxBytesBilled) =>
      asked('the query', async () => {
        try {
          await client.createQueryJob({
            ...jobOptions(query),
            jobId,
            maximumBytesBilled: String(maxBytesBilled),
          });
        } catch (error) {
          // A job that failed at once was started all the same: the look at it will tell.
          if (reasonOf(error).reason !== 'duplicate' && jobIn(error) === null) throw error;
        }
      }),
    state: async (jobId): Promise<JobState> => {
      try {
        const [metadata] = await client.job(jobId, { location }).getMetadata();
        return stateOf(jobMetadata.parse(metadata));
      } catch (error) {
        const job = jobIn(error);
        if (job !== null) return stateOf(job);
        const { reason, message } = reasonOf(error);
        if (reason === 'notFound') return { state: 'absent' };
        throw sourceFailure('the job', reason, message, error);
      }
    },
    cancel: (jobId) =>
      asked('the job', async () => {
        await client.job(jobId, { location }).cancel();
      }),
    page: (jobId, token, rows): Promise<ResultPage> =>
      asked('the results', async () => {
        // With auto-pagination `maxResults` would cap the result, not the page.
        const [found, , answer] = await client.job(jobId, { location }).getQueryResults({
          autoPaginate: false,
          maxResults: rows,
          ...(token === null ? {} : { pageToken: token }),
        });
        const { pageToken, totalRows } = pageFacts.parse(answer);
        return { rows: pageRows.parse(found), total: totalRows ?? found.length, next: pageToken ?? null };
      }),
  };
}
