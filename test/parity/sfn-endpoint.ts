import * as z from 'zod';
import { executionPort } from '../../local/execution-port.ts';
import type { Executions } from '../../local/executions.ts';
import type { Server } from '../contracts/servers/child-server.ts';
import { startProxy } from '../contracts/servers/proxy.ts';

/** The interpreter's journal as Step Functions tells a history, as far as Kindred reads it. */
function historyOf(events: ReturnType<Executions['events']>): readonly object[] {
  return events
    .filter(({ path }) => path === '')
    .flatMap((event, at): object[] => {
      const base = { id: at + 1, timestamp: Date.parse(event.at) / 1000 };
      if (event.kind === 'entered')
        return [
          { ...base, type: 'TaskStateEntered', stateEnteredEventDetails: { name: event.state } },
          { ...base, type: 'TaskScheduled' },
        ];
      if (event.kind === 'exited')
        return [
          {
            ...base,
            type: 'TaskStateExited',
            stateExitedEventDetails: { name: event.state, output: JSON.stringify(event.output) },
          },
        ];
      return [{ ...base, type: 'TaskFailed', taskFailedEventDetails: { error: event.error } }];
    });
}

const start = z.looseObject({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const describe = z.looseObject({ executionArn: z.string() });
const statuses = {
  running: 'RUNNING',
  succeeded: 'SUCCEEDED',
  failed: 'FAILED',
  timed_out: 'TIMED_OUT',
  aborted: 'ABORTED',
} as const;

/** What the API calls of Step Functions, in its own protocol (JSON 1.0), over the interpreter's executions of one machine. */
export async function startSfnEndpoint(stateMachineArn: string, executions: Executions): Promise<Server> {
  const port = executionPort(executions);
  const prefix = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:`;
  const reply = (status: number, body: object) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(body),
  });
  return startProxy(null, async ({ headers, body }) => {
    const request: unknown = JSON.parse(body.toString());
    switch (headers['x-amz-target']) {
      case 'AWSStepFunctions.StartExecution': {
        const asked = start.parse(request);
        if (asked.stateMachineArn !== stateMachineArn)
          return reply(400, { __type: 'StateMachineDoesNotExist', message: asked.stateMachineArn });
        const { execution } = await port.start(asked.name, z.json().parse(JSON.parse(asked.input)));
        const at = await port.describe(execution);
        return reply(200, {
          executionArn: `${prefix}${asked.name}`,
          startDate: Date.parse(at?.started_at ?? '') / 1000,
        });
      }
      case 'AWSStepFunctions.DescribeExecution': {
        const { executionArn } = describe.parse(request);
        const record = executions.get(executionArn.slice(prefix.length));
        const found = record === null ? null : await port.describe(record.id);
        if (found === null) return reply(400, { __type: 'ExecutionDoesNotExist', message: executionArn });
        return reply(200, {
          executionArn,
          stateMachineArn,
          name: found.name,
          status: statuses[found.status],
          startDate: Date.parse(found.started_at) / 1000,
          ...(found.stopped_at === null ? {} : { stopDate: Date.parse(found.stopped_at) / 1000 }),
          ...(found.status === 'succeeded' ? { output: JSON.stringify(found.output) } : {}),
        });
      }
      case 'AWSStepFunctions.GetExecutionHistory': {
        const { executionArn } = describe.parse(request);
        const name = executionArn.slice(prefix.length);
        if (executions.get(name) === null)
          return reply(400, { __type: 'ExecutionDoesNotExist', message: executionArn });
        return reply(200, { events: historyOf(executions.events(name)) });
      }
      default:
        return reply(400, { __type: 'UnknownOperationException', message: String(headers['x-amz-target']) });
    }
  });
}
