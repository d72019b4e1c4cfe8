import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { answer, commonProblems, json, orNull, runQuery, secured, warehouseParameters } from '../answer.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { publishedRun } from '../published-run.ts';
import { answerLead, leadSchema, scoreSchema } from './score.ts';

const mostLeads = 1000;

const batchSchema = z.array(
  z
    .object({
      index: z.int(),
      score: orNull(scoreSchema),
      error: z
        .object({ code: z.string(), detail: z.string(), errors: z.array(z.record(z.string(), z.string())) })
        .nullable(),
    })
    .openapi('BatchScore'),
);

const route = createRoute({
  ...secured('read'),
  method: 'post',
  path: '/v1/warehouses/{id}/icp-scores',
  operationId: 'scoreLeads',
  tags: ['scores'],
  summary: `Up to ${mostLeads} leads in one call, each answered for itself, all by the same run`,
  request: {
    params: warehouseParameters,
    query: runQuery,
    body: {
      required: true,
      content: {
        'application/json': { schema: z.strictObject({ leads: z.array(leadSchema).min(1).max(mostLeads) }) },
      },
    },
  },
  responses: {
    200: json(
      answer(batchSchema, 'LeadScores'),
      'In the order they were sent; a lead that cannot be scored says why',
    ),
    ...commonProblems,
  },
});

const sentLeads = z.looseObject({ leads: z.array(z.unknown()) });

/** Scores many leads. */
export function scoreBatchRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    const { leads } = context.req.valid('json');
    const sent = sentLeads.parse(await context.req.json()).leads;
    const data: z.infer<typeof batchSchema> = [];
    for (const [index, lead] of leads.entries()) {
      try {
        data.push({ index, score: await answerLead(ports, published, lead, sent[index]), error: null });
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        const errors = error.faults.map((fault) => ({ ...fault }));
        data.push({ index, score: null, error: { code: error.code, detail: error.detail, errors } });
      }
    }
    return context.json({ success: true as const, data, run: published.run }, 200);
  });
}
