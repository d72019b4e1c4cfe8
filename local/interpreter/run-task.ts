import type { Json } from '../../functions/shared/ports.ts';
import type { TaskState } from './definition.ts';
import { evaluate, type Scope } from './expression.ts';
import { requireUnderLimit } from './size-limit.ts';
import { lambdaError, StateError } from './state-error.ts';
import { wholeNumberField } from './typed-field.ts';
import type { Visit } from './visit.ts';

/**
 * One invocation of a function, as `arn:aws:states:::lambda:invoke` makes it: the answer comes wrapped as `{Payload,
 * StatusCode}`, a throw becomes its error, and the state's `TimeoutSeconds` becomes `States.Timeout`. A function that has
 * timed out is told so by its signal; it may still be finishing, as a Lambda would be.
 */
export async function runTask(state: TaskState, visit: Visit, scope: Scope): Promise<Json> {
  const payload = await evaluate(state.Arguments.Payload ?? {}, scope, 'Arguments.Payload');
  requireUnderLimit(payload, `the payload of state ${visit.name}`);
  const seconds =
    state.TimeoutSeconds === undefined
      ? null
      : await wholeNumberField(state.TimeoutSeconds, scope, 'TimeoutSeconds');
  const given = await invokeWithin(state.Arguments.FunctionName, payload, seconds, visit);
  const result = { Payload: given, StatusCode: 200 };
  requireUnderLimit(result, `the result of state ${visit.name}`);
  return result;
}

async function invokeWithin(
  name: string,
  payload: Json,
  seconds: number | null,
  visit: Visit,
): Promise<Json> {
  const stop = visit.frame.signal;
  const over = new AbortController();
  const either = AbortSignal.any([stop, over.signal]);
  const answer = visit.execution.invoke(name, payload, either).catch((error: unknown) => {
    stop.throwIfAborted();
    throw lambdaError(error);
  });
  const stopped = visit.execution.clock.sleep(1000 * (seconds ?? 99_999_999), either).then(() => {
    throw new StateError('States.Timeout', `state ${visit.name} took longer than ${seconds} seconds`);
  });
  try {
    return await Promise.race([answer, stopped]);
  } catch (error) {
    stop.throwIfAborted();
    throw error;
  } finally {
    over.abort(new StateError('States.Timeout', `state ${visit.name} is over`));
    Promise.allSettled([answer, stopped]);
  }
}
