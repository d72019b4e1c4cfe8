import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { exportNames } from '../../../core/exports/export-format.ts';
import { readArtifact } from '../../shared/artifacts.ts';
import { exportIndex } from '../../shared/export-index.ts';
import { answer, commonProblems, json, runQuery, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { artifactReader, publishedRun } from '../published-run.ts';

const formatSchema = z
  .object({
    format: z.enum(exportNames),
    title: z.string(),
    how: z.string().openapi({ description: 'How to import it so that a second import updates' }),
    files: z.array(z.object({ file: z.string(), rows: z.int(), bytes: z.int() })),
    left_out: z.int().openapi({ description: 'Companies of the lists this tool has no use for' }),
    warning: z.string().nullable(),
    unavailable_because: z.string().nullable(),
  })
  .openapi('ExportFormat');

const listRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/exports',
  operationId: 'listExports',
  tags: ['exports'],
  summary: 'The forms the lists can be fetched in, and why the others cannot',

  request: { params: warehouseParameters, query: runQuery },
  responses: { 200: json(answer(z.array(formatSchema), 'Exports'), 'Every form'), ...commonProblems },
});

const fileRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/exports/{format}',
  operationId: 'getExport',
  tags: ['exports'],
  summary: 'The lists as a CSV file a tool imports',

  request: {
    params: warehouseParameters.extend({
      format: z.enum(exportNames).openapi({ param: { name: 'format', in: 'path' } }),
    }),
    query: runQuery.extend({
      file: z.string().max(100).optional().openapi({
        description: 'Which of its files, by name; the first unless said',
        example: 'hubspot-companies-update.csv',
      }),
    }),
  },
  responses: {
    200: {
      description: 'The file',
      content: { 'text/csv': { schema: z.string().openapi({ description: 'CSV, UTF-8' }) } },
    },
    ...commonProblems,
  },
});

const readIndex = artifactReader('exports', exportIndex);

/** Lists and hands out the exports of a run. */
export function exportRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(listRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    const { formats } = await readIndex(ports, published);
    const data = formats.map(({ files, ...format }) => ({
      ...format,
      files: files.map(({ file, rows, bytes }) => ({ file, rows, bytes })),
    }));
    return context.json({ success: true as const, data, run: published.run }, 200);
  });

  app.openapi(fileRoute, async (context) => {
    const { run, file: wanted } = context.req.valid('query');
    const published = await publishedRun(ports, context.get('warehouse'), run);
    if (published.status !== 'published')
      throw new ApiProblem('conflict', 'the run waits for approval; its exports are handed out after it');
    const { formats } = await readIndex(ports, published);
    const format = formats.find((each) => each.format === context.req.valid('param').format);
    if (format === undefined || format.files.length === 0)
      throw new ApiProblem('not_found', format?.unavailable_because ?? 'this run has no such export');
    const file = wanted === undefined ? format.files[0] : format.files.find((each) => each.file === wanted);
    if (file === undefined)
      throw new ApiProblem('not_found', `its files are ${format.files.map((each) => each.file).join(', ')}`, [
        { parameter: 'file', detail: 'no file of this export' },
      ]);
    const bytes = await readArtifact(ports.objects, file);
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${file.file}"`,
      'x-kindred-run': published.run,
    });
  });
}
