import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectStore, SignedLinks } from '../../functions/shared/ports.ts';
import { openS3Links } from '../../functions/shared/stores/s3-links.ts';
import { openS3Objects } from '../../functions/shared/stores/s3-objects.ts';
import type { Server } from './servers/child-server.ts';
import { motoBucket, motoMissing, startMoto } from './servers/moto.ts';
import { policyRefusal } from './servers/post-policy.ts';
import { startProxy } from './servers/proxy.ts';
import { localS3 } from './servers/s3-client.ts';

const missing = motoMissing();
if (missing !== null) console.info(`skipped: ${missing}`);

const contentType = 'application/octet-stream';
const text = (body: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(body);

describe.skipIf(missing !== null)(`links of S3${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let moto: Server;
  /** moto stores whatever comes: before it, a form is held against its policy as S3 does it. */
  let door: Server;
  let now = 0;
  let objects: ObjectStore;
  let links: SignedLinks;
  beforeAll(async () => {
    moto = await startMoto();
    const client = await motoBucket(moto, 'files', true);
    objects = openS3Objects({ bucket: 'files', client });
    door = await startProxy(moto.endpoint, async ({ method, headers, body }, forward) => {
      if (method !== 'POST') return await forward();
      const type = { 'content-type': headers['content-type'] ?? '' };
      const form = await new Response(new Uint8Array(body), { headers: type }).formData();
      const given = { bucket: 'files', secretAccessKey: 'S3RVER', now: now === 0 ? Date.now() : now };
      return policyRefusal(form, given) ?? (await forward());
    });
    links = openS3Links({ bucket: 'files', client: localS3(door.endpoint) });
  });
  afterAll(async () => {
    await door.close();
    await moto.close();
  });

  type Form = Awaited<ReturnType<SignedLinks['upload']>>;
  /** What a browser sends: every field, then the file. */
  const send = async (
    { url, fields }: Form,
    body: Uint8Array<ArrayBuffer>,
    changed: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly code: string | null }> => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...fields, ...changed })) form.append(name, value);
    form.append('file', new Blob([body], { type: contentType }), 'Orders.csv');
    const response = await fetch(url, { method: 'POST', body: form });
    const code = /<Code>(\w+)</.exec(await response.text())?.[1] ?? null;
    return { status: response.status, code };
  };

  it('take a file of the announced size and less, and store its bytes under the key', async () => {
    for (const [key, body] of [
      ['inbox/acme/Whole.csv', 'x'.repeat(100)],
      ['inbox/acme/Less.csv', 'a;b\n1;2\n'],
      ['inbox/acme/Gr\u00f6\u00dfe + 1.csv', 'name\n'],
      ['inbox/acme/Empty.csv', ''],
    ] as const) {
      const form = await links.upload(key, { maxBytes: 100, contentType, seconds: 900 });
      expect(await send(form, text(body)), key).toEqual({ status: 204, code: null });
      expect(Buffer.from((await objects.get(key)) ?? []).toString(), key).toBe(body);
    }
  });

  it('refuse a larger file, another type, another key, another form and a late one, and store nothing', async () => {
    const key = 'inbox/acme/Orders.csv';
    const form = await links.upload(key, { maxBytes: 100, contentType, seconds: 900 });
    const small = text('x');
    const denied = { status: 403, code: 'AccessDenied' };
    expect(await send(form, text('x'.repeat(101)))).toEqual({ status: 400, code: 'EntityTooLarge' });
    expect(await send(form, small, { 'Content-Type': 'text/html' })).toEqual(denied);
    expect(await send(form, small, { key: 'inbox/rival/Orders.csv' })).toEqual(denied);
    expect(await send(form, small, { acl: 'public-read' })).toEqual(denied);
    const wide = Buffer.from(form.fields['Policy'] ?? '', 'base64')
      .toString()
      .replace(',100]', ',100000]');
    expect(wide).toContain('100000');
    expect(await send(form, small, { Policy: Buffer.from(wide).toString('base64') })).toEqual({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    now = Date.now() + 901_000;
    expect(await send(form, small)).toEqual(denied);
    now = 0;
    const stored: string[] = [];
    for await (const each of objects.list('inbox/')) stored.push(each.key);
    expect(stored.filter((each) => each.endsWith('/Orders.csv'))).toEqual([]);
    expect((await send(form, small)).status).toBe(204);
  });

  it('hand a file out, and ask for the name and type they were made with', async () => {
    await objects.put('runs/acme/report.html', text('<p>ICP</p>'));
    const url = await links.download('runs/acme/report.html', {
      fileName: 'report.html',
      contentType: 'text/html; charset=utf-8',
      seconds: 900,
    });
    const response = await fetch(url);
    expect([response.status, await response.text()]).toEqual([200, '<p>ICP</p>']);
    const asked = new URL(url).searchParams;
    expect([
      asked.get('response-content-type'),
      asked.get('response-content-disposition'),
      asked.get('X-Amz-Expires'),
    ]).toEqual(['text/html; charset=utf-8', 'inline; filename="report.html"', '900']);
  });
});
