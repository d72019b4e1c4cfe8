import { startEvent } from '../events/start.ts';
import type {
  ExecutionInfo,
  Executions as ExecutionsPort,
  Json,
  StateVisit,
} from '../functions/shared/ports.ts';
import type { Executions } from './executions.ts';
import type { StateEvent } from './interpreter/history.ts';
import type { ExecutionRecord, ExecutionStatus } from './journal.ts';

const statuses = {
  RUNNING: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed_out',
  ABORTED: 'aborted',
} as const satisfies Record<ExecutionStatus, ExecutionInfo['status']>;

/** The port the API starts and follows executions through, over this machine's own. */
export function executionPort(executions: Executions): ExecutionsPort {
  return {
    start: async (name, input) => {
      const { execution, started } = executions.start(name, input, warehouseOf(input));
      return { execution: execution.id, started };
    },
    describe: async (id) => {
      const record = executions.get(id.slice(id.lastIndexOf(':') + 1));
      return record === null || record.id !== id ? null : infoOf(record, executions);
    },
    visits: async (id) => {
      const record = executions.get(id.slice(id.lastIndexOf(':') + 1));
      return record === null || record.id !== id ? null : visitsOf(executions.events(record.name));
    },
    redrive: async (id) => {
      executions.redrive(id.slice(id.lastIndexOf(':') + 1));
    },
  };
}

function infoOf(record: ExecutionRecord, executions: Executions): ExecutionInfo {
  const outermost = executions.events(record.name).filter((event) => event.path === '');
  return {
    execution: record.id,
    name: record.name,
    status: statuses[record.status],
    started_at: record.started_at,
    stopped_at: record.stopped_at,
    state: outermost.at(-1)?.state ?? null,
    output: record.output,
  };
}

function visitsOf(events: readonly StateEvent[]): readonly StateVisit[] {
  const visits: StateVisit[] = [];
  for (const event of events.filter(({ path }) => path === '')) {
    const last = visits.at(-1);
    if (event.kind === 'entered') {
      const { state, at } = event;
      visits.push({ state, entered_at: at, exited_at: null, attempts: 1, output: null, error: null });
    } else if (last !== undefined) {
      visits[visits.length - 1] =
        event.kind === 'retrying'
          ? { ...last, attempts: last.attempts + 1 }
          : event.kind === 'exited'
            ? {
                ...last,
                exited_at: event.at,
                output: event.caught === null ? event.output : null,
                error: event.caught,
              }
            : { ...last, exited_at: event.at, error: event.error };
    }
  }
  return visits;
}

/** The warehouse a start event is about; null when it is none of Kindred's. */
export function warehouseOf(input: Json): string | null {
  const event = startEvent.safeParse(input);
  if (!event.success) return null;
  if ('kind' in event.data) return event.data.warehouse;
  const [root, warehouse] = event.data.detail.object.key.split('/');
  return root === 'inbox' ? (warehouse ?? null) : null;
}
