import type { Json } from '../../functions/shared/ports.ts';
import type { Results, State } from './definition.ts';
import { evaluate, type Scope, type Variables } from './expression.ts';
import { runNested } from './run-nested.ts';
import { runTask } from './run-task.ts';
import { requireUnderLimit } from './size-limit.ts';
import { matchesError, StateError } from './state-error.ts';
import { booleanField, momentField, textField, wholeNumberField } from './typed-field.ts';
import { type RunFrame, scopeOf, type Visit } from './visit.ts';

/** What a state leaves behind: where to go, with what. */
export type Step = {
  readonly next: string | null;
  readonly output: Json;
  readonly variables: Variables;
  readonly caught: string | null;
};

/** One attempt at one state. Throws a {@link StateError} when it fails. */
export async function runState(state: State, visit: Visit, runFrame: RunFrame): Promise<Step> {
  const scope = scopeOf(visit);
  requireUnderLimit(visit.input, `the input of state ${visit.name}`);
  const onward = 'Next' in state ? (state.Next ?? null) : null;
  switch (state.Type) {
    case 'Task': {
      const result = await runTask(state, visit, scope);
      return stepTo(onward, state, visit, { ...scope.states, result }, result);
    }
    case 'Parallel':
    case 'Map': {
      const result = await runNested(state, visit, scope, runFrame);
      return stepTo(onward, state, visit, { ...scope.states, result }, result);
    }
    case 'Pass':
    case 'Succeed':
      return stepTo(onward, state, visit, scope.states, visit.input);
    case 'Wait': {
      const { clock } = visit.execution;
      const until =
        state.Timestamp === undefined
          ? Date.parse(visit.enteredAt) +
            1000 * (await wholeNumberField(state.Seconds ?? 0, scope, 'Seconds'))
          : await momentField(state.Timestamp, scope, 'Timestamp');
      if (until > clock.now()) await clock.sleep(until - clock.now(), visit.frame.signal);
      return stepTo(onward, state, visit, scope.states, visit.input);
    }
    case 'Choice': {
      for (const [index, rule] of state.Choices.entries())
        if (await booleanField(rule.Condition, scope, `Choices[${index}].Condition`))
          return stepTo(rule.Next, rule, visit, scope.states, visit.input);
      if (state.Default === undefined)
        throw new StateError('States.NoChoiceMatched', `no rule of state ${visit.name} holds`);
      return stepTo(state.Default, {}, visit, scope.states, visit.input);
    }
    case 'Fail': {
      const error = await textField(state.Error ?? '', scope, 'Error');
      throw new StateError(error, await textField(state.Cause ?? '', scope, 'Cause'));
    }
  }
}

/** The step a Catch takes for an error, or null when none names it. */
export async function catchError(state: State, visit: Visit, error: StateError): Promise<Step | null> {
  const catchers = 'Catch' in state ? (state.Catch ?? []) : [];
  const catcher = catchers.find((each) => matchesError(each.ErrorEquals, error.error));
  if (catcher === undefined) return null;
  const errorOutput = { Error: error.error, Cause: error.detail };
  const states = { ...scopeOf(visit).states, errorOutput };
  return { ...(await stepTo(catcher.Next, catcher, visit, states, errorOutput)), caught: error.error };
}

/** Output and Assign both see the variables as they were before this state. */
async function stepTo(
  next: string | null,
  results: Results,
  visit: Visit,
  states: Scope['states'],
  fallback: Json,
): Promise<Step> {
  const scope = { states, variables: visit.variables };
  const assigned: [string, Json][] = [];
  for (const [name, template] of Object.entries(results.Assign ?? {}))
    assigned.push([name, await evaluate(template, scope, `Assign.${name}`)]);
  const fresh = Object.fromEntries(assigned);
  requireUnderLimit(fresh, `what state ${visit.name} assigns`);
  const output = results.Output === undefined ? fallback : await evaluate(results.Output, scope, 'Output');
  requireUnderLimit(output, `the output of state ${visit.name}`);
  return { next, output, variables: { ...visit.variables, ...fresh }, caught: null };
}
