import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { warehousePartition, webhookSort } from '../../shared/score-keys.ts';
import { readSettings } from '../../shared/warehouse-settings.ts';
import { webhookSecret } from '../../shared/webhook-signature.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';

const delivery = z.object({ at: z.string(), id: z.string(), delivered: z.boolean(), result: z.string() });
const webhookSchema = z
  .object({
    url: z.string().nullable().openapi({ description: 'As the settings say; null when there is none' }),
    secret: z.string().openapi({ description: 'What signatures are made with' }),
    last_delivery: delivery.nullable(),
  })
  .openapi('Webhook');

const route = createRoute({
  ...secured('admin'),
  method: 'get',
  path: '/v1/warehouses/{id}/webhook',
  operationId: 'getWebhook',
  tags: ['settings'],
  summary: 'Where notifications go, the secret they are signed with, and what came of the last',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(webhookSchema, 'WebhookAnswer'), 'The webhook'), ...commonProblems },
});

/** Tells whoever sets a receiver up what it must check. */
export function webhookRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const { webhook } = await readSettings(ports.objects, warehouse);
    const stored = await ports.scores.get(warehousePartition(warehouse), webhookSort);
    const data = {
      url: webhook?.url ?? null,
      secret: (await webhookSecret(ports.scores, warehouse, ports.randomBytes)) ?? '',
      last_delivery: stored === null ? null : delivery.parse(stored.value),
    };
    return context.json({ success: true as const, data, run: null }, 200);
  });
}
