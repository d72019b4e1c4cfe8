import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../local/interpreter/clock.ts';
import { readSchedule } from '../../local/schedule-expression.ts';
import { keepSchedules, newestTick, startTick } from '../../local/scheduler.ts';
import { executionsOf } from './run-machine.ts';
import { virtualClock } from './virtual-clock.ts';

const after = Date.parse('2026-11-22T12:00:00Z'); // a Sunday

/** The next three moments of a schedule. */
function next(expression: string, zone = 'UTC', from = after): string[] {
  const tick = readSchedule(expression, zone);
  const found: string[] = [];
  for (let at = tick(from); at !== null && found.length < 3; at = tick(at))
    found.push(rfc3339(at).slice(0, 16));
  return found;
}

describe('schedule expressions mean what EventBridge Scheduler means by them', () => {
  it('counts the days of the week from Sunday = 1', () => {
    expect(next('cron(0 5 ? * 2 *)')).toEqual(['2026-11-23T05:00', '2026-11-30T05:00', '2026-12-07T05:00']);
    expect(next('cron(0 5 ? * MON *)')).toEqual(next('cron(0 5 ? * 2 *)'));
    expect(next('cron(0 5 ? * 2-6 *)')).toEqual(next('cron(0 5 ? * MON-FRI *)'));
    expect(next('cron(0 5 ? * 1 *)')[0]).toBe('2026-11-29T05:00');
  });
  it('takes steps, lists, the last day and a weekday of the month', () => {
    expect(next('cron(0/15 * * * ? *)')).toEqual([
      '2026-11-22T12:15',
      '2026-11-22T12:30',
      '2026-11-22T12:45',
    ]);
    expect(next('cron(5/20 6,18 * * ? *)')).toEqual([
      '2026-11-22T18:05',
      '2026-11-22T18:25',
      '2026-11-22T18:45',
    ]);
    expect(next('cron(0 0 L * ? *)')).toEqual(['2026-11-30T00:00', '2026-12-31T00:00', '2027-01-31T00:00']);
    expect(next('cron(0 0 ? * 2#1 *)')[0]).toBe('2026-12-07T00:00');
    expect(next('cron(0 0 ? * 6L *)')[0]).toBe('2026-11-27T00:00');
    expect(next('cron(0 0 1 1 ? 2028)')).toEqual(['2028-01-01T00:00']);
  });
  it('keeps a time zone through its changes', () => {
    expect(next('cron(30 6 * * ? *)', 'Europe/Berlin', Date.parse('2026-03-28T00:00:00Z'))).toEqual([
      '2026-03-28T05:30',
      '2026-03-29T04:30',
      '2026-03-30T04:30',
    ]);
  });
  it('takes rates', () => {
    expect(next('rate(6 hours)')).toEqual(['2026-11-22T18:00', '2026-11-23T00:00', '2026-11-23T06:00']);
    expect(next('rate(1 day)')[0]).toBe('2026-11-23T00:00');
  });
  it('refuses what it cannot read, by name', () => {
    for (const wrong of [
      '0 5 * * *',
      'cron(0 5 * * * *)',
      'cron(0 5 ? * ? *)',
      'cron(99 5 * * ? *)',
      'rate(0 days)',
      'at(2026-01-01T00:00:00)',
    ])
      expect(() => readSchedule(wrong, 'UTC'), wrong).toThrow(/schedule: allowed/);
    expect(() => readSchedule('cron(0 5 * * ? *)', 'Mars/Olympus')).toThrow(/schedule: allowed/);
  });
});

describe('ticks', () => {
  const machine = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };

  it('run once each, also when the clock is moved by a day and the tick is asked for again', async () => {
    const executions = executionsOf(machine, {});
    const due = Date.parse('2026-11-23T05:00:00Z');
    expect(startTick(executions, 'acme', due)).toMatchObject({
      started: true,
      execution: {
        name: 'tick-acme-20261123T050000Z',
        warehouse: 'acme',
        input: { kind: 'schedule', warehouse: 'acme', scheduled_for: '2026-11-23T05:00:00Z' },
      },
    });
    expect(startTick(executions, 'acme', due).started).toBe(false);
    expect(startTick(executions, 'acme', due + 86_400_000).started).toBe(true);
    expect(startTick(executions, 'other', due).started).toBe(true);
    await executions.ended('tick-acme-20261123T050000Z');
    expect(startTick(executions, 'acme', due).started).toBe(false);
  });

  it('start at their time; of several slept through only the newest', async () => {
    const clock = virtualClock(after);
    const executions = executionsOf(machine, {}, { clock });
    const stop = new AbortController();
    const nextTick = readSchedule('rate(1 hour)', 'UTC');
    expect(newestTick(nextTick, after, after + 3.5 * 3_600_000)).toBe(after + 3 * 3_600_000);
    expect(newestTick(nextTick, after, after + 60_000)).toBe(null);
    let sleeps = 0;
    const kept = keepSchedules(
      [{ warehouse: 'acme', nextTick }],
      executions,
      {
        ...clock,
        sleep: async (ms, signal) => {
          sleeps += 1;
          await clock.sleep(ms, signal);
          if (sleeps === 70) clock.set(clock.now() + 5 * 3_600_000); // the lid was closed
          if (sleeps === 80) stop.abort();
        },
      },
      stop.signal,
    );
    await kept;
    expect(executions.list({ limit: 10 }).map((each) => each.name)).toEqual([
      'tick-acme-20261122T180000Z',
      'tick-acme-20261122T130000Z',
    ]);
  });
});
