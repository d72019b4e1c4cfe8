import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { settingsSchema } from '../../shared/settings.ts';
import { sha256 } from '../../shared/sha256.ts';
import { parseSettings } from '../../shared/warehouse-settings.ts';
import {
  answer,
  commonProblems,
  json,
  preconditionProblems,
  secured,
  warehouseParameters,
} from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem, settingsFaults } from '../problem.ts';
import {
  changedSince,
  readStoredSettings,
  replaceSettings,
  type StoredSettings,
} from '../warehouse-settings-store.ts';

const document = z.record(z.string(), z.unknown());

const settingsAnswer = z
  .object({
    version: z.int().openapi({ description: '0 while every default holds' }),
    settings: document.openapi({ description: 'As they were written' }),
    resolved: document.openapi({ description: 'With every default' }),
    changed_at: z.string().nullable(),
    changed_by: z.string().nullable(),
  })
  .openapi('Settings');

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/settings',
  operationId: 'getSettings',
  tags: ['settings'],
  summary: 'What the warehouse means by a good customer; the ETag names this version',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(settingsAnswer, 'SettingsAnswer'), 'The settings'), ...commonProblems },
});

const schemaRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/settings/schema',
  operationId: 'getSettingsSchema',
  tags: ['settings'],
  summary: 'Every key with what it takes and its default, as JSON Schema',
  request: { params: warehouseParameters },
  responses: { 200: json(answer(document, 'SettingsSchema'), 'JSON Schema 2020-12'), ...commonProblems },
});

const putRoute = createRoute({
  ...secured('run'),
  method: 'put',
  path: '/v1/warehouses/{id}/settings',
  operationId: 'putSettings',
  tags: ['settings'],
  summary: 'Replace the settings whole, while they are still those that were read',
  request: {
    params: warehouseParameters,
    headers: z.object({
      'if-match': z
        .string()
        .max(100)
        .optional()
        .openapi({ description: 'The ETag of GET settings; 428 without it', example: '"none"' }),
    }),
    body: {
      required: true,
      content: {
        'application/json': {
          schema: document.openapi({
            example: { value_metric: 'revenue' },
            description: 'Every problem is told at once; GET settings/schema says what is allowed',
          }),
        },
      },
    },
  },
  responses: {
    200: json(answer(settingsAnswer, 'SettingsPut'), 'The settings now; POST runs makes them count'),
    ...commonProblems,
    ...preconditionProblems,
  },
});

/** Reads and replaces settings. */
export function settingsRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(getRoute, async (context) => {
    const stored = await readStoredSettings(ports, context.get('warehouse'));
    context.header('etag', stored.etag);
    return context.json({ success: true as const, data: shown(stored), run: null }, 200);
  });

  app.openapi(schemaRoute, (context) =>
    context.json({ success: true as const, data: jsonSchema(), run: null }, 200),
  );

  app.openapi(putRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const wanted = context.req.valid('header')['if-match'];
    if (wanted === undefined)
      throw new ApiProblem('precondition_required', 'send If-Match with the ETag of GET settings');
    const text = `${JSON.stringify(context.req.valid('json'), null, 1)}\n`;
    settingsFaults(() => parseSettings(text, 'settings'), '#');
    const before = await readStoredSettings(ports, warehouse);
    if (before.etag !== wanted.replace(/^W\//, '')) throw changedSince();
    await replaceSettings(ports, warehouse, before, text, context.get('key').key_id);
    await audit(ports, context, 'settings.put', { version: before.version + 1, sha256: sha256(text) });
    const stored = await readStoredSettings(ports, warehouse);
    context.header('etag', stored.etag);
    return context.json({ success: true as const, data: shown(stored), run: null }, 200);
  });
}

function shown(stored: StoredSettings): z.infer<typeof settingsAnswer> {
  const { version, changed_at, changed_by } = stored;
  return {
    version,
    settings: { ...stored.authored },
    resolved: { ...stored.resolved },
    changed_at,
    changed_by,
  };
}

let schema: Record<string, unknown> | null = null;

/** Made once a process, from the schema that settings are checked by. */
function jsonSchema(): Record<string, unknown> {
  schema ??= { ...z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' }) };
  return schema;
}
