import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { matchTargets } from '../../../core/rank/match-targets.ts';
import { rankSort, targetPartition } from '../../shared/score-keys.ts';
import { targetRecord } from '../../shared/target-record.ts';
import { answer, commonProblems, json, runQuery, security, warehouseParameters } from '../answer.ts';
import { cursorSecret, readCursor, writeCursor } from '../cursor.ts';
import type { ApiEnvironment } from '../environment.ts';
import type { ApiPorts } from '../ports.ts';
import { publishedRun } from '../published-run.ts';
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
  method: 'get',
  path: '/v1/warehouses/{id}/targets',
  operationId: 'listTargets',
  tags: ['targets'],
  summary: 'The ranked companies with their reasons',
  security,
  request: { params: warehouseParameters, query },
  responses: { 200: json(answer(z.array(targetSchema), 'Targets'), 'A page of targets'), ...commonProblems },
});

/** Serves pages of the list: filtered and sorted over the run's index in memory, each page's companies read by their keys. */
export function targetRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const { run: asked, limit, cursor, ...filters } = context.req.valid('query');
    const warehouse = context.get('warehouse');
    const published = await publishedRun(ports, warehouse, asked);
    const scope = { warehouse, route: 'targets', run: published.run, filters: JSON.stringify(filters) };
    const secret = await cursorSecret(ports);
    const offset = cursor === undefined ? 0 : readCursor(secret, scope, cursor);
    const index = await readTargetIndex(ports, published);
    const rows = matchTargets(index, filters);
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
}
