import type { Json } from '../../functions/shared/ports.ts';
import type { Machine } from './definition.ts';
import { runFrame } from './run-frame.ts';
import { StateError } from './state-error.ts';
import type { Execution } from './visit.ts';

/** How an execution ended, in Step Functions' own words. */
export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string; readonly cause: string };

/**
 * Runs an execution from where its history stands to its end. A failure is an outcome, not a throw. Throws only what is
 * no matter of the machine: the signal's reason when the execution is to stop where it is, and failures of the journal.
 * The same machine, input and answers of its functions give the same output, however often the process died in between.
 */
export async function interpret(machine: Machine, execution: Execution): Promise<Outcome> {
  const over = new AbortController();
  const timedOut = new StateError(
    'States.Timeout',
    `the execution took longer than ${machine.TimeoutSeconds} s`,
  );
  const either = AbortSignal.any([execution.signal, over.signal]);
  const frame = { machine, path: '', input: execution.input, variables: {}, item: null, signal: either };
  const { clock } = execution;
  if (machine.TimeoutSeconds !== null) {
    const left = Date.parse(execution.startedAt) + 1000 * machine.TimeoutSeconds - clock.now();
    clock.sleep(Math.max(0, left), either).then(
      () => over.abort(timedOut),
      () => null,
    );
  }
  try {
    return { status: 'SUCCEEDED', output: await runFrame(execution, frame) };
  } catch (error) {
    if (error === timedOut) return { status: 'TIMED_OUT', error: timedOut.error, cause: timedOut.detail };
    if (!(error instanceof StateError)) throw error;
    return { status: 'FAILED', error: error.error, cause: error.detail };
  } finally {
    over.abort(null);
  }
}
