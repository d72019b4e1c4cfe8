import type { Clock } from '../../local/interpreter/clock.ts';

type Sleeper = { readonly due: number; readonly wake: () => void };

/**
 * A clock whose time jumps to the next sleeper as soon as nothing else is left to do: delays cost no time, and their order
 * is kept. `sleeps` records what was asked for, in milliseconds.
 */
export function virtualClock(
  start = Date.parse('2026-01-01T00:00:00Z'),
  random = 0.5,
): Clock & { readonly sleeps: number[]; readonly set: (ms: number) => void } {
  let now = start;
  const sleepers = new Set<Sleeper>();
  const sleeps: number[] = [];
  const jump = (): void => {
    const [first] = [...sleepers].sort((a, b) => a.due - b.due);
    if (first === undefined) return;
    now = Math.max(now, first.due);
    first.wake();
  };
  return {
    sleeps,
    set: (ms) => {
      now = ms;
    },
    now: () => now,
    random: () => random,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        sleeps.push(ms);
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
        setImmediate(jump);
      }),
  };
}
