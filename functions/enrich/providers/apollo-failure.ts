import * as z from 'zod';
import type { ToldWindow } from '../../../core/provider/rate-window.ts';
import { retryAfterMs } from '../../../core/provider/retry-delay.ts';
import { looseText } from './answer-parts.ts';
import type { ApiReply, ProviderFailure } from './provider.ts';

const errorBody = z.object({
  error: looseText,
  message: looseText,
  error_message: looseText,
  error_code: looseText,
});

/** The message of an error: in `error`, `message` or `error_message`, or the whole text. */
function messageOf({ body }: ApiReply): { readonly message: string; readonly code: string | null } {
  if (typeof body === 'string') return { message: body.slice(0, 200), code: null };
  const parsed = errorBody.safeParse(body);
  if (!parsed.success) return { message: '', code: null };
  const { error, message, error_message, error_code } = parsed.data;
  return { message: (error ?? message ?? error_message ?? '').slice(0, 200), code: error_code };
}

/** What an answer that is none means. */
export function failure(reply: ApiReply, now: number): ProviderFailure {
  const { status, headers } = reply;
  const { message, code } = messageOf(reply);
  const final = (
    kind: Extract<ProviderFailure, { retryable: false }>['kind'],
    because: string,
  ): ProviderFailure => ({
    kind,
    retryable: false,
    because,
  });
  if ([402, 403, 422].includes(status) && /credit/i.test(message))
    return final('credits-exhausted', 'Apollo says that the account is out of credits');
  if (status === 401) return final('key-refused', 'Apollo does not know this API key');
  if (status === 403)
    return code === 'API_INACCESSIBLE'
      ? final('plan-refused', 'this API key is not made for this endpoint: add it to the key in Apollo')
      : final('plan-refused', 'this endpoint is not part of the Apollo plan');
  if (status === 429) {
    if (/per day/i.test(message)) return final('day-limit', 'Apollo’s calls for today are used up');
    return {
      kind: 'rate-limited',
      retryable: true,
      because: 'Apollo’s rate limit is reached',
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  }
  if (status === 408 || status >= 500)
    return {
      kind: 'unavailable',
      retryable: true,
      because: `Apollo answered ${status}`,
      wait_ms: retryAfterMs(headers['retry-after'], now),
    };
  return final('request-refused', `Apollo refused the request (${status})`);
}

const windowNames = [
  [60, ['x-rate-limit-minute'], ['x-minute-requests-left'], ['x-minute-usage']],
  [3600, ['x-rate-limit-hourly'], ['x-hourly-requests-left'], ['x-hourly-usage']],
  [
    86_400,
    ['x-rate-limit-24-hour', 'x-rate-limit-daily'],
    ['x-24-hour-requests-left', 'x-daily-requests-left'],
    ['x-24-hour-usage', 'x-daily-usage'],
  ],
] as const;

const readOne = (headers: ApiReply['headers'], names: readonly string[]): number | null => {
  const text = names.map((name) => headers[name]).find((value) => value !== undefined && value !== '');
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
};

/** What the headers of a reply tell of the three windows; both generations of their names. */
export const windows = (headers: ApiReply['headers']): ToldWindow[] =>
  windowNames.flatMap(([seconds, limits, lefts, usages]) => {
    const calls = readOne(headers, limits);
    const used = readOne(headers, usages);
    const left = readOne(headers, lefts) ?? (calls === null || used === null ? null : calls - used);
    return calls === null || left === null
      ? []
      : [{ seconds, calls, left: Math.min(calls, Math.max(0, left)) }];
  });
