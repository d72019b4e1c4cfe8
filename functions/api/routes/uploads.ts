import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { dropName } from '../../../events/start.ts';
import { stagedPrefix } from '../../shared/request-keys.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';

/** S3 takes no larger file in one request. */
const largestBytes = 5_000_000_000;
const linkSeconds = 900;
const contentType = 'application/octet-stream';

const body = z.strictObject({
  file: z
    .string()
    .max(180)
    .regex(
      /^[ -\-0-[\]-~\u00a0-\ud7ff\ue000-\ufffd][ -.0-[\]-~\u00a0-\ud7ff\ue000-\ufffd]*$/,
      'a file name without a path, and no dot before it',
    )
    .refine((name) => name !== '_READY', 'a name of a file, not the mark that closes a drop')
    .openapi({ example: 'Orders.csv' }),
  bytes: z.int().min(0).max(largestBytes).openapi({ description: 'Size; more than this is refused' }),
  drop: dropName.clone().optional().openapi({
    description: 'Stage it in a drop that is checked and submitted; without, it goes straight into the inbox',
    example: 'july',
  }),
});

const uploadSchema = z
  .object({
    url: z.string(),
    fields: z.record(z.string(), z.string()),
    key: z.string(),
    file: z.string(),
    drop: z.string().nullable(),
    max_bytes: z.int(),
    expires_at: z.string(),
  })
  .openapi('Upload', {
    description:
      'POST multipart/form-data to `url`: every field, then the file under the name `file`; 204 when it is stored',
  });

const route = createRoute({
  ...secured('run'),
  method: 'post',
  path: '/v1/warehouses/{id}/uploads',
  operationId: 'createUpload',
  tags: ['drops'],
  summary: 'A link that takes one file of at most this size',
  request: {
    params: warehouseParameters,
    body: { required: true, content: { 'application/json': { schema: body } } },
  },
  responses: { 201: json(answer(uploadSchema, 'UploadAnswer'), 'The form to send'), ...commonProblems },
});

/** Hands out links through which files reach the bucket; no file passes through the API. */
export function uploadRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const { file, bytes, drop } = context.req.valid('json');
    const key = `${drop === undefined ? `inbox/${warehouse}/` : stagedPrefix(warehouse, drop)}${file}`;
    const upload = await ports.links.upload(key, { maxBytes: bytes, contentType, seconds: linkSeconds });
    const expires = new Date(Date.parse(ports.now()) + linkSeconds * 1000).toISOString();
    return context.json(
      {
        success: true as const,
        data: {
          url: upload.url,
          fields: { ...upload.fields },
          key,
          file,
          drop: drop ?? null,
          max_bytes: bytes,
          expires_at: expires,
        },
        run: null,
      },
      201,
    );
  });
}
