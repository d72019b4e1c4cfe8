import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ExecutionNotRedrivable,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  InvalidArn,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { KindredError } from '../errors.ts';
import type { ExecutionInfo, ExecutionStatus, Executions, Json } from '../ports.ts';
import { awsFailure } from './aws-failure.ts';
import { stateVisits } from './sfn-history.ts';

const statuses: Readonly<Record<string, ExecutionStatus>> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'timed_out',
  ABORTED: 'aborted',
};

/** Executions of the deployed state machine, through the Step Functions API. */
export function openSfnExecutions(options: {
  readonly stateMachineArn: string;
  readonly client?: SFNClient;
}): Executions {
  const client = options.client ?? new SFNClient({});
  const arnOf = (name: string): string =>
    `${options.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  return {
    start: async (name, input) => {
      try {
        const started = await client.send(
          new StartExecutionCommand({
            stateMachineArn: options.stateMachineArn,
            name,
            input: JSON.stringify(input),
          }),
        );
        return { execution: started.executionArn ?? arnOf(name), started: true };
      } catch (error) {
        // The same name was started before: its input is not told here, so the caller's earlier execution stands for it.
        if (error instanceof ExecutionAlreadyExists) return { execution: arnOf(name), started: false };
        throw awsFailure(error, `state machine ${options.stateMachineArn}`);
      }
    },
    describe: async (execution): Promise<ExecutionInfo | null> => {
      if (!execution.startsWith(arnOf(''))) return null;
      try {
        const found = await client.send(new DescribeExecutionCommand({ executionArn: execution }));
        const output: Json = found.output === undefined ? null : JSON.parse(found.output);
        return {
          execution,
          name: found.name ?? execution.slice(arnOf('').length),
          status: statuses[found.status ?? ''] ?? 'running',
          started_at: (found.startDate ?? new Date(0)).toISOString(),
          stopped_at: found.stopDate?.toISOString() ?? null,
          state: null,
          output,
        };
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist || error instanceof InvalidArn) return null;
        throw awsFailure(error, `state machine ${options.stateMachineArn}`);
      }
    },
    visits: async (execution) => {
      if (!execution.startsWith(arnOf(''))) return null;
      try {
        const events: HistoryEvent[] = [];
        let nextToken: string | undefined;
        do {
          const page = await client.send(
            new GetExecutionHistoryCommand({
              executionArn: execution,
              includeExecutionData: true,
              maxResults: 1000,
              nextToken,
            }),
          );
          events.push(...(page.events ?? []));
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        return stateVisits(events);
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist || error instanceof InvalidArn) return null;
        throw awsFailure(error, `state machine ${options.stateMachineArn}`);
      }
    },
    redrive: async (execution) => {
      try {
        await client.send(new RedriveExecutionCommand({ executionArn: execution }));
      } catch (error) {
        if (error instanceof ExecutionNotRedrivable)
          throw new KindredError('BadRequest', [
            {
              name: 'execution',
              allowed: 'one that was aborted or timed out within the last 14 days',
              received: error.message,
              remedy: 'start a new run instead',
            },
          ]);
        throw awsFailure(error, `state machine ${options.stateMachineArn}`);
      }
    },
  };
}
