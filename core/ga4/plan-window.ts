import { addDays, daysBetween } from './days.ts';

export type WindowSetting = { readonly days: number } | { readonly from: string; readonly to: string };

export type WindowRequest = {
  readonly window: WindowSetting;
  /** Days for which a shard may still be rewritten. */
  readonly late_days: number;
  /** The day of the request, YYYY-MM-DD. */
  readonly today: string;
  /** The as-of date that was asked for; null leaves it to the window. */
  readonly as_of: string | null;
  /** Days that have a daily shard, sorted. */
  readonly days: readonly string[];
};

export type PlannedWindow = {
  /** First and last day read; the as-of date is the day after the last. */
  readonly from: string;
  readonly to: string;
  readonly as_of: string;
  /** First day of the last third: what is bought from then on is what a value model learns to foresee. */
  readonly cut: string;
  readonly horizon_days: number;
  /** Days within the window that have no shard. */
  readonly missing_days: readonly string[];
  readonly warnings: readonly string[];
};

/**
 * The days to read. Fixed days are read as they are; else the last final ones: up to today less the days in which the export may
 * still change, and not past the newest shard. An as-of date moves the end to the day before it. Null when no shard is left.
 *
 * @example
 * const days = ['2026-06-28', '2026-06-29', '2026-06-30', '2026-07-01'];
 * const request = { window: { days: 2 }, late_days: 3, today: '2026-07-03', as_of: null, days };
 * planWindow(request)?.from; // => '2026-06-29'
 * planWindow(request)?.as_of; // => '2026-07-01'
 * planWindow({ ...request, as_of: '2026-06-30' })?.to; // => '2026-06-29'
 * planWindow({ ...request, days: [] }); // => null
 */
export function planWindow(request: WindowRequest): PlannedWindow | null {
  const { window, late_days, today, as_of, days } = request;
  const [oldest, newest] = [days[0], days.at(-1)];
  if (oldest === undefined || newest === undefined) return null;
  const final = addDays(today, -late_days);
  const warnings: string[] = [];
  const fixed = 'from' in window;
  const asked = as_of !== null ? addDays(as_of, -1) : fixed ? window.to : final;
  const until = earlier(asked, newest);
  const to = fixed ? until : earlier(until, final);
  if (asked > to && (as_of !== null || fixed))
    warnings.push(
      `The last day asked for is ${asked}; the last that could be used is ${to}${to === newest ? ', the newest daily shard' : ''}.`,
    );
  if (!fixed && as_of === null && newest < final)
    warnings.push(
      `The newest daily shard is of ${newest}, ${daysBetween(newest, final)} days older than it should be.`,
    );
  if (fixed && to > final)
    warnings.push(`Days after ${final} may still be rewritten by the export: a later run can differ.`);
  const wanted = fixed ? window.from : addDays(to, 1 - window.days);
  const from = wanted < oldest ? oldest : wanted;
  if (from > to) return null;
  if (from > wanted)
    warnings.push(`The export begins on ${oldest}: the window is ${daysBetween(from, to) + 1} days long.`);
  const there = new Set(days);
  const length = daysBetween(from, to) + 1;
  const missing = Array.from({ length }, (_, index) => addDays(from, index)).filter((day) => !there.has(day));
  if (missing.length > 0)
    warnings.push(
      `${missing.length} day${missing.length === 1 ? ' has' : 's have'} no shard: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ', …' : ''}.`,
    );
  const horizon = Math.max(1, Math.floor(length / 3));
  return {
    from,
    to,
    as_of: addDays(to, 1),
    cut: addDays(to, 1 - horizon),
    horizon_days: horizon,
    missing_days: missing,
    warnings,
  };
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
