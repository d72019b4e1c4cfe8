import type { Retrier } from './definition.ts';
import { matchesError } from './state-error.ts';

/** Which retrier of a state takes an error, and how long it waits. */
export type RetryDecision = { readonly retrier: number; readonly delaySeconds: number };

/**
 * The first retrier that names the error decides, with its own count of attempts: interval × rate^(attempts so far), at
 * most `MaxDelaySeconds`, times `random` in [0, 1) where the jitter is FULL. Null when none matches or it is used up.
 *
 * @example
 * nextRetry([{ ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 3 }], 'A', [0, 0], 0.5);
 * // => {"retrier":0,"delaySeconds":18}
 * nextRetry([{ ErrorEquals: ['A'], MaxAttempts: 1 }], 'A', [0], 0.5); // => null
 */
export function nextRetry(
  retriers: readonly Retrier[],
  error: string,
  spent: readonly number[],
  random: number,
): RetryDecision | null {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return null;
  const attempts = spent.filter((each) => each === index).length;
  if (attempts >= (retrier.MaxAttempts ?? 3)) return null;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempts;
  const capped = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return { retrier: index, delaySeconds: retrier.JitterStrategy === 'FULL' ? capped * random : capped };
}
