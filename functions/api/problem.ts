import type { Context } from 'hono';
import { KindredError, type Problem } from '../shared/errors.ts';

/** Every error the API answers with, by its stable code. */
export const problemCatalogue = {
  malformed_body: { status: 400, title: 'the body is not JSON' },
  validation_failed: { status: 422, title: 'the request is not valid' },
  unauthenticated: { status: 401, title: 'no valid key' },
  forbidden: { status: 403, title: 'the key lacks the scope' },
  not_found: { status: 404, title: 'no such thing' },
  method_not_allowed: { status: 405, title: 'the method is not allowed here' },
  invalid_cursor: { status: 400, title: 'the cursor does not belong to this request' },
  etag_mismatch: { status: 412, title: 'what was to be changed has changed since' },
  precondition_required: { status: 428, title: 'say which version is to be changed' },
  idempotency_in_progress: { status: 409, title: 'the same request is being worked on' },
  idempotency_mismatch: { status: 422, title: 'the key was used for another request' },
  rate_limited: { status: 429, title: 'too many requests' },
  gone: { status: 410, title: 'the run is no longer kept' },
  conflict: { status: 409, title: 'the request conflicts with the present state' },
  unsupported_media_type: { status: 415, title: 'the body is of a type this route does not read' },
  payload_too_large: { status: 413, title: 'the body is too large' },
  no_run_yet: { status: 404, title: 'the warehouse has no published run yet' },
  unavailable: { status: 503, title: 'a store did not answer' },
  internal: { status: 500, title: 'Kindred has a fault' },
} as const;

export type ProblemCode = keyof typeof problemCatalogue;

/** One thing wrong with a request: where (JSON Pointer into the body, or a parameter's name) and what would be right. */
export type RequestFault = {
  readonly pointer?: string;
  readonly parameter?: string;
  readonly detail: string;
};

/** Thrown by routes; answered as `application/problem+json` in one place. */
export class ApiProblem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly faults: readonly RequestFault[];
  readonly headers: { readonly [name: string]: string };

  constructor(
    code: ProblemCode,
    detail: string,
    faults: readonly RequestFault[] = [],
    headers: { readonly [name: string]: string } = {},
  ) {
    super(detail);
    this.name = 'ApiProblem';
    this.code = code;
    this.detail = detail;
    this.faults = faults;
    this.headers = headers;
  }
}

/** RFC 9457 answer: type, title, status, detail, and Kindred's `code`, `request_id` and `errors`. */
export function problemResponse(context: Context, problem: ApiProblem): Response {
  const { status, title } = problemCatalogue[problem.code];
  const body = {
    type: `urn:kindred:problem:${problem.code}`,
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    request_id: context.get('requestId'),
    ...(problem.faults.length === 0 ? {} : { errors: problem.faults }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      ...problem.headers,
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
    },
  });
}

/** Settings out of a request: what is wrong with them is a fault of the request, every problem with its place. */
export function settingsFaults<T>(read: () => T, at: string): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof KindredError) || error.code !== 'BadSettings') throw error;
    const count = error.problems.length;
    throw new ApiProblem(
      'validation_failed',
      `${count} thing${count === 1 ? '' : 's'} to mend in the settings`,
      faultsOf(error.problems, at),
    );
  }
}

/** Problems of the catalogue of errors as faults of a request. */
export const faultsOf = (problems: readonly Problem[], at = '#'): RequestFault[] =>
  problems.map(({ name, allowed, received, remedy }) => ({
    pointer: `${at}/${name.replaceAll('.', '/')}`,
    detail: `allowed ${allowed}, got ${received}; ${remedy}`,
  }));
