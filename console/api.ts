/** One thing that is wrong with a request, and where. */
export type Fault = { readonly pointer?: string; readonly parameter?: string; readonly detail: string };

/** An error the API answered with, or a network that did not answer (status 0). */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly faults: readonly Fault[];
  readonly requestId: string | null;

  constructor(
    status: number,
    code: string,
    message: string,
    faults: readonly Fault[] = [],
    requestId: string | null = null,
  ) {
    super(message);
    this.name = 'ApiFailure';
    this.status = status;
    this.code = code;
    this.faults = faults;
    this.requestId = requestId;
  }
}

export type Answer<T> = {
  readonly data: T;
  readonly run: string | null;
  readonly next: string | null;
  readonly etag: string | null;
};

export type Request = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: { readonly [name: string]: string | number | null | undefined };
  readonly body?: unknown;
  readonly headers?: { readonly [name: string]: string };
  readonly signal?: AbortSignal;
};

/** Asks the API; `path` stands below `/v1`. Rejects with `ApiFailure` for anything but a 2xx. */
export type Ask = <T>(path: string, request?: Request) => Promise<Answer<T>>;

type Body = {
  readonly data?: unknown;
  readonly run?: string | null;
  readonly next_cursor?: string | null;
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly Fault[];
  readonly request_id?: string;
};

/** Fetches a file through the API; rejects like `Ask`. */
export type Fetch = (path: string, request?: Pick<Request, 'query'>) => Promise<Blob>;

/** An `Ask` with a bearer key over the page's own origin; the API answers every 2xx as `{success, data, run, next_cursor?}`. */
export function openApi(key: string): Ask {
  return async <T>(path: string, request: Request = {}): Promise<Answer<T>> => {
    const response = await send(key, path, request);
    const body = readBody(await response.text());
    return {
      data: body.data as T,
      run: body.run ?? null,
      next: body.next_cursor ?? null,
      etag: response.headers.get('etag'),
    };
  };
}

/** A `Fetch` with a bearer key. */
export const openFiles =
  (key: string): Fetch =>
  async (path, request = {}) =>
    (await send(key, path, request)).blob();

/** One request; anything but a 2xx becomes an `ApiFailure`. */
async function send(key: string, path: string, request: Request): Promise<Response> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {}))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  const asked = query.size === 0 ? `/v1${path}` : `/v1${path}?${query}`;
  const method = request.method ?? 'GET';
  let response: Response;
  try {
    response = await fetch(asked, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        ...request.headers,
      },
      ...(method === 'GET' ? {} : { body: JSON.stringify(request.body ?? {}) }),
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      cache: 'no-store',
    });
  } catch (error) {
    if (request.signal?.aborted === true) throw error;
    throw new ApiFailure(0, 'unreachable', 'Kindred does not answer. Is it still running?');
  }
  if (response.ok) return response;
  const body = readBody(await response.text());
  throw new ApiFailure(
    response.status,
    body.code ?? 'unknown',
    body.detail ?? body.title ?? `the answer was ${response.status}`,
    body.errors ?? [],
    body.request_id ?? response.headers.get('x-request-id'),
  );
}

function readBody(text: string): Body {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** A failure as one sentence. */
export const failureWords = (error: unknown): string =>
  error instanceof ApiFailure
    ? `${error.message}${error.requestId === null || error.status < 500 ? '' : ` (request ${error.requestId})`}`
    : error instanceof Error
      ? error.message
      : String(error);
