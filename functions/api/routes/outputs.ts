import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { contentTypeOf } from '../../shared/artifacts.ts';
import { outputFiles } from '../../shared/output-files.ts';
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

const linkSeconds = 900;

const fileSchema = z
  .object({ file: z.string(), bytes: z.int(), sha256: z.string(), media_type: z.string() })
  .openapi('OutputFile');
const linkSchema = fileSchema.extend({ url: z.string(), expires_at: z.string() }).openapi('OutputLink');

const listRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/outputs',
  operationId: 'listOutputs',
  tags: ['results'],
  summary: 'Every file of a run: report, lists, evidence',
  request: { params: warehouseParameters, query: runQuery },
  responses: {
    200: json(answer(z.array(fileSchema), 'Outputs'), 'By name'),
    ...unchanged,
    ...commonProblems,
  },
});

const getRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/outputs/{file}',
  operationId: 'getOutput',
  tags: ['results'],
  summary: 'A link to one file of a run, good for a quarter of an hour',
  request: {
    params: warehouseParameters.extend({
      file: z
        .string()
        .max(200)
        .openapi({ param: { name: 'file', in: 'path' }, example: 'report.html' }),
    }),
    query: runQuery,
  },
  responses: { 200: json(answer(linkSchema, 'OutputAnswer'), 'The link'), ...commonProblems },
});

/** Hands out links to what a run wrote; no file passes through the API. */
export function outputRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(listRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    revalidate(context, published.run);
    const data = [...(await outputFiles(ports.objects, published.state))].map(
      ([file, { bytes, sha256 }]) => ({
        file,
        bytes,
        sha256,
        media_type: contentTypeOf(file),
      }),
    );
    return context.json({ success: true as const, data, run: published.run, next_cursor: null }, 200);
  });

  app.openapi(getRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    const { file } = context.req.valid('param');
    const artifact = (await outputFiles(ports.objects, published.state)).get(file);
    if (artifact === undefined)
      throw new ApiProblem('not_found', 'this run has no such file; GET outputs lists them');
    const contentType = contentTypeOf(file);
    const url = await ports.links.download(artifact.key, {
      fileName: file.replaceAll(/[^A-Za-z0-9._-]/g, '-'),
      contentType,
      seconds: linkSeconds,
    });
    const data = {
      file,
      bytes: artifact.bytes,
      sha256: artifact.sha256,
      media_type: contentType,
      url,
      expires_at: new Date(Date.parse(ports.now()) + linkSeconds * 1000).toISOString(),
    };
    return context.json({ success: true as const, data, run: published.run }, 200);
  });
}
