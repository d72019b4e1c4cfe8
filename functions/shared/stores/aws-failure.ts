import { KindredError } from '../errors.ts';

/** What AWS's clients tell about a failed call; `status` is null when no answer came. */
export type AwsError = {
  readonly name: string;
  readonly status: number | null;
  readonly attempts: number;
  readonly message: string;
};

/** Reads the fields every AWS client error has; null for anything that is not an Error. */
export function awsError(error: unknown): AwsError | null {
  if (!(error instanceof Error)) return null;
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  const numberAt = (name: string): number | null => {
    if (typeof metadata !== 'object' || metadata === null) return null;
    const value: unknown = Reflect.get(metadata, name);
    return typeof value === 'number' ? value : null;
  };
  return {
    name: error.name,
    status: numberAt('httpStatusCode'),
    attempts: numberAt('attempts') ?? 1,
    message: error.message,
  };
}

const unanswered = /^(TimeoutError|RequestTimeout|AbortError)$/;
const network =
  /^(ECONN[A-Z]+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|UND_ERR_.*)$/;
const throttled =
  /^(SlowDown|Throttling.*|TooManyRequests.*|ProvisionedThroughputExceeded.*|RequestLimitExceeded|RequestTimeout|OperationAborted|ConditionalRequestConflict|InternalError|InternalServerError|ServiceUnavailable)$/;
const configured =
  /^(AccessDenied.*|NoSuchBucket|ResourceNotFoundException|PermanentRedirect|AuthorizationHeaderMalformed|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidSignatureException|MissingAuthenticationToken.*|UnrecognizedClientException|ExpiredToken.*|InvalidToken|CredentialsProviderError|RequestTimeTooSkewed)$/;

/**
 * A failed AWS call as Kindred names it. The clients have retried by then: `StoreUnavailable` for throttling, 5xx and no answer;
 * `BadConfiguration` naming the resource for access, credentials, region and what does not exist. Anything else, a request AWS
 * finds wrong, is a fault of ours and comes back as it is.
 *
 * @param resource the bucket or table as a person knows it, e.g. `bucket kindred-data`
 */
export function awsFailure(error: unknown, resource: string): unknown {
  if (error instanceof KindredError) return error;
  const told = awsError(error);
  if (told === null) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (configured.test(told.name) || told.status === 401 || told.status === 403 || told.status === 301)
    return new KindredError(
      'BadConfiguration',
      [
        {
          name: resource,
          allowed: 'a resource that exists in this region and that this process may use',
          received: `${told.name}: ${told.message}`,
          remedy: 'check its name, the region, and the permissions of the role the process runs under',
        },
      ],
      { cause: error },
    );
  const noAnswer = told.status === null && (unanswered.test(told.name) || network.test(code));
  if (noAnswer || throttled.test(told.name) || told.status === 429 || (told.status ?? 0) >= 500)
    return unavailable(error, resource, `${told.name}: ${told.message} (${told.attempts} attempts)`);
  return error;
}

/** The failure of a call whose answer broke off, whatever the reason. */
export function unavailable(cause: unknown, resource: string, received: string): KindredError {
  return new KindredError(
    'StoreUnavailable',
    [
      {
        name: resource,
        allowed: 'an answer',
        received,
        remedy: 'it is tried again; if it stays, look at the health page of the region',
      },
    ],
    { cause },
  );
}
