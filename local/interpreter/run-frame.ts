import type { Json } from '../../functions/shared/ports.ts';
import { rfc3339 } from './clock.ts';
import type { State } from './definition.ts';
import { about, type Cursor, cursorOf, type StateEvent } from './history.ts';
import { nextRetry } from './retry.ts';
import { catchError, runState, type Step } from './run-state.ts';
import { StateError } from './state-error.ts';
import type { Execution, Frame, Visit } from './visit.ts';

/** The facts of a transition that do not depend on the place it happened in. */
type Told = StateEvent extends infer E
  ? E extends StateEvent
    ? Omit<E, 'path' | 'visit' | 'state' | 'at'>
    : never
  : never;

/**
 * Runs a frame to its end and returns its output; goes on where the history says it stopped. Throws a {@link StateError}
 * when a state fails and nothing catches it, and the signal's reason when that fires.
 */
export async function runFrame(execution: Execution, frame: Frame): Promise<Json> {
  let cursor: Cursor =
    cursorOf(execution.history.read(frame.path)) ??
    about(frame.machine.StartAt, 0, frame.input, frame.variables);
  while (!cursor.done) {
    frame.signal.throwIfAborted();
    const { state: name, visit, input, variables } = cursor;
    const state = frame.machine.States.get(name);
    if (state === undefined) throw new StateError('States.Runtime', `there is no state ${name}`);
    const tell = (told: Told, at = rfc3339(execution.clock.now())): void => {
      const event = { path: frame.path, visit, state: name, at, ...told };
      execution.history.write(event);
      execution.onEvent(event);
    };
    const enteredAt = cursor.enteredAt ?? rfc3339(execution.clock.now());
    if (cursor.enteredAt === null) tell({ kind: 'entered', input, variables }, enteredAt);
    const visited = { execution, frame, name, visit, input, variables, enteredAt };
    const step = await attemptState(state, visited, cursor.spent, cursor.attempts, tell);
    tell({ kind: 'exited', ...step });
    cursor =
      step.next === null
        ? { done: true, output: step.output }
        : about(step.next, visit + 1, step.output, step.variables);
  }
  return cursor.output;
}

/** Attempts a state until it succeeds, its retriers are spent, or a Catch takes the error. */
async function attemptState(
  state: State,
  visited: Omit<Visit, 'attempt' | 'retries'>,
  spentBefore: readonly number[],
  attemptsBefore: number,
  tell: (told: Told) => void,
): Promise<Step> {
  const { execution, frame } = visited;
  const spent = [...spentBefore];
  for (let attempt = attemptsBefore; ; attempt += 1) {
    const visit: Visit = { ...visited, attempt, retries: spent.length };
    let failure: StateError;
    try {
      return await runState(state, visit, runFrame);
    } catch (error) {
      if (frame.signal.aborted || !(error instanceof StateError)) throw error;
      failure = error;
    }
    const retriers = 'Retry' in state ? (state.Retry ?? []) : [];
    const retry = nextRetry(retriers, failure.error, spent, execution.clock.random());
    if (retry === null) {
      try {
        const step = await catchError(state, visit, failure);
        if (step !== null) return step;
      } catch (error) {
        if (!(error instanceof StateError)) throw error;
        failure = error;
      }
      tell({ kind: 'failed', error: failure.error, cause: failure.detail });
      throw failure;
    }
    const { retrier, delaySeconds } = retry;
    tell({
      kind: 'retrying',
      error: failure.error,
      cause: failure.detail,
      retrier,
      delay_seconds: delaySeconds,
    });
    spent.push(retrier);
    await execution.clock.sleep(delaySeconds * 1000, frame.signal);
  }
}
