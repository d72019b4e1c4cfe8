import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { rerunEvent } from '../../../events/start.ts';
import { executionName, executionRecord } from '../../shared/execution-record.ts';
import { executionListPrefix, warehousePartition } from '../../shared/score-keys.ts';
import { sha256 } from '../../shared/sha256.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import { describeExecution, executionOf, executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';

const executionParameters = warehouseParameters.extend({
  execution: z
    .string()
    .max(100)
    .openapi({ param: { name: 'execution', in: 'path' }, example: 'exe_0123456789abcdef0123456789abcdef' }),
});

const listRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/executions',
  operationId: 'listExecutions',
  tags: ['runs'],
  summary: 'What was worked on lately, newest first',
  request: {
    params: warehouseParameters,
    query: z.object({ limit: z.coerce.number().int().min(1).max(50).default(20) }),
  },
  responses: {
    200: json(
      answer(z.array(executionSchema), 'Executions'),
      'Without their steps; superseded events are not listed',
    ),
    ...commonProblems,
  },
});

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/executions/{execution}',
  operationId: 'getExecution',
  tags: ['runs'],
  summary: 'Where an execution is: every step with what it counted',
  request: { params: executionParameters },
  responses: { 200: json(answer(executionSchema, 'ExecutionStatus'), 'Its status'), ...commonProblems },
});

const redriveRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/executions/{execution}/redrive',
  operationId: 'redriveExecution',
  tags: ['runs'],
  summary: 'Try again what failed',
  description:
    'An execution that was aborted or timed out goes on where it was. One whose failure was reported is started again; steps whose work is stored do not repeat it.',
  request: { params: executionParameters },
  responses: {
    202: json(answer(executionSchema, 'RedrivenExecution'), 'The execution that goes on'),
    ...commonProblems,
  },
});

/** Lists executions and follows them. */
export function executionRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(listRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { limit } = context.req.valid('query');
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), executionListPrefix, {
      limit,
    });
    const data = await Promise.all(
      page.items.map(async (item) => {
        const record = executionRecord.parse(item.value);
        const info = await ports.executions.describe(record.id);
        return info === null ? null : describeExecution(record, info, null);
      }),
    );
    return context.json(
      { success: true as const, data: data.filter((each) => each !== null), run: null, next_cursor: null },
      200,
    );
  });

  app.openapi(getRoute, async (context) => {
    const record = await executionOf(ports, context.get('warehouse'), context.req.valid('param').execution);
    const [info, visits] = await Promise.all([
      ports.executions.describe(record.id),
      ports.executions.visits(record.id),
    ]);
    if (info === null) throw new ApiProblem('gone', 'the execution is no longer kept');
    const data = describeExecution(record, info, visits);
    return context.json({ success: true as const, data, run: data.run }, 200);
  });

  app.openapi(redriveRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const record = await executionOf(ports, warehouse, context.req.valid('param').execution);
    const info = await ports.executions.describe(record.id);
    if (info === null) throw new ApiProblem('gone', 'the execution is no longer kept');
    if (info.status === 'running' || info.status === 'succeeded')
      throw new ApiProblem(
        'conflict',
        `it ${info.status === 'running' ? 'is running' : 'succeeded'}; POST runs starts a new one`,
      );
    await audit(ports, context, 'execution.redrive', { execution: executionName(record.id) });
    if (info.status === 'failed') {
      if (record.cause !== 'drop' && record.cause !== 'schedule' && record.cause !== 'rerun')
        throw new ApiProblem('conflict', 'ask for it again under another request name');
      const request = `redrive-${sha256(`${record.id} ${info.stopped_at}`).slice(0, 24)}`;
      const event = rerunEvent.parse({
        kind: 'rerun',
        warehouse,
        request,
        requested_on: ports.now().slice(0, 10),
        ...(record.cause === 'schedule' ? { as_of: record.started_at.slice(0, 10) } : {}),
      });
      const data = await startExecution(ports, event, request);
      return context.json({ success: true as const, data, run: null }, 202);
    }
    await ports.executions.redrive(record.id);
    const now = await ports.executions.describe(record.id);
    const data = describeExecution(record, now ?? info, null);
    return context.json({ success: true as const, data, run: null }, 202);
  });
}
