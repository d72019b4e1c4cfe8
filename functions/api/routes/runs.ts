import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { requestName, rerunEvent } from '../../../events/start.ts';
import { type RunRecord, runRecord } from '../../shared/run-record.ts';
import { runPrefix, warehousePartition } from '../../shared/score-keys.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import { executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { currentRun, publishedRun } from '../published-run.ts';
import { approveRun, leadReadersTo } from '../run-pointer.ts';

const runSchema = z
  .object({
    run: z.string(),
    landing: z.string(),
    as_of: z.string(),
    cause: z.enum(['drop', 'schedule', 'rerun', 'preview']),
    status: z.enum(['published', 'held', 'preview']),
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

const runParameters = warehouseParameters.extend({
  run: z
    .string()
    .max(60)
    .openapi({ param: { name: 'run', in: 'path' }, example: 'run_0123456789abcdef0123456789abcdef' }),
});

const listRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/runs',
  operationId: 'listRuns',
  tags: ['runs'],
  summary: 'The runs that are kept, the current one marked',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(z.array(runSchema), 'Runs'), 'Newest as-of date first'), ...commonProblems },
});

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/runs/{run}',
  operationId: 'getRun',
  tags: ['runs'],
  summary: 'One run with what each step counted',
  request: { params: runParameters },
  responses: { 200: json(answer(runSchema, 'RunAnswer'), 'The run'), ...commonProblems },
});

const startRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/runs',
  operationId: 'startRun',
  tags: ['runs'],
  summary: 'Rerun the warehouse on what has landed',
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            request: requestName.clone().openapi({
              description: 'Your name for this request: asking again under it starts nothing new',
              example: 'weekly-2026-31',
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

const approveRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/runs/{run}/approve',
  operationId: 'approveRun',
  tags: ['runs'],
  summary: 'Show a held run to readers',
  request: { params: runParameters },
  responses: { 200: json(answer(runSchema, 'RunApproved'), 'It is current'), ...commonProblems },
});

const rollbackRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/runs/{run}/rollback',
  operationId: 'rollBackToRun',
  tags: ['runs'],
  summary: 'Lead readers back to an earlier run, with one write',
  request: { params: runParameters },
  responses: { 200: json(answer(runSchema, 'RunRolledBack'), 'It is current again'), ...commonProblems },
});

/** Lists runs, starts reruns, and decides which run readers see. */
export function runRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(listRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const current = await currentRun(ports, warehouse);
    const runs: z.infer<typeof runSchema>[] = [];
    for (let after: string | undefined; ; ) {
      const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      });
      runs.push(...page.items.map((item) => describeRun(runRecord.parse(item.value), current)));
      if (page.next === null) break;
      after = page.next;
    }
    const data = runs
      .filter(({ status }) => status !== 'preview')
      .sort((a, b) => (a.as_of > b.as_of ? -1 : a.as_of < b.as_of ? 1 : a.run < b.run ? -1 : 1));
    return context.json({ success: true as const, data, run: current, next_cursor: null }, 200);
  });

  app.openapi(getRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, context.req.valid('param').run);
    const data = describeRun(published, await currentRun(ports, warehouse));
    return context.json({ success: true as const, data, run: published.run }, 200);
  });

  app.openapi(startRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request, as_of } = context.req.valid('json');
    const event = rerunEvent.parse({
      kind: 'rerun',
      warehouse,
      request,
      requested_on: ports.now().slice(0, 10),
      ...(as_of === undefined ? {} : { as_of }),
    });
    const data = await startExecution(ports, event, request);
    await audit(ports, context, 'run.start', { execution: data.execution });
    return context.json({ success: true as const, data, run: null }, 202);
  });

  app.openapi(approveRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, context.req.valid('param').run);
    if (published.status === 'preview')
      throw new ApiProblem(
        'conflict',
        'a preview is no run of the settings that hold: PUT settings, then POST runs',
      );
    if (published.status === 'published')
      throw new ApiProblem('conflict', 'it needs no approval; rollback leads readers to an earlier run');
    await approveRun(ports, published, context.get('key').key_id);
    await audit(ports, context, 'run.approve', { run: published.run });
    const now = await publishedRun(ports, warehouse, published.run);
    return context.json({ success: true as const, data: describeRun(now, now.run), run: now.run }, 200);
  });

  app.openapi(rollbackRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, context.req.valid('param').run);
    if (published.status !== 'published')
      throw new ApiProblem('conflict', 'readers have never been led to this run');
    await leadReadersTo(ports, warehouse, published.run);
    await audit(ports, context, 'run.rollback', { run: published.run });
    return context.json(
      { success: true as const, data: describeRun(published, published.run), run: published.run },
      200,
    );
  });
}

function describeRun(record: RunRecord, current: string | null): z.infer<typeof runSchema> {
  const { state } = record;
  return {
    run: state.run,
    landing: state.landing,
    as_of: state.as_of,
    cause: state.cause,
    status: record.status,
    previous_run: state.previous_run,
    current: state.run === current,
    targets: record.lists,
    customers: record.customers,
    facts: state.facts,
  };
}
