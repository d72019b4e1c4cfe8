import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { answer, commonProblems, json, secured, warehouseParameters } from '../answer.ts';
import { compareRuns } from '../compare-runs.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { ApiProblem } from '../problem.ts';
import { artifactReader, publishedRun } from '../published-run.ts';

/** Names shown of each kind of change; the counts tell of all. */
const shown = 1000;

const comparisonSchema = z
  .object({
    from: z.string(),
    to: z.string(),
    /** Who came, went and moved, by id. */
    changes: z.record(z.string(), z.unknown()),
    what_changed: z.record(z.string(), z.unknown()).nullable().openapi({
      description:
        'Every tier move split into data, date, model and settings; null unless `from` is the run before `to` (the command `kindred compare` splits any pair)',
    }),
  })
  .openapi('Comparison');

const route = createRoute({
  method: 'get',
  path: '/v1/warehouses/{id}/compare',
  operationId: 'compareRuns',
  tags: ['runs'],
  summary: 'What changed between two runs, and why',
  ...secured('read'),
  request: {
    params: warehouseParameters,
    query: z.object({
      to: z.string().optional().openapi({ description: 'The later run; the current one unless said' }),
      from: z
        .string()
        .optional()
        .openapi({ description: 'The earlier run; the one before `to` unless said' }),
    }),
  },
  responses: { 200: json(answer(comparisonSchema, 'ComparisonAnswer'), 'The changes'), ...commonProblems },
});

const readSplit = artifactReader(
  'what-changed',
  z.looseObject({ previous_run: z.string(), run: z.string() }),
);

/** Compares two runs of a warehouse. */
export function compareRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const asked = context.req.valid('query');
    const to = await publishedRun(ports, warehouse, asked.to);
    const earlier = asked.from ?? to.state.previous_run;
    if (earlier === null)
      throw new ApiProblem('not_found', 'it is the first run: there is nothing to compare it with');
    const from = await publishedRun(ports, warehouse, earlier);
    const split = to.state.artifacts['what-changed'] === undefined ? null : await readSplit(ports, to);
    const data = {
      from: from.run,
      to: to.run,
      changes: { ...(await compareRuns(ports, from, to, shown)) },
      what_changed: split?.previous_run === from.run ? split : null,
    };
    return context.json({ success: true as const, data, run: to.run }, 200);
  });
}
