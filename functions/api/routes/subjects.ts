import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { subjectForm, subjectKinds } from '../../../core/erase/subject-forms.ts';
import { requestName, subjectEvent } from '../../../events/start.ts';
import { deploymentSecret } from '../../shared/deployment-secret.ts';
import { accessDataKey, receiptKey, subjectKey } from '../../shared/request-keys.ts';
import { receiptDocument } from '../../shared/subject-request.ts';
import { tombstone } from '../../shared/tombstones.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import { executionSchema, startExecution } from '../execution-answer.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';

const body = {
  required: true as const,
  content: {
    'application/json': {
      schema: z.strictObject({
        request: requestName.clone().openapi({
          description: 'Your name for this request: the receipt is found under it',
          example: 'ticket-4711',
        }),
        kind: z.enum(subjectKinds).openapi({
          description: 'A company by id, domain or name; a person by e-mail or name',
        }),
        value: z.string().min(1).max(300),
      }),
    },
  },
};

const started = (name: string) => ({
  202: json(answer(executionSchema, name), 'Follow it; then read the receipt'),
  ...commonProblems,
});

const accessRoute = createRoute({
  ...secured('admin'),
  method: 'post',
  path: '/v1/warehouses/{id}/subjects/access',
  operationId: 'accessSubject',
  tags: ['subjects'],
  summary: 'Gather what the files hold about a person or company',
  request: { params: warehouseParameters, body },
  responses: started('AccessStarted'),
});
const eraseRoute = createRoute({
  ...secured('admin'),
  method: 'post',
  path: '/v1/warehouses/{id}/subjects/erase',
  operationId: 'eraseSubject',
  tags: ['subjects'],
  summary: 'Erase a person or company, for good',
  description:
    'Out of the files with all their versions, out of what is served, out of every earlier run; files that bring them again are cleaned as they land.',
  request: { params: warehouseParameters, body },
  responses: started('EraseStarted'),
});
const receiptSchema = receiptDocument.clone().openapi('Receipt', {
  description: 'Names nobody: the subject is a keyed hash',
});
const receiptRoute = createRoute({
  ...secured('admin'),
  method: 'get',
  path: '/v1/warehouses/{id}/subjects/receipts/{request}',
  operationId: 'getReceipt',
  tags: ['subjects'],
  summary: 'What a request came to, and the records an access found',
  request: {
    params: warehouseParameters.extend({
      request: requestName
        .clone()
        .openapi({ param: { name: 'request', in: 'path' }, example: 'ticket-4711' }),
    }),
  },
  responses: {
    200: json(
      answer(
        z.object({
          receipt: receiptSchema,
          records: z
            .array(z.object({ file: z.string(), line: z.int(), cells: z.record(z.string(), z.string()) }))
            .nullable(),
        }),
        'ReceiptAnswer',
      ),
      'The receipt',
    ),
    ...commonProblems,
  },
});

const accessData = z.looseObject({
  records: z.array(z.object({ file: z.string(), line: z.int(), cells: z.record(z.string(), z.string()) })),
});

/** Answers people and companies who ask what is held about them, or ask that it be erased. */
export function subjectRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  for (const [kind, route] of [
    ['access', accessRoute],
    ['erase', eraseRoute],
  ] as const)
    app.openapi(route, async (context) => {
      const warehouse = context.get('warehouse');
      const { request, ...subject } = context.req.valid('json');
      const form = subjectForm(subject.kind, subject.value);
      if (form === null)
        throw new ApiProblem('validation_failed', `that is no ${subject.kind}`, [
          { pointer: '#/value', detail: `not a ${subject.kind} anybody could be found by` },
        ]);
      const secret = await deploymentSecret(ports.scores, 'erasure-secret', ports.randomBytes);
      const earlier = await ports.objects.get(receiptKey(warehouse, request));
      if (earlier !== null)
        throw new ApiProblem('conflict', 'a request of this name was answered; choose another name');
      await ports.objects.put(
        subjectKey(warehouse, request),
        `${JSON.stringify({ ...subject, requested_at: ports.now(), requested_by: context.get('key').key_id })}\n`,
        { contentType: 'application/json' },
      );
      await audit(ports, context, `subject.${kind}`, {
        request,
        kind: subject.kind,
        subject: tombstone(secret, form),
      });
      const event = subjectEvent.parse({ kind, warehouse, request });
      const data = await startExecution(ports, event, request);
      return context.json({ success: true as const, data, run: null }, 202);
    });

  app.openapi(receiptRoute, async (context) => {
    const warehouse = context.get('warehouse');
    const { request } = context.req.valid('param');
    const bytes = await ports.objects.get(receiptKey(warehouse, request));
    if (bytes === null) throw new ApiProblem('not_found', 'no receipt of this name yet');
    const found = await ports.objects.get(accessDataKey(warehouse, request));
    const data = {
      receipt: receiptDocument.parse(JSON.parse(new TextDecoder().decode(bytes))),
      records: found === null ? null : accessData.parse(JSON.parse(new TextDecoder().decode(found))).records,
    };
    return context.json({ success: true as const, data, run: null }, 200);
  });
}
