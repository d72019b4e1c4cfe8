import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { targetRecord } from '../../../functions/shared/target-record.ts';
import { addKey, revokeKey } from '../../../local/api-keys.ts';
import { type PublishedTenant, publishTenant, warehouse } from '../../published-tenant.ts';

let tenant: PublishedTenant;
beforeAll(async () => {
  tenant = await publishTenant();
}, 120_000);
afterAll(async () => tenant.close());

const page = z.object({
  success: z.literal(true),
  data: z.array(targetRecord),
  run: z.string(),
  next_cursor: z.string().nullable(),
});
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.unknown()).optional(),
});

async function refused(response: Response, status: number, code: string): Promise<z.infer<typeof problem>> {
  expect(response.status).toBe(status);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const body = problem.parse(await response.json());
  expect(body.code).toBe(code);
  expect(body.status).toBe(status);
  return body;
}

describe('keys', () => {
  const path = `/v1/warehouses/${warehouse}/runs`;
  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic abc' }],
    ['a key that never was', { authorization: 'Bearer sk_live_0123456789012345678901234567890123456789012' }],
  ])('refuses %s with the same 401', async (_, headers) => {
    const response = await tenant.app.request(path, { headers });
    await refused(response, 401, 'unauthenticated');
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });

  it('refuses an expired and a revoked key', async () => {
    const { scores } = tenant.wire;
    const given = { warehouse, scopes: ['read' as const], now: '2026-01-01T00:00:00Z', note: '' };
    const expired = await addKey(scores, { ...given, expiresAt: '2026-01-02T00:00:00Z' });
    const revoked = await addKey(scores, { ...given, expiresAt: null });
    const ask = (secret: string) =>
      tenant.app.request(path, { headers: { authorization: `Bearer ${secret}` } });
    await revokeKey(scores, warehouse, revoked.key.key_id, '2026-01-03T00:00:00Z');
    await refused(await ask(revoked.secret), 401, 'unauthenticated');
    await refused(await ask(expired.secret), 401, 'unauthenticated');
  });

  it('shows another tenant nothing, on any route', async () => {
    const other = await addKey(tenant.wire.scores, {
      warehouse: 'rival',
      scopes: ['read', 'run', 'admin'],
      now: '2026-07-01T00:00:00Z',
      expiresAt: null,
      note: '',
    });
    const document = z
      .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await (await tenant.app.request('/openapi.json')).json());
    const run = (await page.parseAsync(await (await tenant.ask('/targets?limit=1')).json())).run;
    const routes = Object.entries(document.paths).flatMap(([route, methods]) =>
      route.startsWith('/v1/warehouses/') ? Object.keys(methods).map((method) => ({ route, method })) : [],
    );
    expect(routes.length).toBeGreaterThan(10);
    for (const { route, method } of routes) {
      const path = route
        .replace('{id}', warehouse)
        .replace('{run}', run)
        .replace('{customer_id}', 'C-10001')
        .replace('{execution}', 'x');
      const body = method === 'post' ? { body: JSON.stringify({ features: {}, request: 'a' }) } : {};
      const response = await tenant.app.request(path, {
        method: method.toUpperCase(),
        headers: { authorization: `Bearer ${other.secret}`, 'content-type': 'application/json' },
        ...body,
      });
      await refused(response, 404, 'not_found');
    }
  });

  it('refuses to start a run with a key that only reads', async () => {
    const reader = await addKey(tenant.wire.scores, {
      warehouse,
      scopes: ['read'],
      now: '2026-07-01T00:00:00Z',
      expiresAt: null,
      note: '',
    });
    const response = await tenant.app.request(`/v1/warehouses/${warehouse}/runs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${reader.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ request: 'r1' }),
    });
    await refused(response, 403, 'forbidden');
  });
});

describe('targets', () => {
  const read = async (query: string) => page.parse(await (await tenant.ask(`/targets?${query}`)).json());

  it('walks every listed target once, in list order, all of one run', async () => {
    const seen: string[] = [];
    const runs = new Set<string>();
    for (let cursor = ''; ; ) {
      const answer = await read(`limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      seen.push(...answer.data.map((target) => `${target.list}#${target.rank}`));
      runs.add(answer.run);
      if (answer.next_cursor === null) break;
      cursor = answer.next_cursor;
    }
    expect(runs.size).toBe(1);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(100);
  });

  it('filters and searches', async () => {
    const first = (await read('list=tier-b&limit=5')).data[0];
    expect(first?.list).toBe('tier-b');
    const name = first?.name ?? '';
    const found = await read(`text=${encodeURIComponent(name.toUpperCase())}`);
    expect(found.data.map((target) => target.target_id)).toContain(first?.target_id);
    for (const target of (await read('tier=C&sort=-score&limit=50')).data) expect(target.tier).toBe('C');
    expect((await read('text=zzzzzzqqq')).data).toEqual([]);
  });

  it('has reasons that add up to both scores, and terms that add up to the score', async () => {
    for (const target of (await read('limit=200')).data) {
      for (const sum of [target.similarity_reasons, target.opportunity_reasons])
        expect(sum.base + sum.reasons.reduce((total, reason) => total + reason.points, 0)).toBe(sum.total);
      expect(target.opportunity_reasons.total).toBe(target.opportunity);
      expect(Math.round((target.similarity_term + target.opportunity_term) * 10)).toBe(
        Math.round(target.score * 10),
      );
    }
  });

  it('refuses a cursor that was changed or belongs to another question', async () => {
    const { next_cursor: cursor } = await read('limit=1');
    const asked = (query: string) => tenant.ask(`/targets?${query}`);
    await refused(
      await asked(`limit=1&tier=A&cursor=${encodeURIComponent(cursor ?? '')}`),
      400,
      'invalid_cursor',
    );
    await refused(await asked(`limit=1&cursor=${encodeURIComponent(`${cursor}x`)}`), 400, 'invalid_cursor');
    await refused(await asked('limit=1&cursor=nonsense'), 400, 'invalid_cursor');
    await refused(await asked('limit=0'), 422, 'validation_failed');
    await refused(await asked('run=run_00000000000000000000000000000000'), 404, 'not_found');
  });
});

describe('icp-analysis', () => {
  it('carries every field of the published shape, with a reason for each that is null', async () => {
    const body = z
      .object({
        success: z.literal(true),
        run: z.string(),
        data: z.object({
          analysis_id: z.string(),
          warehouse_id: z.literal(warehouse),
          created_at: z.string(),
          segments: z.array(z.record(z.string(), z.unknown())),
          recommendations: z.array(z.record(z.string(), z.unknown())),
        }),
      })
      .parse(await (await tenant.ask('/icp-analysis')).json());
    expect(body.data.segments.length).toBeGreaterThan(0);
    const fields = [
      'segment_id',
      'name',
      'size',
      'percentage',
      'avg_ltv',
      'avg_orders',
      'avg_order_value',
      'avg_sessions',
      'avg_engagement_time',
      'conversion_rate',
      'top_countries',
      'device_breakdown',
      'top_channels',
      'avg_customer_age_days',
      'avg_recency_days',
      'description',
    ];
    for (const segment of body.data.segments) {
      expect(Object.keys(segment)).toEqual(expect.arrayContaining(fields));
      const reasons = z.record(z.string(), z.string()).parse(segment['unavailable_because']);
      for (const field of fields) if (segment[field] === null) expect(reasons[field]).toBeTruthy();
      const own = body.data.recommendations.filter(
        (recommendation) => recommendation['segment'] === segment['name'],
      );
      expect(own.length).toBeGreaterThan(0);
      for (const recommendation of own)
        expect(Object.keys(recommendation)).toEqual(
          expect.arrayContaining(['segment', 'priority', 'action', 'expected_impact']),
        );
    }
    expect(body.data.segments.reduce((sum, segment) => sum + Number(segment['percentage']), 0)).toBeCloseTo(
      100,
      6,
    );
  });
});

describe('icp-score', () => {
  const ask = (body: unknown) =>
    tenant.ask('/icp-score', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const scoreAnswer = z.object({
    success: z.literal(true),
    data: z.object({
      score: z.number(),
      tier: z.string(),
      match_confidence: z.enum(['high', 'medium', 'low']),
      matched_segment: z.string().nullable(),
      probability_high_value: z.number().nullable(),
      predicted_ltv: z.number().nullable(),
      recommendations: z.array(z.string()).min(1),
      reasons: z.object({
        base: z.number(),
        total: z.number(),
        reasons: z.array(z.object({ points: z.number() })),
      }),
      ignored_features: z.array(z.object({ feature: z.string(), reason: z.string() })),
      unavailable_because: z.record(z.string(), z.string()),
    }),
  });

  it('scores any subset of features, from none on', async () => {
    for (const features of [
      {},
      { employees: 300 },
      { employees: 300, region: 'OH', industry: 'Machinery manufacturing' },
    ]) {
      const { data } = scoreAnswer.parse(await (await ask({ features })).json());
      expect(data.score).toBeGreaterThanOrEqual(0);
      expect(data.score).toBeLessThanOrEqual(100);
      expect(data.reasons.base + data.reasons.reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(
        data.reasons.total,
      );
      expect(data.tier).toMatch(/^[A-D] - /);
      if (data.probability_high_value === null)
        expect(data.unavailable_because['probability_high_value']).toBeTruthy();
    }
  });

  it('knows a level however it is spelt', async () => {
    const score = async (industry: string) =>
      scoreAnswer.parse(await (await ask({ features: { industry } })).json()).data.reasons.total;
    expect(await score('MACHINERY manufacturing')).toBe(await score('Machinery manufacturing'));
    expect(await score('Machinery manufacturing')).not.toBe(await score('Underwater basket weaving'));
  });

  it('refuses unknown names with the allowed ones, buckets unknown values, names what it ignores', async () => {
    const refusal = await refused(await ask({ features: { shoe_size: 43 } }), 422, 'validation_failed');
    expect(refusal.detail).toContain('employees');
    const { data } = scoreAnswer.parse(
      await (await ask({ features: { industry: 'Underwater basket weaving', employees: 'many' } })).json(),
    );
    expect(data.ignored_features).toContainEqual({ feature: 'employees', reason: 'not a number: many' });
  });

  it('answers for a listed target by its id or domain, as the run scored it', async () => {
    const { data: listed } = page.parse(await (await tenant.ask('/targets?limit=200')).json());
    const target = listed.find((entry) => entry.domain !== null);
    if (target === undefined) throw new Error('no listed target has a domain');
    for (const lead of [{ target_id: target.target_id }, { domain: `https://www.${target.domain}/about` }]) {
      const { data } = scoreAnswer.parse(await (await ask(lead)).json());
      expect(data.score).toBe(target.similarity);
      expect(data.reasons.total).toBe(target.similarity_reasons.total);
    }
    await refused(await ask({ target_id: 'nobody' }), 404, 'not_found');
    await refused(await ask({ domain: 'gmail.com' }), 404, 'not_found');
  });

  it('answers bad bodies with a problem, never with a fault', async () => {
    const send = (body: string) =>
      tenant.ask('/icp-score', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    await refused(await send('{'), 400, 'malformed_body');
    await refused(await send('[]'), 422, 'validation_failed');
    await refused(await send('{"features":{},"tenant":"rival"}'), 422, 'validation_failed');
    await refused(await send(`{"features":{"__proto__":1}}`), 422, 'validation_failed');
    await refused(
      await send(JSON.stringify({ features: { industry: 'x'.repeat(2_100_000) } })),
      413,
      'payload_too_large',
    );
  });
});

const exportList = z.object({
  run: z.string(),
  data: z.array(
    z.object({
      format: z.string(),
      files: z.array(z.object({ file: z.string(), rows: z.int(), bytes: z.int() })),
      unavailable_because: z.string().nullable(),
    }),
  ),
});

describe('exports', () => {
  it('lists every form and hands each out as the file its tool imports', async () => {
    const { data, run } = exportList.parse(await (await tenant.ask('/exports')).json());
    expect(data.map(({ format }) => format)).toContain('hubspot');
    for (const { format, files, unavailable_because } of data) {
      const answer = await tenant.ask(`/exports/${format}`);
      if (unavailable_because !== null) {
        expect((await refused(answer, 404, 'not_found')).detail).toBe(unavailable_because);
        continue;
      }
      expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
      expect(answer.headers.get('x-kindred-run')).toBe(run);
      expect(answer.headers.get('content-disposition')).toContain(files[0]?.file);
      expect(Buffer.byteLength(await answer.text())).toBe(files[0]?.bytes);
    }
    expect((await tenant.ask('/exports/fax')).status).toBe(422);
    expect((await tenant.ask('/exports/csv?file=../manifest.json')).status).toBe(404);
  });
});

describe('the rest', () => {
  it('serves customers, runs, documents and the OpenAPI document', async () => {
    const top = z
      .object({ data: z.object({ customers: z.array(z.object({ customer_id: z.string() })).min(1) }) })
      .parse(await (await tenant.ask('/top-customers')).json());
    const id = top.data.customers[0]?.customer_id ?? '';
    const customer = z.object({
      data: z.object({ customer_id: z.literal(id), best: z.literal(true), value_rank: z.literal(1) }),
    });
    customer.parse(await (await tenant.ask(`/customers/${id}`)).json());
    await refused(await tenant.ask('/customers/nobody'), 404, 'not_found');
    for (const path of ['/traits', '/archetypes', '/segments', '/manifest', '/provider-filters', '/runs'])
      expect((await tenant.ask(path)).status, path).toBe(200);
    const document = z
      .object({ openapi: z.literal('3.1.0'), paths: z.record(z.string(), z.unknown()) })
      .parse(await (await tenant.app.request('/openapi.json')).json());
    expect(Object.keys(document.paths)).toContain('/v1/warehouses/{id}/icp-score');
    await refused(await tenant.app.request('/nowhere'), 404, 'not_found');
  });

  it('starts a rerun once per request name, and hands the stored run out again', async () => {
    const start = () =>
      tenant.ask('/runs', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ request: 'again' }),
      });
    const execution = z.object({ data: z.object({ execution: z.string(), status: z.string() }) });
    const first = execution.parse(await (await start()).json());
    const second = execution.parse(await (await start()).json());
    expect(second.data.execution).toBe(first.data.execution);
    const name = tenant.wire.executions.list({ warehouse, limit: 10 })[0]?.name ?? '';
    await tenant.wire.executions.ended(name);
    const ended = z
      .object({ data: z.object({ status: z.string(), outcome: z.string().nullable() }) })
      .parse(await (await tenant.ask(`/executions/${encodeURIComponent(first.data.execution)}`)).json());
    expect(ended.data).toEqual({ status: 'succeeded', outcome: 'duplicate' });
  });
});
