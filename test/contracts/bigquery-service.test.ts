import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventSchema } from '../../examples/ga4/event-schema.ts';
import { generateProperty } from '../../examples/ga4/generate-property.ts';
import { openBigquery } from '../../functions/land/sources/bigquery.ts';
import { planGa4, planQueries } from '../../functions/land/sources/ga4-plan.ts';
import type { QueryService, QueryText } from '../../functions/land/sources/query-service.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import { ga4Settings } from '../../functions/shared/ga4-settings.ts';
import type { TableEngine } from '../../functions/shared/ports.ts';
import { type BigqueryServer, startBigqueryServer } from '../../local/bigquery/server.ts';

/** Facts of the wire that the source counts on, with the client this project pins. */
const root = mkdtempSync(join(tmpdir(), 'kindred-bigquery-'));
const target = {
  project: 'sample-shop',
  dataset: 'analytics_1',
  location: 'US',
  billing_project: 'sample-shop',
  federation: null,
};
let engine: TableEngine;
let server: BigqueryServer;
let service: QueryService;
let query: QueryText;

beforeAll(async () => {
  const folder = join(root, 'shards');
  generateProperty({ seed: 5, users: 40 }, folder);
  mkdirSync(join(root, 'engine'));
  engine = await openDuckdb({ scratch: join(root, 'engine'), memoryLimitMb: 1000, threads: 2 });
  server = await startBigqueryServer({
    project: target.project,
    dataset: target.dataset,
    location: 'US',
    folder,
    schema: eventSchema(2026),
    userProperties: [],
    engine,
  });
  service = openBigquery(target, { endpoint: server.endpoint });
  const settings = ga4Settings.parse({
    project: target.project,
    dataset: target.dataset,
    window: { from: '2026-05-01', to: '2026-05-31' },
    user_properties: [],
  });
  const plan = await planGa4(service, settings, { time_zone: 'UTC', today: '2026-07-03', as_of: null });
  query = planQueries(plan, settings).products;
}, 120_000);
afterAll(async () => {
  await server?.close();
  await engine?.close();
  rmSync(root, { recursive: true, force: true });
});
afterEach(() => {
  for (const name of Object.keys(server.faults) as (keyof typeof server.faults)[]) delete server.faults[name];
});

describe('BigQuery by its own client', () => {
  it('lists tables, and describes them with rows, bytes, time of change and nested schema', async () => {
    expect((await service.tables()).length).toBe(92);
    const { shard, schema } = await service.describe('events_20260615');
    expect(shard).toMatchObject({ table: 'events_20260615', modified: '2026-06-17T06:00:00.000Z' });
    expect(shard.rows).toBeGreaterThan(0);
    expect(
      schema.find(({ name }) => name === 'device')?.fields?.some(({ name }) => name === 'web_info'),
    ).toBe(true);
  });

  it('tells bytes by a dry run that stores no job', async () => {
    const before = server.ran.length;
    expect(await service.estimate(query)).toBeGreaterThan(1000);
    expect(server.ran).toHaveLength(before);
  });

  it('runs a job once under its id, tells how it stands, and pages through its rows', async () => {
    expect(await service.state('job-1')).toEqual({ state: 'absent' });
    server.faults.looks = 3;
    await service.start('job-1', query, 10 ** 12);
    await service.start('job-1', query, 10 ** 12);
    expect(server.ran.filter((name) => name === 'products')).toHaveLength(1);
    expect((await service.state('job-1')).state).toBe('running');
    expect((await service.state('job-1')).state).toBe('running');
    expect((await service.state('job-1')).state).toBe('done');
    const all = await service.page('job-1', null, 100_000);
    expect(all.next).toBeNull();
    expect(all.rows).toHaveLength(all.total);
    const [first] = all.rows;
    expect(Array.isArray(first?.['categories_viewed'])).toBe(true);
    expect(typeof first?.['unique_products_viewed']).toBe('number');
    const paged = [];
    let token: string | null = null;
    do {
      const page: Awaited<ReturnType<QueryService['page']>> = await service.page('job-1', token, 7);
      expect(page.rows.length).toBeLessThanOrEqual(7);
      paged.push(...page.rows);
      token = page.next;
    } while (token !== null);
    expect(paged).toEqual(all.rows);
  });

  it('a failed job is failed, not an error of the call', async () => {
    server.faults.fail = { reason: 'resourcesExceeded', message: 'too large' };
    await service.start('job-2', query, 10 ** 12);
    expect(await service.state('job-2')).toEqual({
      state: 'failed',
      reason: 'resourcesExceeded',
      message: 'too large',
    });
  });

  it('a job over the cap is refused by reason', async () => {
    await expect(service.start('job-3', query, 10_485_760)).rejects.toMatchObject({ code: 'SourceRefused' });
    expect(await service.state('job-3')).toEqual({ state: 'absent' });
  });

  it('nobody there is a failure that passes', async () => {
    const nobody = createServer();
    const port = await new Promise<number>((resolve) => {
      nobody.listen(0, '127.0.0.1', () => {
        const address = nobody.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    await new Promise((resolve) => nobody.close(resolve));
    const away = openBigquery(target, { endpoint: `http://127.0.0.1:${port}` });
    await expect(away.tables()).rejects.toMatchObject({ code: 'SourceUnavailable' });
  });

  it('from AWS: signs a GetCallerIdentity request with the role’s credentials and shows no key', async () => {
    const seen: string[] = [];
    const google = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += String(part);
      });
      request.on('end', () => {
        seen.push(`${request.url} ${body}`);
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify(
            request.url === '/token'
              ? {
                  access_token: 'federated',
                  issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
                  token_type: 'Bearer',
                  expires_in: 3600,
                }
              : request.url?.endsWith(':generateAccessToken') === true
                ? { accessToken: 'impersonated', expireTime: '2100-01-01T00:00:00Z' }
                : { tables: [], auth: request.headers.authorization },
          ),
        );
      });
    });
    const port = await new Promise<number>((resolve) => {
      google.listen(0, '127.0.0.1', () => {
        const address = google.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const environment = { ...process.env };
    Object.assign(process.env, {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
      AWS_SESSION_TOKEN: 'session',
    });
    try {
      const federated = openBigquery(
        {
          ...target,
          federation: {
            audience:
              '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/kindred/providers/aws',
            service_account: 'kindred-reader@sample-shop.iam.gserviceaccount.com',
          },
        },
        { endpoint: `http://127.0.0.1:${port}` },
      );
      expect(await federated.tables()).toEqual([]);
    } finally {
      process.env = environment;
      await new Promise((resolve) => {
        google.closeAllConnections();
        google.close(resolve);
      });
    }
    const exchange = decodeURIComponent(
      decodeURIComponent(seen.find((line) => line.startsWith('/token')) ?? ''),
    );
    expect(exchange).toContain('workloadIdentityPools/kindred/providers/aws');
    expect(exchange).toContain('sts.eu-central-1.amazonaws.com');
    expect(exchange).toContain('AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE');
    expect(exchange).not.toContain('wJalrXUtnFEMI');
    expect(
      seen.some((line) =>
        line.includes('kindred-reader@sample-shop.iam.gserviceaccount.com:generateAccessToken'),
      ),
    ).toBe(true);
  });
});
