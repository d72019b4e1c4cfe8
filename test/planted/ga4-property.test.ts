import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adjustedRand } from '../../core/stats/adjusted-rand.ts';
import type { RunState } from '../../events/step.ts';
import { eventSchema } from '../../examples/ga4/event-schema.ts';
import { generateProperty, type PropertyTruth } from '../../examples/ga4/generate-property.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import type { Row, TableEngine } from '../../functions/shared/ports.ts';
import { addKey } from '../../local/api-keys.ts';
import { type BigqueryServer, startBigqueryServer } from '../../local/bigquery/server.ts';
import { startClosedDrop } from '../../local/closed-drop.ts';
import { copyOutputs } from '../../local/copy-outputs.ts';
import { localApp } from '../../local/local-app.ts';
import { runOutcome } from '../../local/run-outcome.ts';
import { openWire, type Wire } from '../../local/wire.ts';
import { naiveExport, readShards } from '../core/ga4/naive-export.ts';
import { naiveFeatures } from '../core/ga4/naive-features.ts';

const from = '2026-04-02';
const to = '2026-06-30';
const root = mkdtempSync(join(tmpdir(), 'kindred-ga4-run-'));
const shards = join(root, 'shards');
const out = join(root, 'out');

let truth: PropertyTruth;
let engine: TableEngine;
let server: BigqueryServer;
let wire: Wire;
let app: ReturnType<typeof localApp>;
let secret = '';
let state: RunState;

const settings = (more: object = {}): string =>
  JSON.stringify({
    value_metric: 'revenue',
    time_zone: 'America/Phoenix',
    source: { ga4: { project: 'sample-shop', dataset: 'analytics_1', window: { from, to } } },
    ...more,
  });

async function runShop(text = settings()): Promise<Awaited<ReturnType<typeof runOutcome>>> {
  const files = [{ path: join(shards, 'channel_costs.csv'), name: 'channel_costs.csv' }];
  const { name } = await startClosedDrop(wire, { warehouse: 'shop', files, settings: text, asOf: null });
  return await runOutcome(await wire.executions.ended(name), wire);
}

const ask = async (
  path: string,
  body?: object,
): Promise<{ readonly status: number; readonly json: unknown }> => {
  const response = await app.fetch(
    new Request(`http://kindred.test/v1/warehouses/shop/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  );
  return { status: response.status, json: await response.json() };
};

beforeAll(async () => {
  truth = generateProperty({ seed: 31, users: 700 }, shards);
  mkdirSync(join(root, 'engine'));
  engine = await openDuckdb({ scratch: join(root, 'engine'), memoryLimitMb: 2000, threads: 2 });
  server = await startBigqueryServer({
    project: 'sample-shop',
    dataset: 'analytics_1',
    location: 'US',
    folder: shards,
    schema: eventSchema(2026),
    userProperties: ['plan_level', 'user_type'],
    engine,
  });
  server.faults.looks = 1;
  wire = await openWire({
    state: join(root, 'state'),
    bigquery: { endpoint: server.endpoint },
  });
  const outcome = await runShop();
  if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
  state = outcome.state;
  await copyOutputs(wire.objects, state, out);
  ({ secret } = await addKey(wire.scores, {
    warehouse: 'shop',
    scopes: ['read', 'run'],
    now: '2026-07-01T00:00:00Z',
    expiresAt: '2100-01-01T00:00:00Z',
    note: 'test',
  }));
  app = localApp(wire);
}, 900_000);
afterAll(async () => {
  await wire?.close();
  await server?.close();
  await engine?.close();
  rmSync(root, { recursive: true, force: true });
});

const json = (name: string): unknown => JSON.parse(readFileSync(join(out, name), 'utf8'));
const landed = async (artifact: string, order: string): Promise<readonly Row[]> => {
  const path = await wire.objects.materialize(state.artifacts[artifact]?.key ?? '', root);
  return await engine.query(`SELECT * FROM read_parquet('${path ?? ''}') ORDER BY ${order}`);
};

describe('a generated GA4 property through the whole local run', () => {
  it('has the features of the naive reference, exactly, all finite, for every user', async () => {
    const reference = naiveFeatures(
      naiveExport(readShards(shards, from, to), '20260601', 'America/Phoenix', []),
      from,
      '2026-07-01',
    );
    const matrix = await landed('ga4-features', 'user_key');
    expect(matrix).toHaveLength(reference.length);
    const own = ['session_count', 'page_views_before', 'engagement_time_seconds', 'products_viewed'];
    for (const [row, want] of reference.entries()) {
      const got = matrix[row] ?? {};
      for (const [name, value] of Object.entries(want))
        if (!own.includes(name)) expect(got[name], `${want.user_key} ${name}`).toBe(value);
      for (const value of Object.values(got))
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
    }
    const people = [
      ...(await landed('table-customers', 'customer_id')).map((row) => ({ ...row, id: row['customer_id'] })),
      ...(await landed('table-prospects', 'prospect_id')).map((row) => ({ ...row, id: row['prospect_id'] })),
    ] as readonly Row[];
    const byId = new Map(people.map((row) => [String(row['id']), row]));
    expect(byId.size).toBe(reference.length);
    for (const want of reference) {
      const got = byId.get(want.user_key) ?? {};
      expect(got['page_views']).toBe(want['page_views_before']);
      for (const name of [
        'session_count',
        'engagement_time_seconds',
        'products_viewed',
        'acquisition_channel',
      ])
        expect(got[name], `${want.user_key} ${name}`).toBe(want[name]);
    }
  }, 600_000);

  it('keeps those who never bought as the background', () => {
    const pools = z.record(z.string(), z.number()).parse(json('pools.json'));
    expect(pools['customers']).toBeGreaterThan(100);
    expect(pools['prospects']).toBeGreaterThan(250);
  });

  it('recovers the planted segments (adjusted Rand ≥ 0.8), with every field of their profile', () => {
    const found = z
      .object({
        segments: z.array(z.record(z.string(), z.unknown())),
        members: z.array(z.object({ customer_id: z.string(), segment_id: z.number() })),
      })
      .parse(json('segments.json'));
    const members = found.members.filter(({ customer_id }) => truth.kinds[customer_id] !== undefined);
    const kinds = [...new Set(Object.values(truth.kinds))];
    const rand = adjustedRand(
      Int32Array.from(members, ({ segment_id }) => segment_id),
      Int32Array.from(members, ({ customer_id }) => kinds.indexOf(truth.kinds[customer_id] ?? '')),
    );
    console.log(`planted GA4 segments: adjusted Rand ${rand.toFixed(3)} over ${members.length} buyers`);
    expect(rand).toBeGreaterThanOrEqual(0.8);
    for (const segment of found.segments) {
      for (const field of [
        'avg_sessions',
        'avg_engagement_time',
        'conversion_rate',
        'top_countries',
        'device_breakdown',
        'top_channels',
        'plan_breakdown',
        'avg_customer_age_days',
        'avg_recency_days',
      ])
        expect(segment[field], field).not.toBeNull();
      // A forecast per customer needs six months of orders; this window has three.
      expect(Object.keys(z.record(z.string(), z.string()).parse(segment['unavailable_because']))).toEqual([
        'avg_predicted_ltv',
      ]);
    }
  });

  it('scores the planted high-value leads A, and hardly any other visitor', async () => {
    const rows = await landed('targets-parquet', 'target_id');
    const share = (kind: string): number => {
      const own = rows.filter((row) => truth.kinds[String(row['target_id'])] === kind);
      return own.filter((row) => Number(row['similarity']) >= 80).length / own.length;
    };
    console.log(
      `planted GA4 leads with tier A: ${(100 * share('high-value-lead')).toFixed(0)} %, other visitors ${(100 * share('visitor')).toFixed(0)} %`,
    );
    expect(share('high-value-lead')).toBeGreaterThanOrEqual(0.9);
    expect(share('visitor')).toBeLessThanOrEqual(0.25);
  });

  it('answers the published request with every published field', async () => {
    const lead = {
      country: 'United States',
      device: 'desktop',
      acquisition_channel: 'organic',
      session_count: 5,
      page_views: 25,
      engagement_time_seconds: 450,
    };
    const { status, json: body } = await ask('icp-score', { features: lead });
    expect(status).toBe(200);
    const data = z.object({ data: z.looseObject({ predicted_ltv: z.number().nullable() }) }).parse(body).data;
    expect(data).toMatchObject({
      tier: 'A - Excellent Fit',
      ignored_features: [],
      currency: 'USD',
      predicted_ltv_of: 'revenue',
      predicted_ltv_days: 30,
    });
    expect(Object.keys(data)).toEqual(
      expect.arrayContaining([
        'score',
        'match_confidence',
        'matched_segment',
        'probability_high_value',
        'recommendations',
      ]),
    );
    expect(data['matched_segment']).not.toBeNull();
    expect(data.predicted_ltv).toBeGreaterThan(0);
    expect(data['recommendations']).toEqual([
      'Prioritize for sales outreach',
      'Offer premium onboarding',
      'Target with high-value product recommendations',
    ]);
    const weak = await ask('icp-score', {
      features: {
        ...lead,
        device: 'mobile',
        acquisition_channel: 'social',
        country: 'Brazil',
        session_count: 1,
        page_views: 2,
        engagement_time_seconds: 9,
      },
    });
    expect(JSON.stringify(weak.json)).toMatch(/"tier":"[CD] - /);
    const unknown = await ask('icp-score', { features: { shoe_size: 43 } });
    expect(unknown.status).toBe(422);
    expect(JSON.stringify(unknown.json)).toContain('engagement_time_seconds');
  });

  it('tells what each channel cost and brought, in a file, by the API and in the report', async () => {
    const { status, json: body } = await ask('channels');
    expect(status).toBe(200);
    const { data } = z
      .object({
        data: z.object({
          channels: z.array(
            z.looseObject({
              channel: z.string(),
              revenue: z.number(),
              cost: z.number().nullable(),
              roas: z.number().nullable(),
            }),
          ),
        }),
      })
      .parse(body);
    const paid = data.channels.find(({ channel }) => channel === 'paid');
    expect(paid?.roas).toBeCloseTo((paid?.revenue ?? 0) / (paid?.cost ?? 1), 3);
    expect(data.channels.find(({ channel }) => channel === 'organic')).toMatchObject({
      cost: null,
      roas: null,
    });
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toContain('<section id="channels"><h2>Channels</h2>');
    expect(page).toContain('GA4 sample-shop.analytics_1 2026-04-02 to 2026-06-30');
  });

  it('answers for a date computed before, by date and by run, and pays for no query twice', async () => {
    expect(server.ran).toHaveLength(4);
    const again = await runShop();
    expect(again.kind).toBe('duplicate');
    expect(server.ran).toHaveLength(4);
    const later = await runShop(
      settings({
        source: {
          ga4: { project: 'sample-shop', dataset: 'analytics_1', window: { from, to: '2026-06-20' } },
        },
      }),
    );
    expect(later.kind).toBe('published');
    const old = await ask('icp-analysis?as_of=2026-07-01');
    expect(old.json).toMatchObject({ run: state.run, data: { as_of: '2026-07-01' } });
    expect((await ask(`icp-analysis?run=${state.run}`)).json).toMatchObject({
      data: { as_of: '2026-07-01' },
    });
    expect((await ask('icp-analysis')).json).toMatchObject({ data: { as_of: '2026-06-21' } });
    expect((await ask('icp-analysis?as_of=2026-01-01')).status).toBe(404);
  }, 600_000);
});
