import * as z from 'zod';
import { KindredError, type Problem } from '../../shared/errors.ts';

/** What the service's reasons mean, in its own words: the reason decides, as its status codes differ from place to place. */
type Meaning = { readonly allowed: string; readonly remedy: string };

const refusals: Readonly<Record<string, Meaning>> = {
  notFound: {
    allowed: 'a dataset and tables that exist in this project and location',
    remedy:
      'check project, dataset and location in icp.json, and that the GA4 property is linked to this dataset',
  },
  accessDenied: {
    allowed:
      'an identity with BigQuery Data Viewer on the dataset and BigQuery Job User on the billed project',
    remedy: 'grant the two roles to the service account that docs/ga4.md describes',
  },
  invalidQuery: {
    allowed: 'a GA4 export with the documented columns',
    remedy: 'check that the dataset is a GA4 export; report the message with the run if it is',
  },
  invalid: {
    allowed: 'a request the service understands',
    remedy: 'check time_zone, location and user_properties in icp.json',
  },
  bytesBilledLimitExceeded: {
    allowed: 'a query within max_bytes_billed',
    remedy: 'shorten the window, or raise max_bytes_billed in icp.json',
  },
  quotaExceeded: {
    allowed: 'a project within its quota',
    remedy: 'wait for the quota to refill, or raise it in the Google Cloud console',
  },
  responseTooLarge: { allowed: 'a result the service can return', remedy: 'shorten the window in icp.json' },
  resourcesExceeded: {
    allowed: 'a query the service has the resources for',
    remedy: 'shorten the window in icp.json',
  },
  stopped: { allowed: 'a job that runs to its end', remedy: 'somebody cancelled the job: run again' },
  timeout: { allowed: 'a job that ends in time', remedy: 'run again, or shorten the window in icp.json' },
  authError: {
    allowed: 'a credential that is valid now',
    remedy: 'sign in again (gcloud auth application-default login), or check the workload identity pool',
  },
  noCredentials: {
    allowed: 'a Google credential',
    remedy:
      'sign in with gcloud auth application-default login, or set federation in icp.json; see docs/ga4.md',
  },
};

const credentialWords =
  /invalid_grant|invalid_client|unauthorized_client|invalid_request|Invalid Credentials|expired|reauth|Could not refresh access token/i;
const unavailable = new Set([
  'backendError',
  'internalError',
  'rateLimitExceeded',
  'jobRateLimitExceeded',
  'tableUnavailable',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EAI_AGAIN',
]);

const shape = z.object({
  message: z.string().catch(''),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  errors: z
    .array(z.object({ reason: z.string().optional(), message: z.string().optional() }))
    .optional()
    .catch(undefined),
});

/** The reason and message of whatever the client threw. */
export function reasonOf(error: unknown): { readonly reason: string; readonly message: string } {
  const told = shape.safeParse(error);
  if (!told.success) return { reason: 'unknown', message: String(error) };
  const { message, code, status, errors } = told.data;
  const [first] = errors ?? [];
  const words = first?.message ?? message.split('\n')[0] ?? '';
  if (first?.reason !== undefined && first.reason !== '') return { reason: first.reason, message: words };
  if (
    /Could not load the default credentials|Unable to detect a Project Id|AWS region|aws.*credential/i.test(
      message,
    )
  )
    return { reason: 'noCredentials', message: words };
  if (credentialWords.test(message) || code === 401 || status === 401)
    return { reason: 'authError', message: words };
  return { reason: String(code ?? status ?? 'unknown'), message: words };
}

/** The failure as one of Kindred's: refused, or unavailable for now. */
export function sourceFailure(what: string, reason: string, message: string, cause?: unknown): KindredError {
  const meaning = refusals[reason];
  const passing = unavailable.has(reason) || (/^5\d\d$/.test(reason) && meaning === undefined);
  const problem: Problem = {
    name: what,
    allowed: meaning?.allowed ?? (passing ? 'an answer from BigQuery' : 'a request BigQuery accepts'),
    received: `${reason}: ${message.slice(0, 300)}`,
    remedy:
      meaning?.remedy ??
      (passing ? 'it is tried again by itself' : 'see the message; the reason is BigQuery’s own'),
  };
  return new KindredError(passing ? 'SourceUnavailable' : 'SourceRefused', [problem], { cause });
}
