import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { previewEvent, requestName } from '../../../events/start.ts';
import { executionRecord } from '../../shared/execution-record.ts';
import { proposalKey } from '../../shared/request-keys.ts';
import { executionListPrefix, warehousePartition } from '../../shared/score-keys.ts';
import { parseSettings } from '../../shared/warehouse-settings.ts';
import { answer, commonProblems, json, orNull, secured, warehouseParameters } from '../answer.ts';
import { compareRuns } from '../compare-runs.ts';
import type { ApiEnvironment } from '../environment.ts';
import { describeExecution, executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem, settingsFaults } from '../problem.ts';
import { currentRun, publishedRun } from '../published-run.ts';

/** Names shown of each kind of change; the counts tell of all. */
const shownChanges = 200;

const document = z.record(z.string(), z.unknown());
const named = z.object({ id: z.string(), name: z.string().nullable() });
const place = z.object({ list: z.string(), tier: z.string(), rank: z.number() });
const changesSchema = z
  .object({
    best_customers: z.object({ entered: z.array(named), left: z.array(named), same: z.int() }),
    targets: z.object({
      entered: z.array(named),
      left: z.array(named),
      moved: z.array(named.extend({ from: place, to: place })),
      entered_count: z.int(),
      left_count: z.int(),
      moved_count: z.int(),
      same: z.int(),
    }),
  })
  .openapi('PreviewChanges');
const previewSchema = z
  .object({
    request: z.string(),
    status: z.enum(['running', 'ready', 'failed', 'not-runnable']),
    reason: z.string().nullable(),
    run: z.string().nullable(),
    settings: document.nullable(),
    execution: executionSchema,
    changes: orNull(changesSchema),
  })
  .openapi('SettingsPreview');

const startRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/settings/preview',
  operationId: 'previewSettings',
  tags: ['settings'],
  summary: 'Run under proposed settings without showing it to any reader',
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ request: requestName, settings: document }) },
      },
    },
  },
  responses: {
    202: json(answer(executionSchema, 'PreviewStarted'), 'Follow it; then read the preview'),
    ...commonProblems,
  },
});

const getRoute = createRoute({
  ...secured('run'),
  method: 'get',
  path: '/v1/warehouses/{id}/settings/previews/{request}',
  operationId: 'getSettingsPreview',
  tags: ['settings'],
  summary: 'Which best customers and targets would change',
  request: {
    params: warehouseParameters.extend({
      request: requestName
        .clone()
        .openapi({ param: { name: 'request', in: 'path' }, example: 'try-revenue' }),
    }),
  },
  responses: {
    200: json(answer(previewSchema, 'SettingsPreviewAnswer'), 'Against the current run'),
    ...commonProblems,
  },
});

/** Tries settings out. Applying them afterwards (PUT settings, POST runs) finds the run done and only moves the pointer. */
export function previewRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(startRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request, settings } = context.req.valid('json');
    const text = `${JSON.stringify(settings, null, 1)}\n`;
    settingsFaults(() => parseSettings(text, 'settings'), '#/settings');
    if ((await currentRun(ports, warehouse)) === null)
      throw new ApiProblem('no_run_yet', 'there is nothing to compare with yet: drop files first');
    await ports.objects.put(proposalKey(warehouse, 'preview', request), text, {
      contentType: 'application/json',
    });
    const event = previewEvent.parse({
      kind: 'preview',
      warehouse,
      request,
      requested_on: ports.now().slice(0, 10),
    });
    const data = await startExecution(ports, event, request);
    return context.json({ success: true as const, data, run: null }, 202);
  });

  app.openapi(getRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request } = context.req.valid('param');
    const record = await previewExecution(ports, warehouse, request);
    const [info, visits] = await Promise.all([
      ports.executions.describe(record.id),
      ports.executions.visits(record.id),
    ]);
    if (info === null) throw new ApiProblem('gone', 'the preview is no longer kept');
    const execution = describeExecution(record, info, visits);
    const bytes = await ports.objects.get(proposalKey(warehouse, 'preview', request));
    const settings = bytes === null ? null : document.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const ready =
      execution.outcome === 'previewed' || execution.outcome === 'duplicate' ? execution.run : null;
    const status =
      info.status === 'running'
        ? ('running' as const)
        : info.status !== 'succeeded'
          ? ('failed' as const)
          : ready === null
            ? ('not-runnable' as const)
            : ('ready' as const);
    const changes =
      ready === null
        ? null
        : await compareRuns(
            ports,
            await publishedRun(ports, warehouse, undefined),
            await publishedRun(ports, warehouse, ready),
            shownChanges,
          );
    const data = {
      request,
      status,
      reason: execution.reason,
      run: ready,
      settings,
      execution,
      changes: changes === null ? null : changesSchema.parse(changes),
    };
    return context.json({ success: true as const, data, run: ready }, 200);
  });
}

async function previewExecution(
  ports: ApiPorts,
  warehouse: string,
  request: string,
): Promise<z.infer<typeof executionRecord>> {
  for (let after: string | undefined; ; ) {
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), executionListPrefix, {
      limit: 100,
      ...(after === undefined ? {} : { after }),
    });
    for (const item of page.items) {
      const record = executionRecord.parse(item.value);
      if (record.cause === 'preview' && record.request === request) return record;
    }
    if (page.next === null) throw new ApiProblem('not_found', 'no preview of this name');
    after = page.next;
  }
}
