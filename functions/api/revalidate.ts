import type { Context } from 'hono';

/** Raised whenever the same run would be answered with other bytes than before. */
const answerContract = '1';

/** Thrown where the client already has what it asks for; answered 304 in one place. */
export class NotModified extends Error {
  readonly etag: string;

  constructor(etag: string) {
    super('not modified');
    this.name = 'NotModified';
    this.etag = etag;
  }
}

/**
 * For answers that depend on the run and the address alone: gives them the run as their `ETag`, and ends the request here when
 * the client shows that it has that answer (`If-None-Match`; `*` is any). Call it where it is known that there is an answer.
 */
export function revalidate(context: Context, run: string): void {
  const etag = `"${run}-${answerContract}"`;
  const shown = (context.req.header('if-none-match') ?? '')
    .split(',')
    .map((each) => each.trim().replace(/^W\//, ''));
  if (shown.includes(etag) || shown.includes('*')) throw new NotModified(etag);
  context.header('etag', etag);
  context.header('cache-control', 'private, no-cache');
}
