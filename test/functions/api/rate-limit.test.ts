import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { addKey } from '../../../local/api-keys.ts';
import { localApp } from '../../../local/local-app.ts';
import { openWire, type Wire } from '../../../local/wire.ts';
import { virtualClock } from '../../local/virtual-clock.ts';

/** Nothing runs here, so that time stands still until a test moves it. */
let folder: string;
let wire: Wire;
let clock: ReturnType<typeof virtualClock>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kindred-rate-'));
  clock = virtualClock(Date.parse('2026-07-01T09:00:20Z'));
  wire = await openWire({ state: folder, clock });
});
afterEach(async () => {
  await wire.close();
  await rm(folder, { recursive: true, force: true });
});

const keyOf = async (requestsPerMinute: number, warehouse = 'acme'): Promise<string> =>
  (
    await addKey(wire.scores, {
      warehouse,
      scopes: ['read'],
      now: '2026-07-01T00:00:00Z',
      expiresAt: null,
      note: 'rate',
      requestsPerMinute,
    })
  ).secret;

type App = ReturnType<typeof localApp>;
const ask = async (app: App, secret: string, path = 'runs'): Promise<Response> =>
  await app.request(`/v1/warehouses/acme/${path}`, { headers: { authorization: `Bearer ${secret}` } });
const rate = (response: Response): readonly (string | null)[] =>
  ['ratelimit-policy', 'ratelimit', 'retry-after'].map((name) => response.headers.get(name));

const problem = z.strictObject({
  type: z.literal('urn:kindred:problem:rate_limited'),
  title: z.string(),
  status: z.literal(429),
  detail: z.string(),
  code: z.literal('rate_limited'),
  request_id: z.string().min(1),
});

describe('a key over its requests a minute', () => {
  it('is told what is left, then 429 and when to come again, and is let in when that time has come', async () => {
    const app = localApp(wire);
    const secret = await keyOf(25);
    const policy = '"default";q=25;w=60';
    for (let left = 24; left >= 0; left -= 1) {
      const response = await ask(app, secret);
      expect(response.status).toBe(200);
      expect(rate(response)).toEqual([policy, `"default";r=${left};t=40`, null]);
    }
    clock.set(Date.parse('2026-07-01T09:00:59.400Z'));
    const refused = await ask(app, secret);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(rate(refused)).toEqual([policy, '"default";r=0;t=1', '1']);
    expect(problem.parse(await refused.json()).detail).toContain('25 requests a minute');

    // Who waits as long as he was told is let in: never a moment too early.
    clock.set(Date.parse('2026-07-01T09:00:59.400Z') + 1000);
    const again = await ask(app, secret);
    expect(again.status).toBe(200);
    expect(rate(again)).toEqual([policy, '"default";r=24;t=60', null]);
  });

  it('takes nothing from another key of the same tenant', async () => {
    const app = localApp(wire);
    const busy = await keyOf(3);
    const calm = await keyOf(3);
    const statuses: number[] = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await ask(app, busy)).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const other = await ask(app, calm);
    expect([other.status, ...rate(other)]).toEqual([200, '"default";q=3;w=60', '"default";r=2;t=40', null]);
  });

  it('is counted over all processes, and in answers that refuse', async () => {
    const [one, two] = [localApp(wire), localApp(wire)];
    const secret = await keyOf(40);
    const statuses: number[] = [];
    for (let count = 0; count < 60; count += 1)
      statuses.push((await ask(count % 2 === 0 ? one : two, secret, 'targets')).status);
    // No run is published: every request let through is answered 404, and counts all the same.
    const through = statuses.filter((status) => status === 404).length;
    expect(statuses.filter((status) => status === 429)).toHaveLength(60 - through);
    expect(through).toBe(40);
    const fresh = await keyOf(40);
    const refused = await ask(one, fresh, 'targets');
    expect([refused.status, ...rate(refused)]).toEqual([
      404,
      '"default";q=40;w=60',
      '"default";r=39;t=40',
      null,
    ]);
  });

  it('is not let in above its quota by requests at the same time', async () => {
    const app = localApp(wire);
    const secret = await keyOf(50);
    const statuses = await Promise.all(
      Array.from({ length: 120 }, async () => (await ask(app, secret)).status),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(50);
    expect(statuses.filter((status) => status === 429)).toHaveLength(70);
  });
});
