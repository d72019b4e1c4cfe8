/**
 * Milliseconds a `Retry-After` header asks for, as seconds or as an HTTP date; null when there is none or it cannot be read.
 * A time that has passed is 0.
 *
 * @example
 * retryAfterMs('60', 0); // => 60000
 * retryAfterMs('Thu, 01 Jan 1970 00:00:05 GMT', 2000); // => 3000
 * retryAfterMs('-4', 0); // => 0
 * retryAfterMs('soon', 0); // => null
 */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^-?\d{1,9}(\.\d+)?$/.test(text)) return Math.max(0, Math.round(Number(text) * 1000));
  if (!/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

const firstMs = 500;
const mostMs = 16_000;

/**
 * Capped exponential backoff with full jitter: anything from nothing to 0.5 s · 2^attempt, at most 16 s. `random` is uniform in
 * [0, 1); the first retry is attempt 0.
 *
 * @example
 * backoffMs(2, 0.5); // => 1000
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(mostMs, firstMs * 2 ** attempt));
}
