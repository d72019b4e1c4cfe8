import type { Json } from '../../functions/shared/ports.ts';
import type { Clock } from './clock.ts';
import type { Machine } from './definition.ts';
import type { Scope, Variables } from './expression.ts';
import type { History, StateEvent } from './history.ts';

/** Calls a function of the machine by name and gives back its JSON answer. The signal fires when the caller gives up. */
export type Invoke = (name: string, payload: Json, signal: AbortSignal) => Promise<Json>;

/** Everything one execution runs on. */
export type Execution = {
  readonly id: string;
  readonly name: string;
  readonly machineName: string;
  readonly input: Json;
  readonly startedAt: string;
  readonly redrives: number;
  readonly invoke: Invoke;
  readonly clock: Clock;
  readonly history: History;
  /** Told of each transition after it is journalled. */
  readonly onEvent: (event: StateEvent) => void;
  /** Fires when the execution is to stop where it is: the process ends, or someone aborts it. */
  readonly signal: AbortSignal;
};

/** One list of states being run: the machine, a branch or an iteration. */
export type Frame = {
  readonly machine: Machine;
  readonly path: string;
  readonly input: Json;
  readonly variables: Variables;
  /** `$states.context.Map.Item`, inside an iteration. */
  readonly item: Json | null;
  readonly signal: AbortSignal;
};

export type RunFrame = (execution: Execution, frame: Frame) => Promise<Json>;

/** One attempt at one state, with what its expressions may see. */
export type Visit = {
  readonly execution: Execution;
  readonly frame: Frame;
  readonly name: string;
  readonly visit: number;
  readonly attempt: number;
  readonly retries: number;
  readonly input: Json;
  readonly variables: Variables;
  readonly enteredAt: string;
};

/** `$states.input` and `$states.context`, the latter as far as Step Functions' means anything here; and the variables. */
export function scopeOf(visit: Visit): Scope {
  const { execution, frame } = visit;
  const context = {
    Execution: {
      Id: execution.id,
      Input: execution.input,
      Name: execution.name,
      StartTime: execution.startedAt,
      RedriveCount: execution.redrives,
    },
    StateMachine: { Name: execution.machineName },
    State: { Name: visit.name, EnteredTime: visit.enteredAt, RetryCount: visit.retries },
    ...(frame.item === null ? {} : { Map: { Item: frame.item } }),
  };
  return { states: { input: visit.input, context }, variables: visit.variables };
}
