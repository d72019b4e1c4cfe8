import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { outboxStatus } from '../../../events/outbox-status.ts';
import { scopes } from '../../shared/api-key.ts';
import { outboxKeys } from '../../shared/outbox.ts';
import { answer, commonProblems, json, orNull, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { currentRun } from '../published-run.ts';

const statusSchema = orNull(outboxStatus.clone().openapi('DropStatus'));
const warehouseSchema = z
  .object({
    warehouse_id: z.string(),
    current_run: z.string().nullable(),
    key_id: z.string(),
    scopes: z.array(z.enum(scopes)),
    status: statusSchema,
  })
  .openapi('Warehouse');

const listRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses',
  operationId: 'listWarehouses',
  tags: ['warehouse'],
  summary: 'The warehouse the key belongs to, and what the key may do',
  responses: { 200: json(answer(z.array(warehouseSchema), 'Warehouses'), 'Exactly one'), ...commonProblems },
});

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}',
  operationId: 'getWarehouse',
  tags: ['warehouse'],
  summary: 'The warehouse, its current run and what became of the last drop',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(warehouseSchema, 'WarehouseAnswer'), 'The warehouse'), ...commonProblems },
});

const statusRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/status',
  operationId: 'getStatus',
  tags: ['warehouse'],
  summary: 'The answer to the last drop, as it also lies in the bucket',
  request: { params: warehouseParameters },
  responses: {
    200: json(answer(statusSchema, 'StatusAnswer'), 'Null before the first drop'),
    ...commonProblems,
  },
});

/** Tells a key where it is. */
export function warehouseRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  const describe = async (
    warehouse: string,
    key: ApiEnvironment['Variables']['key'],
  ): Promise<z.infer<typeof warehouseSchema>> => ({
    warehouse_id: warehouse,
    current_run: await currentRun(ports, warehouse),
    key_id: key.key_id,
    scopes: [...key.scopes],
    status: await lastStatus(ports, warehouse),
  });
  app.openapi(listRoute, async (context) => {
    const data = await describe(context.get('warehouse'), context.get('key'));
    return context.json({ success: true as const, data: [data], run: data.current_run }, 200);
  });
  app.openapi(getRoute, async (context) => {
    const data = await describe(context.get('warehouse'), context.get('key'));
    return context.json({ success: true as const, data, run: data.current_run }, 200);
  });
  app.openapi(statusRoute, async (context) => {
    const data = await lastStatus(ports, context.get('warehouse'));
    return context.json({ success: true as const, data, run: data?.run ?? null }, 200);
  });
}

async function lastStatus(ports: ApiPorts, warehouse: string): Promise<z.infer<typeof statusSchema>> {
  const bytes = await ports.objects.get(outboxKeys(warehouse).json);
  return bytes === null ? null : outboxStatus.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
