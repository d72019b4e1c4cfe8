import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';

import { rankSort, targetPartition } from '../../shared/score-keys.ts';
import { targetRecord } from '../../shared/target-record.ts';
import {
  answer,
  commonProblems,
  json,
  runQuery,
  secured,
  unchanged,
  warehouseParameters,
} from '../answer.ts';
import { cursorSecret, readCursor, writeCursor } from '../cursor.ts';
import type { ApiEnvironment } from '../environment.ts';
import { matchingRows } from '../matching-rows.ts';
import type { ApiPorts } from '../ports.ts';
import { publishedRun } from '../published-run.ts';
import { revalidate } from '../revalidate.ts';
import { storedTarget } from '../stored-target.ts';
import { readTargetIndex } from '../target-index-reader.ts';
import { targetSchema } from '../target-schema.ts';

const query = runQuery.extend({
  list: z.enum(['tier-a', 'tier-b', 'nurture', 'win-back']).optional(),
  tier: z.enum(['A', 'B', 'C', 'D']).optional(),
  pool: z.enum(['net-new', 'win-back']).optional(),
  archetype: z.string().max(200).optional(),
  region: z.string().max(100).optional(),
  owner: z.string().max(100).optional(),
  text: z
    .string()
    .min(1)
    .max(100)
    .optional()
    .openapi({ description: 'Words in the name, domain or industry' }),
  sort: z.enum(['rank', '-score', 'name']).default('rank'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(400).optional(),
});

const route = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/targets',
  operationId: 'listTargets',
  tags: ['targets'],
  summary: 'The ranked companies with their reasons',
  request: { params: warehouseParameters, query },
  responses: {
    200: json(answer(z.array(targetSchema), 'Targets'), 'A page of targets'),
    ...unchanged,
    ...commonProblems,
  },
});

const facetColumns = ['list', 'tier', 'pool', 'archetype', 'region', 'country', 'industry', 'owner'] as const;
const facet = z.array(z.object({ value: z.string(), count: z.int() }));
/** Values shown of each column, the most frequent first. */
const facetValues = 200;

const facetsRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/targets/facets',
  operationId: 'listTargetFacets',
  tags: ['targets'],
  summary: 'What the list can be narrowed by, with how many each leaves',
  request: { params: warehouseParameters, query: runQuery },
  responses: {
    200: json(answer(z.record(z.enum(facetColumns), facet), 'TargetFacets'), 'Values by column'),
    ...unchanged,
    ...commonProblems,
  },
});

const oneRoute = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/targets/{target_id}',
  operationId: 'getTarget',
  tags: ['targets'],
  summary: 'One listed company with its reasons',
  request: {
    params: warehouseParameters.extend({
      target_id: z
        .string()
        .min(1)
        .max(300)
        .openapi({ param: { name: 'target_id', in: 'path' }, example: 'P-1001' }),
    }),
    query: runQuery,
  },
  responses: {
    200: json(answer(targetSchema, 'TargetAnswer'), 'The company'),
    ...unchanged,
    ...commonProblems,
  },
});

/** Serves pages of the list: filtered and sorted over the run's index in memory, each page's companies read by their keys. */
export function targetRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  const signingSecret = cursorSecret(ports);
  app.openapi(route, async (context) => {
    const { run: asked, limit, cursor, ...filters } = context.req.valid('query');
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, asked);
    const scope = { warehouse, route: 'targets', run: published.run, filters: JSON.stringify(filters) };
    const secret = await signingSecret();
    const offset = cursor === undefined ? 0 : readCursor(secret, scope, cursor);
    revalidate(context, published.run);
    const index = await readTargetIndex(ports, published);
    const rows = matchingRows(index, filters);
    const page = rows.slice(offset, offset + limit);
    const items = await Promise.all(
      page.map((row) =>
        ports.scores.get(
          targetPartition(
            warehouse,
            published.run,
            String(index.columns.list[row]),
            Number(index.columns.rank[row]),
          ),
          rankSort(Number(index.columns.rank[row])),
        ),
      ),
    );
    const data = items.flatMap((item) => (item === null ? [] : [targetRecord.parse(item.value)]));
    const next = offset + limit < rows.length ? writeCursor(secret, scope, offset + limit) : null;
    return context.json({ success: true as const, data, run: published.run, next_cursor: next }, 200);
  });

  app.openapi(facetsRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    revalidate(context, published.run);
    const { columns } = await readTargetIndex(ports, published);
    const data = Object.fromEntries(
      facetColumns.map((name) => [name, counted(columns[name])] as const),
    ) as Record<(typeof facetColumns)[number], z.infer<typeof facet>>;
    return context.json({ success: true as const, data, run: published.run }, 200);
  });

  app.openapi(oneRoute, async (context) => {
    const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
    const data = await storedTarget(ports, published, context.req.valid('param'));
    revalidate(context, published.run);
    return context.json({ success: true as const, data: targetRecord.parse(data), run: published.run }, 200);
  });
}

/** Values with how often each stands there: the most frequent first, then by code point. */
function counted(values: readonly (string | number | null)[]): z.infer<typeof facet> {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts]
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .slice(0, facetValues)
    .map(([value, count]) => ({ value, count }));
}
