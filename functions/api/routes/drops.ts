import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { checkDropEvent, dropName, requestName } from '../../../events/start.ts';
import { checkPrefix, proposalKey, stagedPrefix } from '../../shared/request-keys.ts';
import { parseSettings } from '../../shared/warehouse-settings.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import { executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem, settingsFaults } from '../problem.ts';

const dropParameters = warehouseParameters.extend({
  drop: dropName.clone().openapi({ param: { name: 'drop', in: 'path' }, example: 'july' }),
});

const fileSchema = z.object({ file: z.string(), bytes: z.int() });
const document = z.record(z.string(), z.unknown()).nullable();
const checkSchema = z
  .object({
    request: z.string(),
    at: z.string(),
    settings: document,
    verdict: document,
    mapping: document,
    accounting: document,
    problems: z.array(z.record(z.string(), z.unknown())),
  })
  .openapi('DropCheck', {
    description:
      'How each file and column would be understood, and what every row would become; `verdict` is null when it would run',
  });
const storedCheck = checkSchema.omit({ at: true, settings: true });
const dropSchema = z
  .object({ drop: z.string(), files: z.array(fileSchema), checks: z.array(checkSchema) })
  .openapi('Drop');

const proposed = z
  .record(z.string(), z.unknown())
  .openapi({ description: 'Settings to try for this request alone, whole, as in PUT settings' });

const getRoute = createRoute({
  ...secured('run'),
  method: 'get',
  path: '/v1/warehouses/{id}/drops/{drop}',
  operationId: 'getDrop',
  tags: ['drops'],
  summary: 'The staged files and what was found out about them, newest first',
  request: { params: dropParameters },
  responses: { 200: json(answer(dropSchema, 'DropAnswer'), 'The drop'), ...commonProblems },
});

const checkRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/drops/{drop}/check',
  operationId: 'checkDrop',
  tags: ['drops'],
  summary: 'Find out how the staged files would be understood',
  request: {
    params: dropParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ request: requestName, settings: proposed.optional() }),
        },
      },
    },
  },
  responses: {
    202: json(answer(executionSchema, 'DropCheckStarted'), 'Follow it; then read the drop'),
    ...commonProblems,
  },
});

const submitRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/drops/{drop}/submit',
  operationId: 'submitDrop',
  tags: ['drops'],
  summary: 'Move the staged files into the inbox and close the drop: the run starts',
  request: { params: dropParameters },
  responses: {
    202: json(
      answer(z.object({ drop: z.string(), files: z.array(fileSchema) }), 'DropSubmitted'),
      'What went into the inbox; GET executions shows what becomes of it',
    ),
    ...commonProblems,
  },
});

const deleteRoute = createRoute({
  ...secured('run'),
  method: 'delete',
  path: '/v1/warehouses/{id}/drops/{drop}',
  operationId: 'deleteDrop',
  tags: ['drops'],
  summary: 'Throw the staged files away',
  request: { params: dropParameters },
  responses: {
    200: json(
      answer(z.object({ drop: z.string(), files: z.array(fileSchema) }), 'DropDeleted'),
      'What was thrown away',
    ),
    ...commonProblems,
  },
});

/** A drop that is put together, looked at and put right before anything runs on it. */
export function dropRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(getRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { drop } = context.req.valid('param');
    const files = await stagedFiles(ports, warehouse, drop);
    const checks = await checksOf(ports, warehouse, drop);
    if (files.length === 0 && checks.length === 0)
      throw new ApiProblem('not_found', 'no such drop; POST uploads with its name begins one');
    return context.json({ success: true as const, data: { drop, files, checks }, run: null }, 200);
  });

  app.openapi(checkRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { drop } = context.req.valid('param');
    const { request, settings } = context.req.valid('json');
    if ((await stagedFiles(ports, warehouse, drop)).length === 0)
      throw new ApiProblem('not_found', 'the drop has no files yet');
    const key = proposalKey(warehouse, 'check', request);
    if (settings !== undefined) {
      const text = JSON.stringify(settings, null, 1);
      settingsFaults(() => parseSettings(text, 'settings'), '#/settings');
      await ports.objects.put(key, `${text}\n`, { contentType: 'application/json' });
    }
    const event = checkDropEvent.parse({ kind: 'check', warehouse, request, drop });
    const data = await startExecution(ports, event, request);
    return context.json({ success: true as const, data, run: null }, 202);
  });

  app.openapi(submitRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { drop } = context.req.valid('param');
    const files = await stagedFiles(ports, warehouse, drop);
    if (files.length === 0) throw new ApiProblem('not_found', 'the drop has no files');
    for (const { file } of files)
      await ports.objects.copy(`${stagedPrefix(warehouse, drop)}${file}`, `inbox/${warehouse}/${file}`);
    await ports.objects.put(`inbox/${warehouse}/_READY`, '');
    for (const { file } of files) await ports.objects.delete(`${stagedPrefix(warehouse, drop)}${file}`);
    return context.json({ success: true as const, data: { drop, files }, run: null }, 202);
  });

  app.openapi(deleteRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { drop } = context.req.valid('param');
    const files = await stagedFiles(ports, warehouse, drop);
    for (const { file } of files) await ports.objects.delete(`${stagedPrefix(warehouse, drop)}${file}`);
    for await (const { key } of ports.objects.list(checkPrefix(warehouse, drop)))
      await ports.objects.delete(key);
    return context.json({ success: true as const, data: { drop, files }, run: null }, 200);
  });
}

async function stagedFiles(
  ports: ApiPorts,
  warehouse: string,
  drop: string,
): Promise<z.infer<typeof fileSchema>[]> {
  const prefix = stagedPrefix(warehouse, drop);
  const files = [];
  for await (const { key, bytes } of ports.objects.list(prefix))
    files.push({ file: key.slice(prefix.length), bytes });
  return files;
}

async function checksOf(
  ports: ApiPorts,
  warehouse: string,
  drop: string,
): Promise<z.infer<typeof checkSchema>[]> {
  const checks = [];
  for await (const { key, modified } of ports.objects.list(checkPrefix(warehouse, drop))) {
    const bytes = await ports.objects.get(key);
    if (bytes === null) continue;
    const stored = storedCheck.parse(parsed(bytes));
    const settings = await ports.objects.get(proposalKey(warehouse, 'check', stored.request));
    checks.push({
      ...stored,
      at: modified,
      settings: settings === null ? null : document.parse(parsed(settings)),
    });
  }
  return checks.sort((a, b) => (a.at > b.at ? -1 : 1));
}

const parsed = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
