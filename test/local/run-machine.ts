import type { Json } from '../../functions/shared/ports.ts';
import { createExecutions, type Executions } from '../../local/executions.ts';
import type { Clock } from '../../local/interpreter/clock.ts';
import type { Invoke } from '../../local/interpreter/visit.ts';
import { type ExecutionRecord, type Journal, openJournal } from '../../local/journal.ts';
import { virtualClock } from './virtual-clock.ts';

export type Functions = {
  readonly [name: string]: (payload: Json, signal: AbortSignal) => Json | Promise<Json>;
};

export const invokeOf =
  (functions: Functions): Invoke =>
  async (name, payload, signal) => {
    const called = functions[name];
    if (called === undefined) throw new Error(`no function ${name}`);
    return called(payload, signal);
  };

/** Executions of one definition over plain functions; each function's name is a substitution of itself. */
export function executionsOf(
  definition: object | string,
  functions: Functions,
  options: { readonly journal?: Journal; readonly clock?: Clock } = {},
): Executions {
  return createExecutions({
    journal: options.journal ?? openJournal(':memory:'),
    machine: {
      name: 'test',
      definition:
        typeof definition === 'string'
          ? definition
          : JSON.stringify({ QueryLanguage: 'JSONata', ...definition }),
      substitutions: Object.fromEntries(Object.keys(functions).map((name) => [name, name])),
    },
    invoke: invokeOf(functions),
    clock: options.clock ?? virtualClock(),
  });
}

/** Runs one definition to its end. */
export async function runMachine(
  definition: object,
  input: Json,
  functions: Functions = {},
  clock: Clock = virtualClock(),
): Promise<ExecutionRecord> {
  const executions = executionsOf(definition, functions, { clock });
  executions.start('one', input, null);
  return executions.ended('one');
}

/** A Task that invokes `name` with the state's input. */
export const task = (name: string, rest: object = {}): object => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: `\${${name}}`, Payload: '{% $states.input %}' },
  Output: '{% $states.result.Payload %}',
  ...rest,
});
