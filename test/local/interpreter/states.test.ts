import { describe, expect, it } from 'vitest';
import { KindredError } from '../../../functions/shared/errors.ts';
import type { Json } from '../../../functions/shared/ports.ts';
import { runMachine, task } from '../run-machine.ts';
import { virtualClock } from '../virtual-clock.ts';

const one = (state: object, more: object = {}): object => ({ StartAt: 'A', States: { A: state, ...more } });
const end = { End: true };

describe('expressions', () => {
  const output = async (template: Json, input: Json): Promise<unknown> =>
    (await runMachine(one({ Type: 'Pass', Output: template, ...end }), input)).output;

  it('replaces every expression at any depth and keeps literals', async () => {
    const template = {
      a: ['{% $states.input.x + 1 %}', 'plain', 7],
      b: { c: "{% 'x' & $states.input.y %}" },
    };
    expect(await output(template, { x: 1, y: 'z' })).toEqual({ a: [2, 'plain', 7], b: { c: 'xz' } });
  });

  it('fails on a missing path, as AWS does, naming expression and field', async () => {
    const record = await runMachine(
      one({ Type: 'Pass', Output: { a: '{% $states.input.no %}' }, ...end }),
      {},
    );
    expect(record.status).toBe('FAILED');
    expect(record.error).toBe('States.QueryEvaluationError');
    expect(record.cause).toContain("'$states.input.no' specified for the field 'Output.a' returned nothing");
  });

  it('fails on an expression that throws and on one that yields a function', async () => {
    for (const template of ["{% $number('x') %}", '{% $sum %}', '{% function($v) { $v } %}'])
      expect((await runMachine(one({ Type: 'Pass', Output: template, ...end }), {})).error, template).toBe(
        'States.QueryEvaluationError',
      );
  });

  it('leaves out a missing member inside an object constructor, as JSONata does', async () => {
    expect(await output("{% {'a': $states.input.no, 'b': 1} %}", {})).toEqual({ b: 1 });
  });

  it('sees the execution, the state and nothing of another state', async () => {
    const result = await output(
      {
        name: '{% $states.context.Execution.Name %}',
        start: '{% $states.context.Execution.StartTime %}',
        state: '{% $states.context.State.Name %}',
        input: '{% $states.context.Execution.Input.k %}',
      },
      { k: 5 },
    );
    expect(result).toEqual({ name: 'one', start: '2026-01-01T00:00:00.000Z', state: 'A', input: 5 });
  });
});

describe('Task', () => {
  it('wraps the answer as lambda:invoke does', async () => {
    const record = await runMachine(
      one({ ...task('f'), Output: '{% $states.result %}', ...end }),
      { n: 2 },
      { f: (payload) => ({ got: payload }) },
    );
    expect(record.output).toEqual({ Payload: { got: { n: 2 } }, StatusCode: 200 });
  });

  it('turns a throw into its name and a JSON cause', async () => {
    const record = await runMachine(
      one({ ...task('f'), ...end }),
      {},
      {
        f: () => {
          throw new KindredError('BadSettings', []);
        },
      },
    );
    expect(record.error).toBe('Kindred.BadSettings');
    expect(JSON.parse(record.cause ?? '')).toEqual({
      errorType: 'Kindred.BadSettings',
      errorMessage: 'the settings are not valid',
    });
  });

  it('catches by literal name and hands on error and input', async () => {
    const record = await runMachine(
      one(
        {
          ...task('f'),
          Catch: [
            { ErrorEquals: ['RangeError'], Next: 'Wrong' },
            {
              ErrorEquals: ['TypeError'],
              Output: { e: '{% $states.errorOutput %}', i: '{% $states.input %}' },
              Assign: { name: '{% $states.errorOutput.Error %}' },
              Next: 'Right',
            },
          ],
          ...end,
        },
        {
          Wrong: { Type: 'Fail' },
          Right: { Type: 'Pass', Output: ['{% $states.input %}', '{% $name %}'], End: true },
        },
      ),
      { n: 1 },
      {
        f: () => {
          throw new TypeError('no');
        },
      },
    );
    expect(record.output).toEqual([
      { e: { Error: 'TypeError', Cause: '{"errorType":"TypeError","errorMessage":"no"}' }, i: { n: 1 } },
      'TypeError',
    ]);
  });

  it('retries with backoff, cap and jitter, each retrier on its own count', async () => {
    const clock = virtualClock();
    const errors = ['A', 'B', 'A', 'A', 'A'];
    let calls = 0;
    const record = await runMachine(
      one({
        ...task('f'),
        Retry: [
          { ErrorEquals: ['A'], IntervalSeconds: 2, BackoffRate: 3, MaxDelaySeconds: 10, MaxAttempts: 3 },
          { ErrorEquals: ['B'], IntervalSeconds: 8, JitterStrategy: 'FULL', MaxAttempts: 1 },
        ],
        ...end,
      }),
      {},
      {
        f: () => {
          const name = errors[calls] ?? 'none';
          calls += 1;
          throw Object.assign(new Error('again'), { name });
        },
      },
      clock,
    );
    expect(record.error).toBe('A');
    expect(calls).toBe(5);
    expect(clock.sleeps.filter((ms) => ms < 1e9)).toEqual([2000, 4000, 6000, 10_000]);
  });

  it('times out, and tells the function so', async () => {
    const clock = virtualClock();
    let told = false;
    const record = await runMachine(
      one(
        {
          ...task('f'),
          TimeoutSeconds: '{% $states.input.limit %}',
          Catch: [
            { ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' },
            { ErrorEquals: ['States.Timeout'], Next: 'Late' },
          ],
          ...end,
        },
        { Wrong: { Type: 'Fail' }, Late: { Type: 'Pass', Output: 'late', ...end } },
      ),
      { limit: 5 },
      {
        f: async (_, signal) => {
          signal.addEventListener('abort', () => {
            told = true;
          });
          await clock.sleep(6000);
          return {};
        },
      },
      clock,
    );
    expect(record.output).toBe('late');
    expect(told).toBe(true);
  });

  it('lets nothing larger than 262,144 bytes through, and States.ALL does not catch that', async () => {
    const all = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const caught = { Caught: { Type: 'Succeed' } };
    const f = (payload: Json): Json => 'x'.repeat(Number(payload));
    const body = { ...task('f'), Output: '{% $length($states.result.Payload) %}', Catch: all, ...end };
    // {"Payload":"…","StatusCode":200} around the text takes 31 bytes and its quotes
    expect((await runMachine(one(body, caught), 262_144 - 31, { f })).output).toBe(262_113);
    const over = await runMachine(one(body, caught), 262_144 - 30, { f });
    expect(over.error).toBe('States.DataLimitExceeded');
    const named = { ...body, Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Caught' }] };
    expect((await runMachine(one(named, caught), 262_144, { f })).status).toBe('SUCCEEDED');
  });
});

describe('the other states', () => {
  it('Choice takes the first rule that holds, its own output, or the default', async () => {
    const machine = one(
      {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.n > 10 %}', Next: 'Big', Output: 'big' },
          { Condition: '{% $states.input.n > 5 %}', Next: 'Big' },
        ],
        Default: 'Small',
      },
      { Big: { Type: 'Succeed' }, Small: { Type: 'Pass', Output: 'small', End: true } },
    );
    expect((await runMachine(machine, { n: 11 })).output).toBe('big');
    expect((await runMachine(machine, { n: 6 })).output).toEqual({ n: 6 });
    expect((await runMachine(machine, { n: 1 })).output).toBe('small');
    expect((await runMachine(machine, { n: 'x' })).error).toBe('States.QueryEvaluationError');
  });

  it('Choice without a rule that holds fails by name; a condition must be a boolean', async () => {
    const rule = (condition: string): object =>
      one({ Type: 'Choice', Choices: [{ Condition: condition, Next: 'B' }] }, { B: { Type: 'Succeed' } });
    expect((await runMachine(rule('{% false %}'), {})).error).toBe('States.NoChoiceMatched');
    expect((await runMachine(rule('{% 1 %}'), {})).error).toBe('States.QueryEvaluationError');
  });

  it('Wait waits seconds or until a moment', async () => {
    const clock = virtualClock();
    const both = one(
      { Type: 'Wait', Seconds: '{% $states.input.s %}', Next: 'B' },
      { B: { Type: 'Wait', Timestamp: '2026-01-01T00:01:00Z', End: true } },
    );
    expect((await runMachine(both, { s: 20 }, {}, clock)).output).toEqual({ s: 20 });
    expect(clock.sleeps).toEqual([20_000, 40_000]);
    expect((await runMachine(both, { s: 1.5 })).error).toBe('States.QueryEvaluationError');
  });

  it('Fail says what it was told', async () => {
    const record = await runMachine(
      one(
        { Type: 'Pass', Assign: { e: { name: 'Kindred.X', cause: 'why' } }, Next: 'B' },
        { B: { Type: 'Fail', Error: '{% $e.name %}', Cause: '{% $e.cause %}' } },
      ),
      {},
    );
    expect([record.status, record.error, record.cause]).toEqual(['FAILED', 'Kindred.X', 'why']);
  });

  it('assigns after its own output has seen the old variables', async () => {
    const record = await runMachine(
      one(
        { Type: 'Pass', Assign: { v: 1 }, Next: 'B' },
        {
          B: { Type: 'Pass', Assign: { v: '{% $v + 1 %}' }, Output: '{% $v %}', Next: 'C' },
          C: { Type: 'Pass', Output: ['{% $states.input %}', '{% $v %}'], End: true },
        },
      ),
      {},
    );
    expect(record.output).toEqual([1, 2]);
  });

  it('Parallel keeps the order of its branches and the scope of its variables', async () => {
    const record = await runMachine(
      one(
        { Type: 'Pass', Assign: { outer: 'o' }, Next: 'P' },
        {
          P: {
            Type: 'Parallel',
            Arguments: { n: '{% $states.input.n + 1 %}' },
            Branches: [
              {
                StartAt: 'X',
                States: {
                  X: { Type: 'Wait', Seconds: 9, Next: 'Y' },
                  Y: {
                    Type: 'Pass',
                    Assign: { inner: 1 },
                    Output: '{% $outer & $string($states.input.n) %}',
                    ...end,
                  },
                },
              },
              { StartAt: 'Z', States: { Z: { Type: 'Pass', Output: 'z', ...end } } },
            ],
            ...end,
          },
        },
      ),
      { n: 1 },
    );
    expect(record.output).toEqual(['o2', 'z']);
  });

  it('Parallel fails with the first error, which its Catch sees; the other branch stops', async () => {
    let late = 0;
    const clock = virtualClock();
    const record = await runMachine(
      one(
        {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'X',
              States: {
                X: { Type: 'Wait', Seconds: 9, Next: 'Y' },
                Y: { ...task('late'), ...end },
              },
            },
            { StartAt: 'Z', States: { Z: { Type: 'Fail', Error: 'Mine', Cause: 'c' } } },
          ],
          Catch: [{ ErrorEquals: ['Mine'], Next: 'B' }],
          ...end,
        },
        { B: { Type: 'Succeed' } },
      ),
      {},
      {
        late: () => {
          late += 1;
          return {};
        },
      },
      clock,
    );
    expect(record.output).toEqual({ Error: 'Mine', Cause: 'c' });
    expect(late).toBe(0);
  });

  it('Map runs inline over items, selected, in order, no more at once than it may', async () => {
    const clock = virtualClock();
    let running = 0;
    let most = 0;
    const record = await runMachine(
      one({
        Type: 'Map',
        Items: '{% $states.input.list %}',
        ItemSelector: {
          i: '{% $states.context.Map.Item.Index %}',
          v: '{% $states.context.Map.Item.Value %}',
          k: '{% $states.input.k %}',
        },
        MaxConcurrency: 2,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'INLINE' },
          StartAt: 'F',
          States: { F: { ...task('f'), End: true } },
        },
        End: true,
      }),
      { list: ['a', 'b', 'c', 'd', 'e'], k: 9 },
      {
        f: async (payload) => {
          running += 1;
          most = Math.max(most, running);
          await clock.sleep(1000);
          running -= 1;
          return payload;
        },
      },
      clock,
    );
    expect(record.output).toEqual(['a', 'b', 'c', 'd', 'e'].map((v, i) => ({ i, v, k: 9 })));
    expect(most).toBe(2);
  });

  it('Map over nothing is an empty list; over no list a failure', async () => {
    const machine = one({
      Type: 'Map',
      ItemProcessor: { StartAt: 'F', States: { F: { Type: 'Pass', End: true } } },
      End: true,
    });
    expect((await runMachine(machine, [])).output).toEqual([]);
    expect((await runMachine(machine, { a: 1 })).error).toBe('States.QueryEvaluationError');
  });

  it('the machine has a time limit that nothing catches', async () => {
    const machine = {
      TimeoutSeconds: 10,
      ...one(
        {
          ...task('f'),
          Retry: [{ ErrorEquals: ['States.ALL'] }],
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }],
          ...end,
        },
        { B: { Type: 'Succeed' } },
      ),
    };
    const clock = virtualClock();
    const record = await runMachine(machine, {}, { f: () => clock.sleep(20_000).then(() => ({})) }, clock);
    expect([record.status, record.error]).toEqual(['TIMED_OUT', 'States.Timeout']);
  });
});
