import { startEvent } from '../events/start.ts';
import type { ExecutionInfo, Executions as ExecutionsPort, Json } from '../functions/shared/ports.ts';
import type { Executions } from './executions.ts';
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

/** The warehouse a start event is about; null when it is none of Kindred's. */
export function warehouseOf(input: Json): string | null {
  const event = startEvent.safeParse(input);
  if (!event.success) return null;
  if ('kind' in event.data) return event.data.warehouse;
  const [root, warehouse] = event.data.detail.object.key.split('/');
  return root === 'inbox' ? (warehouse ?? null) : null;
}
