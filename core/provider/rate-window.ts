/** How many calls a provider takes in a fixed window that opens with its first call. */
export type RateLimit = { readonly seconds: number; readonly calls: number };

/** One window as far as it is used; times in epoch milliseconds. */
export type RateWindow = RateLimit & { readonly opened: number; readonly used: number };

/** Windows nobody has called in yet. */
export const freshWindows = (limits: readonly RateLimit[]): readonly RateWindow[] =>
  limits.map((limit) => ({ ...limit, opened: Number.NEGATIVE_INFINITY, used: 0 }));

const ended = (window: RateWindow, now: number): boolean => now >= window.opened + window.seconds * 1000;

/**
 * Milliseconds until every window takes another call; 0 when they all do.
 *
 * @example
 * waitFor([{ seconds: 60, calls: 2, opened: 1000, used: 2 }], 31_000); // => 30000
 */
export function waitFor(windows: readonly RateWindow[], now: number): number {
  return windows.reduce(
    (wait, window) =>
      ended(window, now) || window.used < window.calls
        ? wait
        : Math.max(wait, window.opened + window.seconds * 1000 - now),
    0,
  );
}

/** The windows after one more call. */
export function taken(windows: readonly RateWindow[], now: number): readonly RateWindow[] {
  return windows.map((window) =>
    ended(window, now) ? { ...window, opened: now, used: 1 } : { ...window, used: window.used + 1 },
  );
}

/** What a provider says of one of its windows: its limit, and how much of it is left. */
export type ToldWindow = { readonly seconds: number; readonly calls: number; readonly left: number };

/**
 * The windows as the provider counts them. Its word stands against our own count where it leaves less: other programs use the
 * same key. A window it tells of that we did not know is added.
 *
 * @example
 * corrected([{ seconds: 60, calls: 200, opened: 0, used: 3 }], [{ seconds: 60, calls: 200, left: 10 }], 5000)[0].used; // => 190
 */
export function corrected(
  windows: readonly RateWindow[],
  told: readonly ToldWindow[],
  now: number,
): readonly RateWindow[] {
  const known = windows.map((window) => {
    const word = told.find(({ seconds }) => seconds === window.seconds);
    if (word === undefined) return window;
    const own = ended(window, now) ? { opened: now, used: 0 } : window;
    return {
      seconds: window.seconds,
      calls: word.calls,
      opened: own.opened,
      used: Math.max(own.used, word.calls - word.left),
    };
  });
  const further = told
    .filter(({ seconds }) => windows.every((window) => window.seconds !== seconds))
    .map(({ seconds, calls, left }) => ({ seconds, calls, opened: now, used: calls - left }));
  return [...known, ...further];
}
