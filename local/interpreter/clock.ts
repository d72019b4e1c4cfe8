import { setTimeout as delay } from 'node:timers/promises';

/** Time as the interpreter, the inbox and the scheduler see it: injectable, so that tests own it. */
export type Clock = {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when that fires first. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1): the jitter of retries, nothing that reaches a result. */
  readonly random: () => number;
};

/** The longest single timer Node takes; longer sleeps are made of several. */
const longestTimerMs = 2_000_000_000;

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    for (let left = ms; left > 0; left -= longestTimerMs) {
      try {
        await delay(Math.min(left, longestTimerMs), undefined, signal === undefined ? {} : { signal });
      } catch (error) {
        throw signal?.aborted === true ? signal.reason : error;
      }
    }
  },
  random: () => Math.random(),
};

/** A moment as RFC 3339 UTC with milliseconds. */
export const rfc3339 = (ms: number): string => new Date(ms).toISOString();
