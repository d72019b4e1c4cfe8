import type { HistoryEvent } from '@aws-sdk/client-sfn';
import type { Json, StateVisit } from '../ports.ts';

/** The visits an execution's history tells of, in order. Kindred's machine runs one state at a time. */
export function stateVisits(events: readonly HistoryEvent[]): readonly StateVisit[] {
  const visits: StateVisit[] = [];
  const change = (to: Partial<StateVisit>): void => {
    const last = visits.at(-1);
    if (last !== undefined) visits[visits.length - 1] = { ...last, ...to };
  };
  for (const event of events) {
    const at = (event.timestamp ?? new Date(0)).toISOString();
    const type = event.type ?? '';
    const failed = errorOf(event);
    if (type.endsWith('StateEntered'))
      visits.push({
        state: event.stateEnteredEventDetails?.name ?? '',
        entered_at: at,
        exited_at: null,
        attempts: 0,
        output: null,
        error: null,
      });
    else if (type === 'TaskScheduled') change({ attempts: (visits.at(-1)?.attempts ?? 0) + 1, error: null });
    else if (failed !== null) change({ error: failed });
    else if (type.endsWith('StateExited')) {
      const output = parsed(event.stateExitedEventDetails?.output);
      // A Catch leaves a state as an answer does; what it failed with was told before.
      change({ exited_at: at, output: visits.at(-1)?.error === null ? output : null });
    } else if (type === 'ExecutionFailed' || type === 'ExecutionTimedOut' || type === 'ExecutionAborted')
      change({ exited_at: at });
  }
  return visits.map((visit) => ({ ...visit, attempts: Math.max(1, visit.attempts) }));
}

const errorOf = (event: HistoryEvent): string | null =>
  event.type === 'TaskFailed'
    ? (event.taskFailedEventDetails?.error ?? 'States.TaskFailed')
    : event.type === 'TaskTimedOut'
      ? (event.taskTimedOutEventDetails?.error ?? 'States.Timeout')
      : event.type === 'ExecutionFailed'
        ? (event.executionFailedEventDetails?.error ?? null)
        : null;

const parsed = (output: string | undefined): Json => (output === undefined ? null : JSON.parse(output));
