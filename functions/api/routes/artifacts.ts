import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
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
import { artifactReader, publishedRun } from '../published-run.ts';
import { revalidate } from '../revalidate.ts';

/** What a run wrote once and the API hands on as it is: path, artifact, meaning. */
const documents = [
  {
    path: 'top-customers',
    artifact: 'top-customers-json',
    operation: 'getTopCustomers',
    name: 'TopCustomers',
    summary: 'The best customers, highest value first, with the cut and the Pareto curve',
  },
  {
    path: 'traits',
    artifact: 'traits',
    operation: 'getTraits',
    name: 'Traits',
    summary: 'The lift table: what sets the best customers apart',
  },
  {
    path: 'archetypes',
    artifact: 'archetypes',
    operation: 'getArchetypes',
    name: 'Archetypes',
    summary: 'The kinds of best customers, or why there are none',
  },
  {
    path: 'segments',
    artifact: 'segments',
    operation: 'getSegments',
    name: 'Segments',
    summary: 'Segments of all customers',
  },
  {
    path: 'channels',
    artifact: 'channels',
    operation: 'getChannels',
    name: 'Channels',
    summary: 'What each acquisition channel cost and brought: revenue, ROAS, share of the best customers',
  },
  {
    path: 'learning',
    artifact: 'learning',
    operation: 'getLearning',
    name: 'Learning',
    summary: 'What outcomes taught: the weights used and why, lift and margin per call',
  },
  {
    path: 'backtest',
    artifact: 'backtest',
    operation: 'getBacktest',
    name: 'Backtest',
    summary: 'Time-split evidence beside its baselines',
  },
  {
    path: 'manifest',
    artifact: 'manifest',
    operation: 'getManifest',
    name: 'Manifest',
    summary: 'Inputs, accounting, settings and every artifact with its hash',
  },
  {
    path: 'provider-filters',
    artifact: 'provider-filters',
    operation: 'getProviderFilters',
    name: 'ProviderFilters',
    summary: 'The traits as provider queries and in words',
  },
] as const;

/** A JSON object; what is in it is told where it is made. */
const documentRecord = z.record(z.string(), z.unknown());

/** One read route per document of a run. */
export function artifactRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  for (const document of documents) {
    const read = artifactReader(document.artifact, documentRecord);
    const route = createRoute({
      ...secured('read'),
      method: 'get',
      path: `/v1/warehouses/{id}/${document.path}` as const,
      operationId: document.operation,
      tags: ['results'],
      summary: document.summary,
      request: { params: warehouseParameters, query: runQuery },
      responses: {
        200: json(answer(documentRecord, document.name), document.summary),
        ...unchanged,
        ...commonProblems,
      },
    });
    app.openapi(route, async (context) => {
      const published = await publishedRun(ports, context.get('warehouse'), context.req.valid('query').run);
      const data = await read(ports, published);
      revalidate(context, published.run);
      return context.json({ success: true as const, data, run: published.run }, 200);
    });
  }
}
