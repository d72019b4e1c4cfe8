import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../functions/shared/ports.ts';
import { ProcessEnding } from '../../local/executions.ts';
import { systemClock } from '../../local/interpreter/clock.ts';
import { type Journal, openJournal } from '../../local/journal.ts';
import { executionsOf, type Functions, task } from './run-machine.ts';
import { virtualClock } from './virtual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'kindred-journal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const fresh = (): string => {
  files += 1;
  return join(folder, `${files}.sqlite`);
};

/** Every kind of state, nested, with a retry, a catch and variables. */
const machine = {
  QueryLanguage: 'JSONata',
  StartAt: 'Begin',
  States: {
    Begin: { Type: 'Pass', Assign: { seed: '{% $states.input.seed %}' }, Next: 'Rest' },
    Rest: { Type: 'Wait', Seconds: 3, Next: 'Flaky' },
    Flaky: {
      ...task('flaky'),
      Retry: [{ ErrorEquals: ['Again'], IntervalSeconds: 2, MaxAttempts: 4 }],
      Output: '{% $merge([$states.input, {"flaky": $states.result.Payload}]) %}',
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Each',
          States: {
            Each: {
              Type: 'Map',
              Items: '{% [1..3] %}',
              MaxConcurrency: 2,
              ItemProcessor: {
                StartAt: 'Square',
                States: {
                  Square: { ...task('square'), Next: 'Plus' },
                  Plus: { Type: 'Pass', Output: '{% $states.input + $seed %}', End: true },
                },
              },
              End: true,
            },
          },
        },
        {
          StartAt: 'Broken',
          States: {
            Broken: {
              ...task('broken'),
              Catch: [
                { ErrorEquals: ['States.ALL'], Output: '{% $states.errorOutput.Error %}', Next: 'After' },
              ],
              End: true,
            },
            After: { Type: 'Pass', Output: { after: '{% $states.input %}' }, End: true },
          },
        },
      ],
      Assign: { both: '{% $states.result %}' },
      Output: '{% $states.input %}',
      Next: 'Which',
    },
    Which: {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.again %}', Output: { again: false }, Next: 'Flaky' }],
      Default: 'Done',
    },
    Done: {
      Type: 'Succeed',
      Output: { input: '{% $states.input %}', both: '{% $both %}', seed: '{% $seed %}' },
    },
  },
};

function functions(): { readonly functions: Functions; readonly calls: string[] } {
  const calls: string[] = [];
  const failed = new Set<string>();
  return {
    calls,
    functions: {
      flaky: (payload) => {
        calls.push('flaky');
        const key = JSON.stringify(payload);
        if (!failed.has(key)) {
          failed.add(key);
          throw Object.assign(new Error('once'), { name: 'Again' });
        }
        return 'steady';
      },
      square: (payload) => {
        calls.push(`square ${JSON.stringify(payload)}`);
        return Number(payload) ** 2;
      },
      broken: () => {
        calls.push('broken');
        throw new RangeError('always');
      },
    },
  };
}

const input = { seed: 100, again: false };
const twice = { ...input, again: true };
const expected = {
  input: { seed: 100, again: false, flaky: 'steady' },
  both: [[101, 104, 109], { after: 'RangeError' }],
  seed: 100,
};

class Killed extends Error {}

/** A journal whose process dies at its n-th write: before it reaches the disk (its effects done), or just after. */
function dying(journal: Journal, at: number, when: 'before' | 'after'): Journal {
  let writes = 0;
  return {
    ...journal,
    write: (name, event) => {
      if (writes >= at) throw new Killed();
      writes += 1;
      if (writes === at && when === 'before') throw new Killed();
      journal.write(name, event);
      if (writes === at) throw new Killed();
    },
  };
}

describe('an execution', () => {
  it('runs through', async () => {
    const executions = executionsOf(JSON.stringify(machine), functions().functions);
    executions.start('one', twice, 'w');
    const record = await executions.ended('one');
    expect([record.error, record.cause]).toEqual([null, null]);
    expect(record.output).toEqual({ ...expected, input: { again: false, flaky: 'steady' } });
  });

  it('killed at any transition, its effects done but not written, resumes to the same output', async () => {
    const whole = openJournal(fresh());
    const first = executionsOf(JSON.stringify(machine), functions().functions, { journal: whole });
    first.start('one', input, 'w');
    await first.ended('one');
    const transitions = whole.events('one').length;
    whole.close();
    expect(transitions).toBeGreaterThan(30);
    for (let at = 1; at <= transitions; at += 1) {
      const path = fresh();
      const world = functions();
      const before = openJournal(path);
      const killed = executionsOf(JSON.stringify(machine), world.functions, {
        journal: dying(before, at, 'before'),
      });
      killed.start('one', input, 'w');
      await expect(killed.ended('one')).rejects.toThrow(Killed);
      before.close();
      const after = openJournal(path);
      const next = executionsOf(JSON.stringify(machine), world.functions, { journal: after });
      expect(next.resume().map((each) => each.name)).toEqual(['one']);
      const record = await next.ended('one');
      expect(record.output, `write ${at}`).toEqual(expected);
      // what had ended is not run again: at most the steps under way (2 iterations and 1 branch) twice
      expect(world.calls.length).toBeLessThanOrEqual(2 + 3 + 1 + 3);
      after.close();
    }
  });

  it('waits out only what is left of a Wait, and keeps the attempts it has spent', async () => {
    const path = fresh();
    const clock = virtualClock();
    const definition = JSON.stringify({
      QueryLanguage: 'JSONata',
      StartAt: 'W',
      States: {
        W: { Type: 'Wait', Seconds: 100, Next: 'F' },
        F: {
          ...task('f'),
          Retry: [{ ErrorEquals: ['Error'], MaxAttempts: 2, IntervalSeconds: 1 }],
          End: true,
        },
      },
    });
    let calls = 0;
    const f = (): Json => {
      calls += 1;
      throw new Error('no');
    };
    const before = openJournal(path);
    const killed = executionsOf(definition, { f }, { journal: dying(before, 1, 'after'), clock });
    killed.start('one', {}, null);
    await expect(killed.ended('one')).rejects.toThrow(Killed);
    clock.set(clock.now() + 70_000);
    // W entered and left, F entered, one retry written: killed there
    const second = executionsOf(definition, { f }, { journal: dying(before, 3, 'after'), clock });
    second.resume();
    await expect(second.ended('one')).rejects.toThrow(Killed);
    expect(clock.sleeps.filter((ms) => ms < 1e9)).toEqual([30_000]);
    before.close();
    const after = openJournal(path);
    const third = executionsOf(definition, { f }, { journal: after, clock });
    third.resume();
    expect((await third.ended('one')).status).toBe('FAILED');
    expect(calls).toBe(3);
    after.close();
  });

  it('stops where it is when the process ends, and goes on at the next start', async () => {
    const path = fresh();
    const before = openJournal(path);
    let started = (): void => undefined;
    const underWay = new Promise<void>((resolve) => {
      started = resolve;
    });
    const definition = { StartAt: 'F', States: { F: { ...task('f'), End: true } } };
    const hanging = executionsOf(
      definition,
      {
        f: () => {
          started();
          return new Promise(() => undefined);
        },
      },
      { journal: before },
    );
    hanging.start('one', 5, null);
    await underWay;
    const ended = hanging.ended('one');
    await hanging.stop();
    await expect(ended).rejects.toThrow(ProcessEnding);
    expect(hanging.get('one')?.status).toBe('RUNNING');
    before.close();
    const after = openJournal(path);
    const next = executionsOf(definition, { f: (payload) => payload }, { journal: after });
    next.resume();
    expect((await next.ended('one')).output).toBe(5);
    after.close();
  });
});

describe('names', () => {
  const definition = { StartAt: 'F', States: { F: { ...task('f'), End: true } } };
  it('start one execution each: the same input finds it, another is refused', async () => {
    let calls = 0;
    const executions = executionsOf(definition, {
      f: (payload) => {
        calls += 1;
        return payload;
      },
    });
    expect(executions.start('n', { a: 1, b: 2 }, null).started).toBe(true);
    expect(executions.start('n', { b: 2, a: 1 }, null).started).toBe(false);
    await executions.ended('n');
    expect(executions.start('n', { a: 1, b: 2 }, null)).toMatchObject({
      started: false,
      execution: { status: 'SUCCEEDED' },
    });
    expect(calls).toBe(1);
    expect(() => executions.start('n', { a: 2 }, null)).toThrow(/another input/);
    expect(() => executions.start('a b', {}, null)).toThrow(/1 to 80 letters/);
    expect(() => executions.start('big', 'x'.repeat(262_143), null)).toThrow(/262144 bytes/);
    expect(executions.list({ limit: 10 }).map((each) => each.name)).toEqual(['n']);
  });

  it('list newest first, by warehouse and status', async () => {
    const executions = executionsOf(definition, {
      f: (payload) => {
        if (payload === 'bad') throw new Error('bad');
        return payload;
      },
    });
    for (const [name, input, warehouse] of [
      ['a', 1, 'w1'],
      ['b', 'bad', 'w2'],
      ['c', 2, 'w1'],
    ] as const) {
      executions.start(name, input, warehouse);
      await executions.ended(name);
    }
    const names = (filter: Parameters<typeof executions.list>[0]): string[] =>
      executions.list(filter).map((each) => each.name);
    expect(names({ limit: 10 })).toEqual(['c', 'b', 'a']);
    expect(names({ limit: 10, warehouse: 'w1' })).toEqual(['c', 'a']);
    expect(names({ limit: 10, status: 'FAILED' })).toEqual(['b']);
    expect(names({ limit: 1 })).toEqual(['c']);
  });
});

describe('the journal', () => {
  it('forgets what ended long ago, never what runs', async () => {
    const journal = openJournal(':memory:');
    const created = {
      id: 'x',
      warehouse: null,
      input: 1,
      started_at: '2026-01-01T00:00:00Z',
      definition: '',
    };
    const ending = { status: 'SUCCEEDED', output: 1, error: null, cause: null } as const;
    for (const name of ['old', 'new', 'open']) journal.create({ ...created, name });
    const at = { path: '', visit: 0, state: 'A', at: '2026-01-01T00:00:00Z' };
    journal.write('old', { kind: 'failed', ...at, error: 'e', cause: 'c' });
    journal.end('old', { ...ending, stopped_at: '2026-01-02T00:00:00Z' });
    journal.end('new', { ...ending, stopped_at: '2026-03-02T00:00:00Z' });
    journal.prune('2026-02-01T00:00:00Z');
    expect(journal.list({ limit: 5 }).map((each) => each.name)).toEqual(['open', 'new']);
    expect(journal.events('old')).toEqual([]);
    expect(journal.create({ ...created, name: 'old' })).toBe(true);
  });
});

describe('redrive and abort', () => {
  const definition = {
    StartAt: 'A',
    States: {
      A: { ...task('a'), Next: 'P' },
      P: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'G', States: { G: { ...task('good'), End: true } } },
          {
            StartAt: 'B',
            States: {
              B: {
                ...task('b'),
                Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1, IntervalSeconds: 1 }],
                End: true,
              },
            },
          },
        ],
        End: true,
      },
    },
  };

  it('goes on from what failed, with its retries afresh, and keeps what had succeeded', async () => {
    const calls = { a: 0, good: 0, b: 0 };
    let healed = false;
    const executions = executionsOf(definition, {
      a: (payload) => {
        calls.a += 1;
        return payload;
      },
      good: () => {
        calls.good += 1;
        return 'good';
      },
      b: () => {
        calls.b += 1;
        if (!healed || calls.b === 3) throw new Error('ill');
        return 'b';
      },
    });
    executions.start('n', 1, null);
    expect((await executions.ended('n')).status).toBe('FAILED');
    healed = true;
    expect(executions.redrive('n').status).toBe('RUNNING');
    const record = await executions.ended('n');
    expect(record).toMatchObject({ status: 'SUCCEEDED', output: ['good', 'b'], redrives: 1, error: null });
    expect(calls).toEqual({ a: 1, good: 1, b: 4 });
    expect(() => executions.redrive('n')).toThrow(/which is SUCCEEDED/);
  });

  it('aborts a running execution at once', async () => {
    const executions = executionsOf(
      { StartAt: 'W', States: { W: { Type: 'Wait', Seconds: 1000, End: true } } },
      {},
      { clock: systemClock },
    );
    executions.start('n', 1, null);
    executions.abort('n', 'a newer run replaces it');
    expect(await executions.ended('n')).toMatchObject({
      status: 'ABORTED',
      cause: 'a newer run replaces it',
    });
  });
});
