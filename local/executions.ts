import { canonicalJson } from '../core/tables/canonical-json.ts';
import { KindredError } from '../functions/shared/errors.ts';
import type { Json } from '../functions/shared/ports.ts';
import { type Clock, rfc3339 } from './interpreter/clock.ts';
import type { StateEvent } from './interpreter/history.ts';
import { interpret } from './interpreter/interpret.ts';
import { loadDefinition } from './interpreter/load-definition.ts';
import { payloadLimitBytes } from './interpreter/size-limit.ts';
import type { Invoke } from './interpreter/visit.ts';
import type { Ending, ExecutionRecord, ExecutionStatus, Journal } from './journal.ts';

/** Thrown into running executions when the process is to end; they stay RUNNING and are resumed at the next start. */
export class ProcessEnding extends Error {
  constructor() {
    super('the process ends; the execution goes on at the next start');
    this.name = 'ProcessEnding';
  }
}

class Aborted extends Error {}

/** What Step Functions offers for one state machine, on this machine's journal. */
export type Executions = {
  /**
   * Starts an execution, or finds the one of this name: `started` says which. The same name with another input is refused
   * (`BadRequest`). (Step Functions also refuses the name of an execution that has ended; here it is handed out.)
   */
  readonly start: (
    name: string,
    input: Json,
    warehouse: string | null,
  ) => { readonly execution: ExecutionRecord; readonly started: boolean };
  /** Resolves when the execution has ended; rejects with {@link ProcessEnding} when the process stops it before. */
  readonly ended: (name: string) => Promise<ExecutionRecord>;
  /** Goes on with the executions (all, or those wanted) that were running when an earlier process died. */
  readonly resume: (wanted?: (name: string) => boolean) => readonly ExecutionRecord[];
  /** Runs a failed, timed out or aborted execution on from the state that failed, with its input; as RedriveExecution does. */
  readonly redrive: (name: string) => ExecutionRecord;
  /** Ends a running execution as ABORTED; a step under way is not waited for. */
  readonly abort: (name: string, cause: string) => void;
  readonly get: (name: string) => ExecutionRecord | null;
  readonly list: (filter: {
    readonly warehouse?: string;
    readonly status?: ExecutionStatus;
    readonly limit: number;
  }) => readonly ExecutionRecord[];
  /** Every transition so far, oldest first. */
  readonly events: (name: string) => readonly StateEvent[];
  /** Stops all executions where they are; resolves when none runs in this process any more. */
  readonly stop: () => Promise<void>;
};

export type ExecutionsOptions = {
  readonly journal: Journal;
  readonly machine: {
    readonly name: string;
    readonly definition: string;
    readonly substitutions: { readonly [name: string]: string };
  };
  readonly invoke: Invoke;
  readonly clock: Clock;
  /** Told of each transition after it is journalled. */
  readonly onEvent?: (name: string, event: StateEvent) => void;
  /** Told of each execution that has ended, after that is journalled. */
  readonly onEnd?: (record: ExecutionRecord) => void;
};

type Active = { readonly controller: AbortController; readonly ended: Promise<ExecutionRecord> };

/** Throws `UnsupportedDefinition` when the interpreter cannot run the machine. */
export function createExecutions(options: ExecutionsOptions): Executions {
  const { journal, machine, clock } = options;
  loadDefinition(machine.definition, machine.substitutions);
  const active = new Map<string, Active>();

  const found = (name: string): ExecutionRecord => {
    const record = journal.get(name);
    if (record === null)
      throw new KindredError('NotFound', [
        {
          name: 'execution',
          allowed: 'the name of an execution in the journal',
          received: name,
          remedy: 'list the executions to see their names',
        },
      ]);
    return record;
  };

  const drive = async (record: ExecutionRecord, signal: AbortSignal): Promise<ExecutionRecord> => {
    const { name } = record;
    const end = (ending: Omit<Ending, 'stopped_at'>): ExecutionRecord => {
      journal.end(name, { ...ending, stopped_at: rfc3339(clock.now()) });
      const ended = found(name);
      options.onEnd?.(ended);
      return ended;
    };
    try {
      const outcome = await interpret(loadDefinition(record.definition, machine.substitutions), {
        id: record.id,
        name,
        machineName: machine.name,
        input: record.input,
        startedAt: record.started_at,
        redrives: record.redrives,
        invoke: options.invoke,
        clock,
        history: {
          write: (event) => journal.write(name, event),
          read: (path) => journal.events(name, path),
        },
        onEvent: (event) => options.onEvent?.(name, event),
        signal,
      });
      if (outcome.status === 'SUCCEEDED') return end({ ...outcome, error: null, cause: null });
      return end({ ...outcome, output: null });
    } catch (error) {
      if (error instanceof Aborted)
        return end({ status: 'ABORTED', output: null, error: null, cause: error.message });
      if (error instanceof KindredError && error.code === 'UnsupportedDefinition')
        return end({ status: 'FAILED', output: null, error: 'States.Runtime', cause: error.message });
      throw error;
    }
  };

  const begin = (record: ExecutionRecord): void => {
    const controller = new AbortController();
    const ended = drive(record, controller.signal).finally(() => active.delete(record.name));
    ended.catch(() => null);
    active.set(record.name, { controller, ended });
  };

  return {
    start: (name, input, warehouse) => {
      requireName(name);
      requireInput(input);
      const started_at = rfc3339(clock.now());
      const id = `arn:aws:states:local:000000000000:execution:${machine.name}:${name}`;
      const { definition } = machine;
      const started = journal.create({ id, name, warehouse, input, started_at, definition });
      const execution = found(name);
      if (!started && canonicalJson(execution.input) !== canonicalJson(input))
        throw new KindredError('BadRequest', [
          {
            name: 'execution',
            allowed: 'a new name, or the same name with the same input',
            received: `${name} with another input than the execution of that name`,
            remedy: 'choose another name',
          },
        ]);
      if (started) begin(execution);
      return { execution, started };
    },
    ended: async (name) => (await active.get(name)?.ended) ?? found(name),
    resume: (wanted = () => true) => {
      const open = journal.list({ status: 'RUNNING', limit: 1_000_000 }).toReversed();
      const stranded = open.filter(({ name }) => !active.has(name) && wanted(name));
      for (const record of stranded) begin(record);
      return stranded;
    },
    redrive: (name) => {
      const record = found(name);
      if (record.status === 'RUNNING' || record.status === 'SUCCEEDED')
        throw new KindredError('BadRequest', [
          {
            name: 'execution',
            allowed: 'one that failed, timed out or was aborted',
            received: `${name}, which is ${record.status}`,
            remedy: 'start a new execution instead',
          },
        ]);
      journal.redrive(name, rfc3339(clock.now()));
      begin(found(name));
      return found(name);
    },
    abort: (name, cause) => {
      const running = active.get(name);
      if (running !== undefined) running.controller.abort(new Aborted(cause));
      else if (found(name).status === 'RUNNING')
        journal.end(name, {
          status: 'ABORTED',
          output: null,
          error: null,
          cause,
          stopped_at: rfc3339(clock.now()),
        });
    },
    get: (name) => journal.get(name),
    list: (filter) => journal.list(filter),
    events: (name) => journal.events(name).filter((event) => event.kind !== 'redriven'),
    stop: async () => {
      const running = [...active.values()];
      for (const { controller } of running) controller.abort(new ProcessEnding());
      await Promise.allSettled(running.map(({ ended }) => ended));
    },
  };
}

function requireName(name: string): void {
  if (!/^[A-Za-z0-9_.-]{1,80}$/.test(name))
    throw new KindredError('BadRequest', [
      {
        name: 'execution',
        allowed: '1 to 80 letters, digits, dots, hyphens and underscores',
        received: JSON.stringify(name),
        remedy: 'choose another name',
      },
    ]);
}

function requireInput(input: Json): void {
  const bytes = Buffer.byteLength(JSON.stringify(input));
  if (bytes > payloadLimitBytes)
    throw new KindredError('BadRequest', [
      {
        name: 'input',
        allowed: `at most ${payloadLimitBytes} bytes of JSON`,
        received: `${bytes} bytes`,
        remedy: 'pass keys of stored objects instead of their content',
      },
    ]);
}
