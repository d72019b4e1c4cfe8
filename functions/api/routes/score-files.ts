import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { dropName, requestName, scoreFileEvent } from '../../../events/start.ts';
import {
  scoredKey,
  scoredSummaryKey,
  scoreJobDocument,
  scoreJobKey,
  stagedPrefix,
} from '../../shared/request-keys.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import { executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { publishedRun } from '../published-run.ts';

const linkSeconds = 900;

const badRows = z
  .array(z.strictObject({ row: z.int(), reason: z.string() }))
  .openapi({ description: 'Rows without a score, the first below the header is 1; at most 1,000 are named' });

const startRoute = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/scoring-jobs',
  operationId: 'startScoringJob',
  tags: ['scores'],
  summary: 'Score every row of a staged CSV file',
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({
            request: requestName.clone().openapi({ example: 'fair-2026' }),
            drop: dropName
              .clone()
              .openapi({ description: 'The drop the file was staged in', example: 'fair' }),
            file: z.string().min(1).max(180).openapi({ example: 'Leads.csv' }),
            columns: z
              .record(z.string().max(300), z.string().max(100))
              .default({})
              .openapi({ description: 'Feature by header, where a column is called otherwise' }),
            run: z.string().max(60).optional(),
          }),
        },
      },
    },
  },
  responses: {
    202: json(answer(executionSchema, 'ScoringJobStarted'), 'Follow it; then read the job'),
    ...commonProblems,
  },
});

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/scoring-jobs/{request}',
  operationId: 'getScoringJob',
  tags: ['scores'],
  summary: 'What was scored, and a link to the file with the scores beside it',
  request: {
    params: warehouseParameters.extend({
      request: requestName.clone().openapi({ param: { name: 'request', in: 'path' }, example: 'fair-2026' }),
    }),
  },
  responses: {
    200: json(
      answer(
        z
          .object({
            request: z.string(),
            run: z.string(),
            rows: z.int(),
            features: z.array(z.string()),
            unused_columns: z.array(z.string()),
            bad: z.int().openapi({ description: 'Rows that could not be read, and have no score' }),
            bad_rows: badRows,
            url: z.string(),
            expires_at: z.string(),
          })
          .openapi('ScoringJob'),
        'ScoringJobAnswer',
      ),
      'The job, once it is done',
    ),
    ...commonProblems,
  },
});

const summary = z.strictObject({
  request: z.string(),
  run: z.string(),
  rows: z.int(),
  features: z.array(z.string()),
  unused_columns: z.array(z.string()),
  bad: z.int().default(0),
  bad_rows: badRows.default([]),
});

/** Scores files. */
export function scoreFileRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(startRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request, drop, file, columns, run } = context.req.valid('json');
    const published = await publishedRun(ports, warehouse, run);
    const key = `${stagedPrefix(warehouse, drop)}${file}`;
    if (file.includes('/') || (await ports.objects.head(key)) === null)
      throw new ApiProblem('not_found', 'the drop holds no such file; POST uploads stages one');
    const job = scoreJobDocument.parse({ key, run: published.run, columns });
    await ports.objects.put(scoreJobKey(warehouse, request), `${JSON.stringify(job)}\n`, {
      contentType: 'application/json',
    });
    const event = scoreFileEvent.parse({ kind: 'score-file', warehouse, request });
    const data = await startExecution(ports, event, request);
    return context.json({ success: true as const, data, run: published.run }, 202);
  });

  app.openapi(getRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request } = context.req.valid('param');
    const bytes = await ports.objects.get(scoredSummaryKey(warehouse, request));
    if (bytes === null) throw new ApiProblem('not_found', 'no scoring job of this name is done');
    const job = summary.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const url = await ports.links.download(scoredKey(warehouse, request), {
      fileName: `${request}.csv`,
      contentType: 'text/csv; charset=utf-8',
      seconds: linkSeconds,
    });
    const expires = new Date(Date.parse(ports.now()) + linkSeconds * 1000).toISOString();
    return context.json(
      { success: true as const, data: { ...job, url, expires_at: expires }, run: job.run },
      200,
    );
  });
}
