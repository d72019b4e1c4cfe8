import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { generateTenant } from '../../../examples/generate.ts';
import { startClosedDrop } from '../../../local/closed-drop.ts';
import { dropFiles } from '../../../local/drop-files.ts';
import { type PublishedTenant, publishTenant, warehouse } from '../../published-tenant.ts';

const size = { customers: 120, orders: 1500, prospects: 200 };
let tenant: PublishedTenant;
beforeAll(async () => {
  tenant = await publishTenant(size);
}, 120_000);
afterAll(async () => tenant.close());

const problem = z.looseObject({ code: z.string(), status: z.int() });
const post = async (path: string, body: unknown, key: string | null): Promise<Response> =>
  await tenant.ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key === null ? {} : { 'idempotency-key': key }) },
    body: JSON.stringify(body),
  });
const upload = { file: 'Orders.csv', bytes: 1000, drop: 'july' };

describe('an Idempotency-Key', () => {
  it('gives the first answer again, byte for byte, where the request made anew answers otherwise', async () => {
    const first = await post('/uploads', upload, 'up-1');
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    const bytes = await first.text();
    // A link is dated to the millisecond: let one pass, so that only a kept answer can be the same.
    await new Promise((resolve) => setTimeout(resolve, 5));
    const again = await post('/uploads', upload, 'up-1');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await again.text()).toBe(bytes);
    expect(await (await post('/uploads', upload, null)).text()).not.toBe(bytes);
    expect(await (await post('/uploads', upload, 'up-2')).text()).not.toBe(bytes);
  });

  it('is refused with 422 for another body, and means another request on another path', async () => {
    const first = await (await post('/uploads', upload, 'up-3')).text();
    const other = await post('/uploads', { ...upload, bytes: 1001 }, 'up-3');
    expect(other.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.parse(await other.json())).toMatchObject({ status: 422, code: 'idempotency_mismatch' });
    expect(other.status).toBe(422);
    // The refusal spoilt nothing: the first request is answered as before.
    expect(await (await post('/uploads', upload, 'up-3')).text()).toBe(first);
    const elsewhere = await post('/icp-score', { features: {} }, 'up-3');
    expect([elsewhere.status, elsewhere.headers.get('idempotency-replayed')]).toEqual([200, null]);
  });

  it('lets one of several requests at the same time through', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async () => await post('/uploads', upload, 'up-4')),
    );
    const texts = new Set<string>();
    let made = 0;
    for (const answer of answers) {
      if (answer.status === 409) {
        expect(problem.parse(await answer.json()).code).toBe('idempotency_in_progress');
        expect(answer.headers.get('retry-after')).toBe('2');
        continue;
      }
      expect(answer.status).toBe(201);
      if (answer.headers.get('idempotency-replayed') === null) made += 1;
      texts.add(await answer.text());
    }
    expect(made).toBe(1);
    expect(texts.size).toBe(1);
  });

  it('keeps a refusal too', async () => {
    const wrong = await post('/uploads', { file: '../x', bytes: -1 }, 'up-5');
    const again = await post('/uploads', { file: '../x', bytes: -1 }, 'up-5');
    expect([wrong.status, again.status]).toEqual([422, 422]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toContain('application/problem+json');
    expect(await again.text()).toBe(await wrong.text());
  });
});

describe('an ETag', () => {
  const paths = [
    '/targets?limit=20&tier=A',
    '/targets/facets',
    '/icp-analysis',
    '/top-customers',
    '/traits',
    '/archetypes',
    '/manifest',
    '/outputs',
  ];

  it('spares an unchanged answer its body, and is another one for another run', async () => {
    const tags = new Map<string, string>();
    for (const path of paths) {
      const first = await tenant.ask(path);
      const etag = first.headers.get('etag') ?? '';
      expect(first.status, path).toBe(200);
      expect(etag, path).toMatch(/^"run_[0-9a-f]{32}-\d+"$/);
      expect(first.headers.get('cache-control'), path).toBe('private, no-cache');
      tags.set(path, etag);
      for (const shown of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const same = await tenant.ask(path, { headers: { 'if-none-match': shown } });
        expect(same.status, `${path} ${shown}`).toBe(304);
        expect(same.headers.get('etag')).toBe(etag);
        expect(same.headers.get('content-type')).toBe(null);
        expect((await same.arrayBuffer()).byteLength).toBe(0);
      }
      const changed = await tenant.ask(path, { headers: { 'if-none-match': '"run_0-1"' } });
      expect(changed.status).toBe(200);
      expect(await changed.text()).toBe(await first.text());
    }

    const before = z.looseObject({ run: z.string() }).parse(await (await tenant.ask('/targets')).json()).run;
    const folder = await mkdtemp(join(tmpdir(), 'kindred-second-'));
    await generateTenant({ seed: 8, ...size }, folder);
    const drop = { warehouse, files: dropFiles([folder]).files, settings: null, asOf: null };
    const ended = await tenant.wire.executions.ended((await startClosedDrop(tenant.wire, drop)).name);
    await rm(folder, { recursive: true, force: true });
    expect(ended.status, `${ended.error} ${ended.cause}`).toBe('SUCCEEDED');

    for (const path of paths) {
      const old = tags.get(path) ?? '';
      const fresh = await tenant.ask(path, { headers: { 'if-none-match': old } });
      expect(fresh.status, path).toBe(200);
      expect(fresh.headers.get('etag'), path).not.toBe(old);
      expect((await fresh.arrayBuffer()).byteLength).toBeGreaterThan(0);
      // The run before is kept: who asks for it by name still has that answer.
      const earlier = await tenant.ask(`${path}${path.includes('?') ? '&' : '?'}run=${before}`, {
        headers: { 'if-none-match': old },
      });
      expect(earlier.status, path).toBe(304);
    }
  }, 120_000);

  it('does not stand for what is not there', async () => {
    const etag = (await tenant.ask('/targets')).headers.get('etag') ?? '';
    for (const path of ['/targets/nobody', '/customers/nobody', '/channels'])
      for (const shown of [etag, '*']) {
        const missing = await tenant.ask(path, { headers: { 'if-none-match': shown } });
        expect([missing.status, missing.headers.get('etag')], `${path} ${shown}`).toEqual([404, null]);
      }
    const cursor = await tenant.ask('/targets?cursor=x', { headers: { 'if-none-match': etag } });
    expect([cursor.status, cursor.headers.get('etag')]).toEqual([400, null]);
  });

  it('is never given or honoured before it is known who asks', async () => {
    const etag = (await tenant.ask('/targets')).headers.get('etag') ?? '';
    const stranger = await tenant.app.request(`/v1/warehouses/${warehouse}/targets`, {
      headers: { 'if-none-match': etag },
    });
    expect([stranger.status, stranger.headers.get('etag')]).toEqual([401, null]);
  });
});
