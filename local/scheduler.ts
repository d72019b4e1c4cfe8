import { scheduleEvent } from '../events/start.ts';
import type { Executions } from './executions.ts';
import { type Clock, rfc3339 } from './interpreter/clock.ts';
import type { ExecutionRecord } from './journal.ts';
import type { NextTick } from './schedule-expression.ts';

export type Schedule = { readonly warehouse: string; readonly nextTick: NextTick };

/** The longest the scheduler sleeps, so that a machine that was asleep catches up soon after it wakes. */
const longestSleepMs = 60_000;

/**
 * Starts the run of one tick. The execution is named after warehouse and moment, so the same tick never runs twice, however
 * often it is asked for and on however many starts of the process.
 *
 * @param at milliseconds since 1970 the tick was due
 */
export function startTick(
  executions: Executions,
  warehouse: string,
  at: number,
): { readonly execution: ExecutionRecord; readonly started: boolean } {
  const scheduled_for = rfc3339(at).replace(/\.000Z$/, 'Z');
  const name = `tick-${warehouse}-${scheduled_for.replace(/[-:]/g, '')}`;
  const event = scheduleEvent.parse({ kind: 'schedule', warehouse, scheduled_for });
  return executions.start(name, event, warehouse);
}

/**
 * Starts a run at every tick until the signal fires. Of several ticks missed while the machine was asleep only the newest runs;
 * ticks missed while the process was down do not.
 */
export async function keepSchedules(
  schedules: readonly Schedule[],
  executions: Executions,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  let checked = clock.now();
  while (!signal.aborted) {
    const due = schedules.map(({ nextTick }) => nextTick(checked) ?? Number.POSITIVE_INFINITY);
    const soonest = Math.min(longestSleepMs, ...due.map((at) => at - clock.now()));
    try {
      await clock.sleep(Math.max(1, soonest), signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    const now = clock.now();
    for (const { warehouse, nextTick } of schedules) {
      const newest = newestTick(nextTick, checked, now);
      if (newest !== null) startTick(executions, warehouse, newest);
    }
    checked = now;
  }
}

/** The last tick in (after, until]; null when there is none. */
export function newestTick(nextTick: NextTick, after: number, until: number): number | null {
  let newest: number | null = null;
  for (let at = nextTick(after); at !== null && at <= until; at = nextTick(at)) newest = at;
  return newest;
}
