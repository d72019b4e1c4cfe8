import type { Json } from '../../functions/shared/ports.ts';
import type { Variables } from './expression.ts';

/**
 * One transition, as journalled. `path` names the frame: '' for the machine itself, `/{visit}:{state}#{attempt}/{branch}`
 * appended per nesting. `visit` counts the states a frame has entered, from 0, so that loops do not collide.
 */
export type StateEvent = {
  readonly path: string;
  readonly visit: number;
  readonly state: string;
  readonly at: string;
} & (
  | { readonly kind: 'entered'; readonly input: Json; readonly variables: Variables }
  | {
      readonly kind: 'retrying';
      readonly error: string;
      readonly cause: string;
      /** Index of the retrier that decided, whose attempts this one counts against. */
      readonly retrier: number;
      readonly delay_seconds: number;
    }
  | {
      readonly kind: 'exited';
      /** Null where the frame ends. */
      readonly next: string | null;
      readonly output: Json;
      readonly variables: Variables;
      /** The error a Catch took, if one did. */
      readonly caught: string | null;
    }
  | { readonly kind: 'failed'; readonly error: string; readonly cause: string }
);

/** A redrive forgives the retries spent before it. */
export type RedrivenEvent = { readonly kind: 'redriven'; readonly at: string };
export type HistoryEvent = StateEvent | RedrivenEvent;

/** Where a frame stands: about to run a state, or finished. */
export type Cursor =
  | { readonly done: true; readonly output: Json }
  | {
      readonly done: false;
      readonly state: string;
      readonly visit: number;
      readonly input: Json;
      readonly variables: Variables;
      /** When the state was entered; null when it is about to be. */
      readonly enteredAt: string | null;
      /** Retriers that spent an attempt on this visit since the last redrive. */
      readonly spent: readonly number[];
      /** Every attempt on this visit that was followed by another, redrives or not: it names nested frames. */
      readonly attempts: number;
    };

/**
 * Where a frame goes on, from its own events and the execution's redrives in the order they were written; null when it has
 * not begun.
 */
export function cursorOf(events: readonly HistoryEvent[]): Cursor | null {
  return events.reduce<Cursor | null>(after, null);
}

function after(cursor: Cursor | null, event: HistoryEvent): Cursor | null {
  switch (event.kind) {
    case 'redriven':
      return cursor === null || cursor.done ? cursor : { ...cursor, spent: [] };
    case 'retrying':
      return cursor === null || cursor.done
        ? cursor
        : { ...cursor, spent: [...cursor.spent, event.retrier], attempts: cursor.attempts + 1 };
    case 'entered':
      return { ...about(event.state, event.visit, event.input, event.variables), enteredAt: event.at };
    case 'exited':
      return event.next === null
        ? { done: true, output: event.output }
        : about(event.next, event.visit + 1, event.output, event.variables);
    case 'failed':
      return cursor;
  }
}

/** A frame that is about to enter a state. */
export function about(
  state: string,
  visit: number,
  input: Json,
  variables: Variables,
): Extract<Cursor, { readonly done: false }> {
  return { done: false, state, visit, input, variables, enteredAt: null, spent: [], attempts: 0 };
}

/** What the interpreter needs of a journal: writes are durable when they return, reads give the order of the writes. */
export type History = {
  readonly write: (event: StateEvent) => void;
  /** Events of one frame, with the execution's redrives among them. */
  readonly read: (path: string) => readonly HistoryEvent[];
};
