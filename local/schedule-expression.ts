import { Cron } from 'croner';
import { KindredError } from '../functions/shared/errors.ts';

/** Fields of an AWS cron expression with their lowest and highest number. */
const fields = [
  ['minutes', 0, 59],
  ['hours', 0, 23],
  ['day of month', 1, 31],
  ['month', 1, 12],
  ['day of week', 1, 7],
  ['year', 1970, 2199],
] as const;

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** The first moment after `after` (milliseconds since 1970) at which a schedule fires; null when there is none. */
export type NextTick = (after: number) => number | null;

/**
 * Reads a schedule as EventBridge Scheduler writes it, so that a laptop keeps the same hours as the cloud: `cron(minutes hours
 * day-of-month month day-of-week year)` with AWS's own day numbers (1 = Sunday) in a time zone, or `rate(n minutes|hours|days)`,
 * counted from 1970. `BadRequest` names what is wrong.
 */
export function readSchedule(expression: string, timeZone: string): NextTick {
  const rate = /^rate\(([1-9]\d{0,5}) (minute|hour|day)s?\)$/.exec(expression);
  if (rate !== null) {
    const unit = rate[2] === 'minute' || rate[2] === 'hour' ? rate[2] : 'day';
    const period = Number(rate[1]) * unitMs[unit];
    return (after) => (Math.floor(after / period) + 1) * period;
  }
  const parts = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (parts?.length !== fields.length)
    throw refused(expression, 'cron(minutes hours day-of-month month day-of-week year) or rate(n hours)');
  if ((parts[2] === '?') === (parts[4] === '?'))
    throw refused(expression, 'a ? in exactly one of day-of-month and day-of-week');
  const translated = fields.map(([, low, high], index) => translate(parts[index] ?? '*', index, low, high));
  let cron: Cron;
  try {
    cron = new Cron(`0 ${translated.join(' ')}`, { timezone: timeZone, paused: true });
    cron.nextRun(new Date(0));
  } catch (error) {
    throw refused(expression, error instanceof Error ? error.message : String(error));
  }
  return (after) => cron.nextRun(new Date(after))?.getTime() ?? null;
}

/** One field in croner's manner: steps written as ranges, days of the week counted from 0. */
function translate(text: string, field: number, low: number, high: number): string {
  const numbered =
    field === 4 ? text.replace(/(?<![#\d])\d+/g, (digits) => String(Number(digits) - 1)) : text;
  const stepped = numbered.replace(
    /(^|,)(\d+)\/(\d+)/g,
    (_, before: string, start: string, step: string) =>
      `${before}${start}-${field === 4 ? high - 1 : high}/${step}`,
  );
  return stepped === '?' ? '*' : stepped.replace(/^\*\/1$/, `${low}-${high}`);
}

const refused = (expression: string, allowed: string): KindredError =>
  new KindredError('BadRequest', [
    {
      name: 'schedule',
      allowed,
      received: expression,
      remedy: 'e.g. cron(0 5 ? * MON *) for Mondays at five',
    },
  ]);
