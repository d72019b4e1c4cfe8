import type { Clock } from '../../local/interpreter/clock.ts';

export type HeldClock = Clock & {
  /** Moves the time on; who slept less than that wakes, the earliest first. */
  readonly advance: (ms: number) => void;
  /** How many sleep. */
  readonly sleeping: () => number;
};

type Sleeper = { readonly due: number; readonly wake: () => void };

/**
 * A clock that stands still until a test moves it: what happens within a quiet time is then a matter of order, not of how fast
 * the machine is. A sleep of nothing ends at once. `random` walks through [0, 1) in even steps.
 */
export function heldClock(start: string): HeldClock {
  let now = Date.parse(start);
  let draws = 0;
  const sleepers = new Set<Sleeper>();
  return {
    now: () => now,
    random: () => {
      draws += 1;
      return (draws * 0.618_033_988_749_895) % 1;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        if (ms <= 0) return resolve();
        const sleeper: Sleeper = {
          due: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance: (ms) => {
      now += ms;
      for (const sleeper of [...sleepers].sort((a, b) => a.due - b.due))
        if (sleeper.due <= now) sleeper.wake();
    },
    sleeping: () => sleepers.size,
  };
}
