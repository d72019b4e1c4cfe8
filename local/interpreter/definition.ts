import * as z from 'zod';
import { KindredError, type Problem } from '../../functions/shared/errors.ts';
import type { Json } from '../../functions/shared/ports.ts';

/**
 * The part of the Amazon States Language that Kindred's pipelines use and the interpreter runs: JSONata only, Lambda
 * invocations only. Everything is closed: a field that is not here is refused at load, never ignored.
 */
const json: z.ZodType<Json> = z.json();
const text = z.string().min(1);
const seconds = z.union([z.int().min(1).max(99_999_999), z.string().startsWith('{%').endsWith('%}')]);
const language = z.literal('JSONata').optional();
const next = z.union([
  z.strictObject({ Next: text, End: z.undefined().optional() }),
  z.strictObject({ End: z.literal(true), Next: z.undefined().optional() }),
]);
const common = { Comment: z.string().optional(), QueryLanguage: language };
const results = { Output: json.optional(), Assign: z.record(text, json).optional() };
const onwards = { Next: text.optional(), End: z.literal(true).optional() };

const retrier = z.strictObject({
  ErrorEquals: z.array(text).min(1),
  IntervalSeconds: z.int().min(1).max(99_999_999).optional(),
  MaxAttempts: z.int().min(0).max(99_999_999).optional(),
  BackoffRate: z.number().min(1, 'a number of at least 1').optional(),
  MaxDelaySeconds: z.int().min(1).max(31_622_400).optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
  Comment: z.string().optional(),
});
const catcher = z.strictObject({
  ErrorEquals: z.array(text).min(1),
  Next: text,
  ...results,
  Comment: z.string().optional(),
});
const handlers = { Retry: z.array(retrier).optional(), Catch: z.array(catcher).optional() };

const task = z.strictObject({
  Type: z.literal('Task'),
  ...common,
  Resource: z.literal('arn:aws:states:::lambda:invoke'),
  Arguments: z.strictObject({ FunctionName: text, Payload: json.optional() }),
  TimeoutSeconds: seconds.optional(),
  ...results,
  ...handlers,
  ...onwards,
});
const pass = z.strictObject({ Type: z.literal('Pass'), ...common, ...results, ...onwards });
const wait = z.strictObject({
  Type: z.literal('Wait'),
  ...common,
  Seconds: z.union([z.int().min(0).max(99_999_999), z.string().startsWith('{%').endsWith('%}')]).optional(),
  Timestamp: text.optional(),
  ...results,
  ...onwards,
});
const choice = z.strictObject({
  Type: z.literal('Choice'),
  ...common,
  Choices: z
    .array(
      z.strictObject({
        Condition: z.union([z.boolean(), z.string().startsWith('{%').endsWith('%}')]),
        Next: text,
        ...results,
        Comment: z.string().optional(),
      }),
    )
    .min(1),
  Default: text.optional(),
});
const succeed = z.strictObject({ Type: z.literal('Succeed'), ...common, Output: json.optional() });
const fail = z.strictObject({
  Type: z.literal('Fail'),
  ...common,
  Error: text.optional(),
  Cause: z.string().optional(),
});
const parallel = z.strictObject({
  Type: z.literal('Parallel'),
  ...common,
  Arguments: json.optional(),
  Branches: z.array(z.unknown()).min(1),
  ...results,
  ...handlers,
  ...onwards,
});
const map = z.strictObject({
  Type: z.literal('Map'),
  ...common,
  Items: z.union([z.array(json), z.string().startsWith('{%').endsWith('%}')]).optional(),
  ItemSelector: json.optional(),
  MaxConcurrency: z.int().min(0).optional(),
  ItemProcessor: z.looseObject({ ProcessorConfig: z.strictObject({ Mode: z.literal('INLINE') }).optional() }),
  ...results,
  ...handlers,
  ...onwards,
});
const state = z.discriminatedUnion('Type', [task, pass, wait, choice, succeed, fail, parallel, map]);
const machine = z.strictObject({
  Comment: z.string().optional(),
  StartAt: text,
  States: z.record(text.max(80), z.unknown()),
});
const top = machine.extend({
  QueryLanguage: z.literal('JSONata', 'JSONata, for the whole machine'),
  Version: z.literal('1.0').optional(),
  TimeoutSeconds: z.int().min(1).max(99_999_999).optional(),
});

export type Retrier = z.output<typeof retrier>;
export type Catcher = z.output<typeof catcher>;
export type Results = {
  readonly Output?: Json | undefined;
  readonly Assign?: Record<string, Json> | undefined;
};
export type TaskState = z.output<typeof task>;
export type PassState = z.output<typeof pass>;
export type WaitState = z.output<typeof wait>;
export type ChoiceState = z.output<typeof choice>;
export type SucceedState = z.output<typeof succeed>;
export type FailState = z.output<typeof fail>;
export type ParallelState = Omit<z.output<typeof parallel>, 'Branches'> & {
  readonly Branches: readonly Machine[];
};
export type MapState = Omit<z.output<typeof map>, 'ItemProcessor'> & { readonly ItemProcessor: Machine };
export type State =
  | TaskState
  | PassState
  | WaitState
  | ChoiceState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** States by name, and where to begin: a whole definition, a branch of a Parallel, the processor of a Map. */
export type Machine = {
  readonly StartAt: string;
  readonly States: ReadonlyMap<string, State>;
  readonly TimeoutSeconds: number | null;
};

/** Reads one machine; what does not fit is added to `problems` under the state's path. */
export function readMachine(value: unknown, path: string, problems: Problem[]): Machine | null {
  const outer = (path === '' ? top : machine).safeParse(value);
  if (!outer.success) {
    problems.push(...problemsOf(outer.error, path === '' ? 'the definition' : path, value));
    return null;
  }
  const states = new Map<string, State>();
  for (const [name, raw] of Object.entries(outer.data.States)) {
    const read = readState(raw, path === '' ? name : `${path}/${name}`, problems);
    if (read !== null) states.set(name, read);
  }
  const timeout = 'TimeoutSeconds' in outer.data ? outer.data.TimeoutSeconds : undefined;
  return {
    StartAt: outer.data.StartAt,
    States: states,
    TimeoutSeconds: typeof timeout === 'number' ? timeout : null,
  };
}

function readState(raw: unknown, path: string, problems: Problem[]): State | null {
  const parsed = state.safeParse(raw);
  if (!parsed.success) {
    problems.push(...problemsOf(parsed.error, `state ${path}`, raw));
    return null;
  }
  const data = parsed.data;
  const refuse = (field: string, allowed: string): null => {
    problems.push({
      name: `state ${path}, ${field}`,
      allowed,
      received: 'neither or both',
      remedy: 'correct the definition',
    });
    return null;
  };
  if ('Next' in data || 'End' in data || !['Choice', 'Succeed', 'Fail'].includes(data.Type)) {
    const onward = 'Next' in data || 'End' in data ? { Next: data.Next, End: data.End } : {};
    if (!next.safeParse(onward).success) return refuse('Next and End', 'exactly one of Next and End');
  }
  if (data.Type === 'Wait' && (data.Seconds === undefined) === (data.Timestamp === undefined))
    return refuse('Seconds and Timestamp', 'exactly one of Seconds and Timestamp');
  if (data.Type === 'Parallel') {
    const branches = data.Branches.map((branch, index) =>
      readMachine(branch, `${path}/Branches[${index}]`, problems),
    );
    return { ...data, Branches: branches.filter((branch) => branch !== null) };
  }
  if (data.Type === 'Map') {
    const { ProcessorConfig: _, ...processor } = data.ItemProcessor;
    const inner = readMachine(processor, `${path}/ItemProcessor`, problems);
    return inner === null ? null : { ...data, ItemProcessor: inner };
  }
  return data;
}

/** zod's issues as problems that name the state and the field. */
function problemsOf(error: z.ZodError, where: string, raw: unknown): Problem[] {
  return error.issues.map((issue) => {
    const path = issue.path.map(String);
    const fields = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    const unknownField = issue.code === 'unrecognized_keys';
    return {
      name: `${where}${fields.map((field) => (field.length === 0 ? '' : `, field ${field.join('.')}`)).join('')}`,
      allowed: unknownField ? 'fields the interpreter implements' : issue.message,
      received: fields.map((field) => shortJson(valueAt(raw, field))).join(' and '),
      remedy: unknownField
        ? 'leave it out of the definition, or implement it in local/interpreter first'
        : 'correct the definition',
    };
  });
}

function valueAt(raw: unknown, path: readonly string[]): unknown {
  let value = raw;
  for (const key of path)
    value = value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined;
  return value;
}

function shortJson(value: unknown): string {
  const written = JSON.stringify(value) ?? 'nothing';
  return written.length > 120 ? `${written.slice(0, 117)}...` : written;
}

/** `UnsupportedDefinition` with every problem found. */
export function refuseDefinition(problems: readonly Problem[]): never {
  throw new KindredError('UnsupportedDefinition', problems);
}
