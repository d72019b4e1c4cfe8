import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { KindredError } from '../../../functions/shared/errors.ts';
import { loadDefinition } from '../../../local/interpreter/load-definition.ts';
import { task } from '../run-machine.ts';

const names = { f: 'f' };
const load = (value: object): unknown =>
  loadDefinition(JSON.stringify({ QueryLanguage: 'JSONata', ...value }), names);
const one = (state: object, more: object = {}): object => ({ StartAt: 'A', States: { A: state, ...more } });
const end = { End: true };

/** The problems of a definition that must be refused. */
function refusal(value: object): string {
  try {
    load(value);
  } catch (error) {
    if (error instanceof KindredError && error.code === 'UnsupportedDefinition')
      return error.problems.map((each) => `${each.name}: ${each.allowed}: ${each.received}`).join('\n');
    throw error;
  }
  throw new Error('was not refused');
}

describe('what the interpreter does not implement is refused by state and field', () => {
  const cases: readonly [string, object, string][] = [
    ['JSONPath fields', one({ ...task('f'), ResultPath: '$.x', ...end }), 'state A, field ResultPath'],
    ['another query language', { ...one({ Type: 'Succeed' }), QueryLanguage: 'JSONPath' }, 'QueryLanguage'],
    ['a heartbeat', one({ ...task('f'), HeartbeatSeconds: 5, ...end }), 'state A, field HeartbeatSeconds'],
    [
      'another resource',
      one({ ...task('f'), Resource: 'arn:aws:states:::dynamodb:putItem', ...end }),
      'field Resource',
    ],
    [
      'asynchronous invocations',
      one({ ...task('f'), Arguments: { FunctionName: `\${f}`, InvocationType: 'Event' }, ...end }),
      'field Arguments.InvocationType',
    ],
    ['credentials', one({ ...task('f'), Credentials: { RoleArn: 'x' }, ...end }), 'field Credentials'],
    [
      'a distributed map',
      one({
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'B',
          States: { B: { Type: 'Succeed' } },
        },
        ...end,
      }),
      'ProcessorConfig',
    ],
    [
      'an item reader in an inline map',
      one({
        Type: 'Map',
        ItemReader: {},
        ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Succeed' } } },
        ...end,
      }),
      'field ItemReader',
    ],
    [
      'an unknown field deep in a branch',
      one({
        Type: 'Parallel',
        Branches: [{ StartAt: 'B', States: { B: { Type: 'Succeed', InputPath: '$' } } }],
        ...end,
      }),
      'state A/Branches[0]/B, field InputPath',
    ],
    ['functions only AWS has', one({ Type: 'Pass', Output: '{% $uuid() %}', ...end }), 'the function $uuid'],
    ['the wall clock', one({ Type: 'Pass', Output: { a: ['{% $now() %}'] }, ...end }), 'field Output.a[0]'],
    ['eval', one({ Type: 'Pass', Output: "{% $eval('1') %}", ...end }), 'the function $eval'],
  ];
  for (const [name, value, expected] of cases) it(name, () => expect(refusal(value)).toContain(expected));

  it('lists every problem at once', () => {
    const both = one(
      { Type: 'Pass', InputPath: '$', Next: 'B' },
      { B: { Type: 'Succeed', OutputPath: '$' } },
    );
    expect(refusal(both).split('\n')).toHaveLength(2);
  });
});

describe('what is wrong with a definition is refused', () => {
  const cases: readonly [string, object, string][] = [
    [
      'a backoff rate below 1',
      one({ ...task('f'), Retry: [{ ErrorEquals: ['A'], BackoffRate: 0.5 }], ...end }),
      'BackoffRate',
    ],
    [
      'States.ALL before the last place',
      one(
        {
          ...task('f'),
          Catch: [
            { ErrorEquals: ['States.ALL'], Next: 'B' },
            { ErrorEquals: ['A'], Next: 'B' },
          ],
          ...end,
        },
        { B: { Type: 'Succeed' } },
      ),
      'States.ALL in the last place',
    ],
    [
      'States.ALL in company',
      one({ ...task('f'), Retry: [{ ErrorEquals: ['States.ALL', 'A'] }], ...end }),
      'States.ALL alone',
    ],
    [
      'a variable nothing assigns',
      one({ Type: 'Pass', Output: '{% $rows %}', ...end }),
      'the variable $rows',
    ],
    [
      "a branch's variable used outside",
      one(
        {
          Type: 'Parallel',
          Branches: [{ StartAt: 'X', States: { X: { Type: 'Pass', Assign: { v: 1 }, End: true } } }],
          Next: 'B',
        },
        { B: { Type: 'Pass', Output: '{% $v %}', ...end } },
      ),
      'the variable $v',
    ],
    ['JSONata that does not parse', one({ Type: 'Pass', Output: '{% a..( %}', ...end }), 'does not parse'],
    ['an expression left open', one({ Type: 'Pass', Output: '{% 1', ...end }), 'closed by %}'],
    ['a target that does not exist', one({ Type: 'Pass', Next: 'Nowhere' }), 'Nowhere'],
    ['a state nothing leads to', one({ Type: 'Succeed' }, { B: { Type: 'Succeed' } }), 'state B'],
    ['Next and End at once', one({ Type: 'Pass', Next: 'A', End: true }), 'Next and End'],
    ['neither Next nor End', one({ Type: 'Pass' }), 'Next and End'],
    ['a function nobody gave', one({ ...task('g'), ...end }), `\${g}`],
    ['an empty Parallel', one({ Type: 'Parallel', Branches: [], ...end }), 'Branches'],
    [
      'both Seconds and Timestamp',
      one({ Type: 'Wait', Seconds: 1, Timestamp: 'x', ...end }),
      'Seconds and Timestamp',
    ],
  ];
  for (const [name, value, expected] of cases) it(name, () => expect(refusal(value)).toContain(expected));

  it('text that is not JSON', () => {
    expect(() => loadDefinition('{', names)).toThrow(/the definition: allowed JSON/);
  });
});

describe('what the interpreter lets through', () => {
  it("knows JSONata's own functions: none it offers is missing from the library", async () => {
    const source = readFileSync(
      join(import.meta.dirname, '../../../local/interpreter/expression.ts'),
      'utf8',
    );
    const listed = /const offered = new Set\(\s*\(([\s\S]*?)\)\.split/.exec(source)?.[1] ?? '';
    const functions = listed
      .replaceAll(/['+\n]/g, ' ')
      .split(' ')
      .filter(Boolean);
    expect(functions.length).toBeGreaterThan(50);
    for (const name of functions)
      expect(await jsonata(`$${name}`).evaluate({}), name).toHaveProperty('_jsonata_function');
  });

  it('takes locals, parameters and context bindings for what they are', () => {
    load(
      one({
        Type: 'Pass',
        Output:
          '{% ($f := function($v, $i) { $v & $i }; $map($states.input.a, $f); $states.input.b@$x.c#$k.{ "x": $x, "k": $k, "r": $$ }) %}',
        ...end,
      }),
    );
  });
});
