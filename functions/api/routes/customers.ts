import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { customerRecord } from '../../shared/customer-record.ts';
import { customerPartition } from '../../shared/score-keys.ts';
import {
  answer,
  commonProblems,
  json,
  runQuery,
  secured,
  unchanged,
  warehouseParameters,
} from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { publishedRun } from '../published-run.ts';
import { revalidate } from '../revalidate.ts';

const route = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/customers/{customer_id}',
  operationId: 'getCustomer',
  tags: ['customers'],
  summary: 'One customer: rollups, label, next category',
  request: {
    params: warehouseParameters.extend({
      customer_id: z
        .string()
        .min(1)
        .max(300)
        .openapi({ param: { name: 'customer_id', in: 'path' }, example: 'C-1001' }),
    }),
    query: runQuery,
  },
  responses: {
    200: json(answer(customerRecord.clone().openapi('Customer'), 'CustomerAnswer'), 'The customer'),
    ...unchanged,
    ...commonProblems,
  },
});

/** Serves one customer of a run. */
export function customerRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, context.req.valid('query').run);
    const { customer_id } = context.req.valid('param');
    const item = await ports.scores.get(
      customerPartition(warehouse, published.run, customer_id),
      customer_id,
    );
    if (item === null) throw new ApiProblem('not_found', 'no such customer in this run');
    revalidate(context, published.run);
    return context.json(
      { success: true as const, data: customerRecord.parse(item.value), run: published.run },
      200,
    );
  });
}
