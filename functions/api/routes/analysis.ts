import { createRoute, type OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import type { Segment } from '../../../core/cluster/segment.ts';
import { isoDate } from '../../../events/ids.ts';
import { segmentsDocument } from '../../shared/documents.ts';
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
import { artifactReader, publishedRun, publishedRunAsOf } from '../published-run.ts';
import { revalidate } from '../revalidate.ts';

const readSegments = artifactReader('segments', segmentsDocument);
const count = z.record(z.string(), z.number()).nullable();

const segmentSchema = z
  .object({
    segment_id: z.int(),
    name: z.string(),
    size: z.int(),
    percentage: z.number(),
    avg_ltv: z.number(),
    avg_predicted_ltv: z.number().nullable(),
    avg_orders: z.number(),
    avg_order_value: z.number().nullable(),
    avg_sessions: z.number().nullable(),
    avg_engagement_time: z.number().nullable(),
    conversion_rate: z.number().nullable(),
    top_countries: z.array(z.string()).nullable(),
    top_country_counts: count,
    device_breakdown: count,
    top_channels: z.array(z.string()).nullable(),
    top_channel_counts: count,
    plan_breakdown: count,
    avg_customer_age_days: z.number().nullable(),
    avg_recency_days: z.number().nullable(),
    unavailable_because: z.record(z.string(), z.string()),
    description: z.string(),
    best_share: z.number().nullable(),
    stability: z.enum(['stable', 'doubtful', 'unstable']),
  })
  .openapi('Segment');

const recommendationSchema = z
  .object({
    segment: z.string(),
    priority: z.enum(['high', 'medium', 'low']),
    action: z.string(),
    expected_impact: z.string().nullable(),
    expected_impact_unavailable_because: z.string().nullable(),
  })
  .openapi('Recommendation');

const analysisSchema = z
  .object({
    analysis_id: z.string(),
    warehouse_id: z.string(),
    created_at: z.string(),
    as_of: z.string(),
    segments: z.array(segmentSchema),
    recommendations: z.array(recommendationSchema),
  })
  .openapi('IcpAnalysis');

const analysisQuery = runQuery.extend({
  as_of: isoDate.optional().openapi({
    description: 'The run that was computed for this date, instead of the current one; `run` goes before it',
    example: '2026-07-01',
  }),
});

const route = createRoute({
  ...secured('read'),
  method: 'get',
  path: '/v1/warehouses/{id}/icp-analysis',
  operationId: 'getIcpAnalysis',
  tags: ['analysis'],
  summary: 'Segments of the customers and what to do with each',
  request: { params: warehouseParameters, query: analysisQuery },
  responses: {
    200: json(answer(analysisSchema, 'IcpAnalysisAnswer'), 'The analysis'),
    ...unchanged,
    ...commonProblems,
  },
});

/** The analysis of a run in the published shape; `created_at` is its as-of date, so the same run answers the same. */
export function analysisRoutes(app: OpenAPIHono<ApiEnvironment>, ports: ApiPorts): void {
  app.openapi(route, async (context) => {
    const warehouse = context.get('warehouse');
    const { run, as_of } = context.req.valid('query');
    const published =
      run === undefined && as_of !== undefined
        ? await publishedRunAsOf(ports, warehouse, as_of)
        : await publishedRun(ports, warehouse, run);
    revalidate(context, published.run);
    const { segments } = await readSegments(ports, published);
    const data = {
      analysis_id: `icp_${published.run.slice('run_'.length)}`,
      warehouse_id: warehouse,
      created_at: `${published.state.as_of}T00:00:00Z`,
      as_of: published.state.as_of,
      segments: segments.map(segmentOf),
      recommendations: segments.flatMap((segment) =>
        segment.recommendations.map((recommendation) => ({ ...recommendation })),
      ),
    };
    return context.json({ success: true as const, data, run: published.run }, 200);
  });
}

function segmentOf(segment: Segment): z.infer<typeof segmentSchema> {
  const {
    recommendations: _recommendations,
    traits: _traits,
    icp: _icp,
    jaccard: _jaccard,
    ...shown
  } = segment;
  const list = (values: readonly string[] | null): string[] | null => (values === null ? null : [...values]);
  return {
    ...shown,
    top_countries: list(shown.top_countries),
    top_channels: list(shown.top_channels),
    unavailable_because: { ...shown.unavailable_because },
  };
}
