import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { rerunEvent } from '../../../events/start.ts';
import { runRecord } from '../../shared/run-record.ts';
import { runPrefix, warehousePartition } from '../../shared/score-keys.ts';
import { answer, commonProblems, json, security, warehouseParameters } from '../answer.ts';
import { requireScope } from '../authenticate.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { currentRun, publishedRun } from '../published-run.ts';

const runSchema = z
  .object({
    run: z.string(),
    landing: z.string(),
    as_of: z.string(),
    cause: z.enum(['drop', 'schedule', 'rerun']),
    previous_run: z.string().nullable(),
    current: z.boolean(),
    targets: z.record(z.string(), z.int()),
    customers: z.int(),
    facts: z.record(
      z.string(),
      z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    ),
  })
  .openapi('Run');

const executionSchema = z
  .object({
    execution: z.string(),
    status: z.enum(['running', 'succeeded', 'failed', 'timed_out', 'aborted']),
    state: z.string().nullable(),
    started_at: z.string(),
    stopped_at: z.string().nullable(),
    outcome: z.string().nullable(),
    run: z.string().nullable(),
  })
  .openapi('Execution');

const listRoute = createRoute({
  method: 'get',
  path: '/v1/warehouses/{id}/runs',
  operationId: 'listRuns',
  tags: ['runs'],
  summary: 'The runs that are kept, the current one marked',
  security,
  request: { params: warehouseParameters },
  responses: { 200: json(answer(z.array(runSchema), 'Runs'), 'All kept runs, by id'), ...commonProblems },
});

const getRoute = createRoute({
  method: 'get',
  path: '/v1/warehouses/{id}/runs/{run}',
  operationId: 'getRun',
  tags: ['runs'],
  summary: 'One run with what each step counted',
  security,
  request: {
    params: warehouseParameters.extend({ run: z.string().openapi({ param: { name: 'run', in: 'path' } }) }),
  },
  responses: { 200: json(answer(runSchema, 'RunAnswer'), 'The run'), ...commonProblems },
});

const startRoute = createRoute({
  method: 'post',
  path: '/v1/warehouses/{id}/runs',
  operationId: 'startRun',
  tags: ['runs'],
  summary: 'Rerun the warehouse on what has landed',
  security,
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            request: z
              .string()
              .regex(/^[A-Za-z0-9_-]{1,60}$/)
              .openapi({
                description: 'Your name for this request: asking again under it starts nothing new',
              }),
            as_of: rerunEvent.shape.as_of,
          }),
        },
      },
    },
  },
  responses: {
    202: json(
      answer(executionSchema, 'ExecutionAnswer'),
      'The execution that was started, or already runs under this request',
    ),
    ...commonProblems,
  },
});

const executionRoute = createRoute({
  method: 'get',
  path: '/v1/warehouses/{id}/executions/{execution}',
  operationId: 'getExecution',
  tags: ['runs'],
  summary: 'Where an execution is',
  security,
  request: {
    params: warehouseParameters.extend({
      execution: z
        .string()
        .max(400)
        .openapi({ param: { name: 'execution', in: 'path' } }),
    }),
  },
  responses: { 200: json(answer(executionSchema, 'ExecutionStatus'), 'Its status'), ...commonProblems },
});

const outcomeOf = z.object({
  outcome: z.string(),
  run: z.string().nullable().optional(),
  warehouse: z.string().nullable().optional(),
});

/** Lists runs, starts reruns and follows them. */
export function runRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(listRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const current = await currentRun(ports, warehouse);
    const runs = [];
    for (let after: string | undefined; ; ) {
      const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      runs.push(...page.items.map((item) => describeRun(runRecord.parse(item.value), current)));
      if (page.next === null) break;
      after = page.next;
    }
    return context.json({ success: true as const, data: runs, run: current, next_cursor: null }, 200);
  });

  app.openapi(getRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, context.req.valid('param').run);
    return context.json(
      {
        success: true as const,
        data: describeRun(published, await currentRun(ports, warehouse)),
        run: published.run,
      },
      200,
    );
  });

  app.openapi(startRoute, async (context) => {
    requireScope(context.get('scopes'), 'run');
    const warehouse = context.get('warehouse');
    const { request, as_of } = context.req.valid('json');
    const requested_on = ports.now().slice(0, 10);
    const event = rerunEvent.parse({
      kind: 'rerun',
      warehouse,
      request,
      requested_on,
      ...(as_of === undefined ? {} : { as_of }),
    });
    const started = await ports.executions.start(executionName(warehouse, request), event);
    const info = await ports.executions.describe(started.execution);
    if (info === null)
      throw new ApiProblem(
        'unavailable',
        'the execution was started but cannot be read yet; ask for it again',
      );
    return context.json({ success: true as const, data: describeExecution(info, warehouse), run: null }, 202);
  });

  app.openapi(executionRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const info = await ports.executions.describe(context.req.valid('param').execution);
    if (info === null || !info.name.startsWith(`${warehouse}.`))
      throw new ApiProblem('not_found', 'no such execution');
    const data = describeExecution(info, warehouse);
    return context.json({ success: true as const, data, run: data.run }, 200);
  });
}

/** Executions a person asked for carry the warehouse in their name, so that nobody reads another's. At most 80 characters. */
const executionName = (warehouse: string, request: string): string => `${warehouse}.${request}`.slice(0, 80);

function describeRun(record: z.infer<typeof runRecord>, current: string | null): z.infer<typeof runSchema> {
  const { state } = record;
  return {
    run: state.run,
    landing: state.landing,
    as_of: state.as_of,
    cause: state.cause,
    previous_run: state.previous_run,
    current: state.run === current,
    targets: record.lists,
    customers: record.customers,
    facts: state.facts,
  };
}

function describeExecution(
  info: {
    readonly execution: string;
    readonly status: z.infer<typeof executionSchema>['status'];
    readonly state: string | null;
    readonly started_at: string;
    readonly stopped_at: string | null;
    readonly output: unknown;
  },
  warehouse: string,
): z.infer<typeof executionSchema> {
  const output = outcomeOf.safeParse(info.output);
  const known = output.success && (output.data.warehouse ?? warehouse) === warehouse ? output.data : null;
  return {
    execution: info.execution,
    status: info.status,
    state: info.state,
    started_at: info.started_at,
    stopped_at: info.stopped_at,
    outcome: known?.outcome ?? null,
    run: known?.run ?? null,
  };
}
