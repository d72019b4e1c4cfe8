import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { outcomeKinds, type ReportedOutcome } from '../../../core/learn/outcome.ts';
import { e4FromDecimalText } from '../../../core/money/decimal-text.ts';
import { isoDate } from '../../../events/ids.ts';
import { outcomesDocument, outcomesKey, withOutcomes } from '../../shared/outcome-record.ts';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { audit } from '../audit.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';

const mostAtOnce = 1000;
/** Two writers at once each try again; more than a few rounds means somebody writes without end. */
const rounds = 8;

const reported = z.strictObject({
  target: z.string().trim().min(1).max(300).openapi({
    description: 'target_id or domain of the company',
    example: 'P-90001',
  }),
  /** Day of the contact. */
  contacted_at: isoDate,
  outcome: z.enum(outcomeKinds),
  value: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,4})?$/, 'a plain decimal, e.g. "5200.00"')
    .optional()
    .openapi({ description: 'Margin won, in the reporting currency', example: '5200.00' }),
});

const route = createRoute({
  method: 'post',
  path: '/v1/warehouses/{id}/outcomes',
  operationId: 'reportOutcomes',
  tags: ['outcomes'],
  summary: 'Tell what came of contacts; the next run learns from those old enough',
  ...secured('run'),
  request: {
    params: warehouseParameters,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: z.strictObject({ outcomes: z.array(reported).min(1).max(mostAtOnce) }),
        },
      },
    },
  },
  responses: {
    200: json(
      answer(z.object({ accepted: z.int(), known: z.int() }), 'OutcomesAnswer'),
      'How many were taken, and how many are known now; of one company and day the newest counts',
    ),
    ...commonProblems,
  },
});

/** Takes outcomes in, once each however often they are sent. */
export function outcomeRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const today = ports.now().slice(0, 10);
    const { outcomes } = context.req.valid('json');
    const future = outcomes.flatMap(({ contacted_at }, index) =>
      contacted_at > today
        ? [{ pointer: `#/outcomes/${index}/contacted_at`, detail: 'the day has not come yet' }]
        : [],
    );
    if (future.length > 0)
      throw new ApiProblem('validation_failed', `${future.length} contacts of days to come`, future);
    const added = outcomes.map(
      ({ value, ...outcome }): ReportedOutcome => ({
        ...outcome,
        value_e4: value === undefined ? null : e4FromDecimalText(value),
      }),
    );
    const known = await append(ports, warehouse, added);
    await audit(ports, context, 'outcomes.report', { count: added.length });
    return context.json({ success: true as const, data: { accepted: added.length, known }, run: null }, 200);
  });
}

/** Adds outcomes to those known, by compare and swap. */
async function append(
  ports: ApiPorts,
  warehouse: string,
  added: readonly ReportedOutcome[],
): Promise<number> {
  const key = outcomesKey(warehouse);
  for (let round = 0; round < rounds; round += 1) {
    const head = await ports.objects.head(key);
    const bytes = head === null ? null : await ports.objects.get(key, head.version);
    const known =
      bytes === null ? [] : outcomesDocument.parse(JSON.parse(new TextDecoder().decode(bytes))).outcomes;
    const outcomes = withOutcomes(known, added);
    const body = `${JSON.stringify({ version: 1, outcomes }, null, 1)}\n`;
    const put = await ports.objects.put(key, body, {
      contentType: 'application/json',
      ...(head === null ? { ifAbsent: true } : { ifMatch: head.etag }),
    });
    if (put.written) return outcomes.length;
  }
  throw new ApiProblem('unavailable', 'others report outcomes at this moment: try again', [], {
    'retry-after': '2',
  });
}
