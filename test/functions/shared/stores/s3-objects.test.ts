import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListMultipartUploadsCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256File } from '../../../../functions/shared/sha256.ts';
import { openS3Objects } from '../../../../functions/shared/stores/s3-objects.ts';
import type { Server } from '../../../contracts/servers/child-server.ts';
import { motoBucket, motoMissing, startMoto } from '../../../contracts/servers/moto.ts';
import { type Reply, startProxy } from '../../../contracts/servers/proxy.ts';
import { localS3 } from '../../../contracts/servers/s3-client.ts';

const bucket = 'kindred-data';
const folder = mkdtempSync(join(tmpdir(), 'kindred-s3-'));
const closing: (() => Promise<void>)[] = [];
const newFolder = (): string => mkdtempSync(join(folder, 'scratch-'));

async function proxied(...script: Parameters<typeof startProxy>): Promise<Server> {
  const proxy = await startProxy(...script);
  closing.push(proxy.close);
  return proxy;
}

afterAll(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(folder, { recursive: true, force: true });
});

const xml = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>as asked by the test</Message></Error>`,
});

describe('what S3 may answer', () => {
  it.each([
    [503, 'SlowDown', 'StoreUnavailable'],
    [500, 'InternalError', 'StoreUnavailable'],
    [403, 'AccessDenied', 'BadConfiguration'],
    [404, 'NoSuchBucket', 'BadConfiguration'],
    [301, 'PermanentRedirect', 'BadConfiguration'],
    [400, 'ExpiredToken', 'BadConfiguration'],
  ])('%i %s becomes %s, naming the bucket', async (status, code, expected) => {
    let requests = 0;
    const server = await proxied(null, async () => {
      requests += 1;
      return xml(status, code);
    });
    const store = openS3Objects({ bucket, client: localS3(server.endpoint, { maxAttempts: 2 }) });
    const failure = { code: expected, problems: [{ name: `bucket ${bucket}` }] };
    await expect(store.get('a')).rejects.toMatchObject(failure);
    await expect(store.put('a', 'x')).rejects.toMatchObject(failure);
    await expect(store.delete('a')).rejects.toMatchObject(failure);
    await expect(store.purge('a')).rejects.toMatchObject(failure);
    await expect(store.list('a')[Symbol.asyncIterator]().next()).rejects.toMatchObject(failure);
    // Retries are the client's, and only for what may pass by itself.
    const perCall = expected === 'StoreUnavailable' ? 2 : 1;
    expect(requests).toBeLessThanOrEqual(6 * perCall);
    expect(requests).toBeGreaterThanOrEqual(5);
  });

  it('no answer at all becomes StoreUnavailable', async () => {
    const server = await startProxy(null, async () => null);
    await server.close();
    const store = openS3Objects({ bucket, client: localS3(server.endpoint, { maxAttempts: 1 }) });
    await expect(store.head('a')).rejects.toMatchObject({ code: 'StoreUnavailable', retryable: true });
  });

  it('a request S3 finds wrong is our fault, and comes as it is', async () => {
    const server = await proxied(null, async () => xml(400, 'MalformedXML'));
    const store = openS3Objects({ bucket, client: localS3(server.endpoint) });
    await expect(store.get('a')).rejects.toMatchObject({ name: 'MalformedXML' });
  });

  it('an answer that breaks off is no object, and leaves nothing behind', async () => {
    const server = await proxied(null, async () => ({
      status: 200,
      headers: { etag: '"x"', 'content-length': '1000' },
      body: 'only this',
    }));
    // The server ends the connection once it has sent less than it announced.
    const store = openS3Objects({
      bucket,
      client: localS3(server.endpoint, { requestHandler: { requestTimeout: 500, socketTimeout: 500 } }),
    });
    const scratch = newFolder();
    await expect(store.get('a')).rejects.toMatchObject({ code: 'StoreUnavailable' });
    await expect(store.materialize('a', scratch)).rejects.toMatchObject({ code: 'StoreUnavailable' });
    expect(readdirSync(scratch)).toEqual([]);
  });

  it('two puts at once (409) count as lost when the condition no longer holds, as unavailable when it may', async () => {
    let exists = false;
    const server = await proxied(null, async ({ method }) => {
      if (method === 'PUT') return xml(409, 'ConditionalRequestConflict');
      if (!exists) return { status: 404, body: '' };
      return {
        status: 200,
        headers: { etag: '"other"', 'last-modified': 'Tue, 30 Jun 2026 12:00:00 GMT' },
        body: '',
      };
    });
    const store = openS3Objects({ bucket, client: localS3(server.endpoint) });
    await expect(store.put('a', 'x', { ifAbsent: true })).rejects.toMatchObject({ code: 'StoreUnavailable' });
    exists = true;
    expect(await store.put('a', 'x', { ifAbsent: true })).toMatchObject({ written: false, etag: '"other"' });
    expect(await store.put('a', 'x', { ifMatch: '"mine"' })).toMatchObject({ written: false });
    await expect(store.put('a', 'x', { ifMatch: '"other"' })).rejects.toMatchObject({
      code: 'StoreUnavailable',
    });
  });

  it('keys come back as they are, where the endpoint encodes them and where it does not', async () => {
    const page = (encoding: string, key: string): Reply => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<?xml version="1.0"?><ListVersionsResult>${encoding}<IsTruncated>false</IsTruncated><Version><Key>${key}</Key><VersionId>v1</VersionId><IsLatest>true</IsLatest><LastModified>2026-06-30T12:00:00.000Z</LastModified><ETag>"x"</ETag><Size>1</Size></Version></ListVersionsResult>`,
    });
    const keyThrough = async (reply: Reply): Promise<string | undefined> => {
      const server = await proxied(null, async () => reply);
      const store = openS3Objects({ bucket, client: localS3(server.endpoint) });
      for await (const info of store.list('')) return info.key;
      return undefined;
    };
    expect(await keyThrough(page('<EncodingType>url</EncodingType>', 'a+b%2Bc%25.csv'))).toBe('a b+c%.csv');
    expect(await keyThrough(page('', 'a+b%2Bc.csv'))).toBe('a+b%2Bc.csv');
  });
});

const missing = motoMissing();
if (missing !== null) console.info(`skipped: ${missing}`);

describe.skipIf(missing !== null)('an S3 that keeps its word (moto)', () => {
  let moto: Server;
  let client: S3Client;
  beforeAll(async () => {
    moto = await startMoto();
    closing.push(moto.close);
    client = await motoBucket(moto, bucket, true);
  });

  const largeFile = (): string => {
    const file = join(newFolder(), 'large.bin');
    writeFileSync(file, Buffer.alloc(12 * 1024 * 1024 + 7, 'kindred '));
    return file;
  };
  const inParts = { bucket, multipartAbove: 5 * 1024 * 1024, partBytes: 5 * 1024 * 1024 };

  it('takes a large file in parts', async () => {
    const file = largeFile();
    const store = openS3Objects({ ...inParts, client });
    const put = await store.put('large/a.bin', { file }, { ifAbsent: true });
    expect(put).toMatchObject({ written: true, etag: expect.stringMatching(/-3"$/) });
    const path = await store.materialize('large/a.bin', newFolder(), put.version);
    expect(await sha256File(path ?? '')).toBe(await sha256File(file));
    expect((await store.put('large/a.bin', { file }, { ifAbsent: true })).written).toBe(false);
  });

  it('leaves no parts behind when one cannot be sent', async () => {
    const proxy = await proxied(moto.endpoint, async ({ url }, forward) =>
      url.includes('partNumber=2') ? xml(400, 'InvalidRequest') : await forward(),
    );
    const store = openS3Objects({ ...inParts, client: localS3(proxy.endpoint) });
    await expect(store.put('large/b.bin', { file: largeFile() })).rejects.toMatchObject({
      name: 'InvalidRequest',
    });
    expect(await store.head('large/b.bin')).toBeNull();
    const open = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(open.Uploads ?? []).toEqual([]);
  });

  it.each([
    ['a put', { file: null, lost: 'PUT' }],
    ['an upload in parts', { file: 'large', lost: 'POST' }],
  ])('knows %s of its own whose answer was lost', async (_, { file, lost }) => {
    let dropped = 0;
    const proxy = await proxied(moto.endpoint, async ({ method, url }, forward) => {
      const reply = await forward();
      const target = method === lost && !url.includes('uploads');
      if (!target || dropped > 0) return reply;
      dropped += 1;
      return null;
    });
    const store = openS3Objects({ ...inParts, client: localS3(proxy.endpoint) });
    const key = `lost/${lost}.bin`;
    const body = file === null ? 'content' : { file: largeFile() };
    const put = await store.put(key, body, { ifAbsent: true });
    expect(dropped).toBe(1);
    expect(put.written).toBe(true);
    expect(await store.head(key)).toMatchObject({ etag: put.etag, version: put.version });
    expect((await store.put(key, 'another', { ifAbsent: true })).written).toBe(false);
  });

  it('does not take the put of somebody else for its own', async () => {
    const other = openS3Objects({ bucket, client });
    let cut = true;
    const proxy = await proxied(moto.endpoint, async ({ method }, forward) => {
      if (method !== 'PUT' || !cut) return await forward();
      cut = false;
      await other.put('lost/race.json', 'theirs', { ifAbsent: true });
      return null;
    });
    const store = openS3Objects({ bucket, client: localS3(proxy.endpoint) });
    expect((await store.put('lost/race.json', 'ours', { ifAbsent: true })).written).toBe(false);
    expect(new TextDecoder().decode((await store.get('lost/race.json')) ?? undefined)).toBe('theirs');
  });

  it('purges more versions than one page holds', async () => {
    const store = openS3Objects({ bucket, client, pageKeys: 7 });
    const neighbour = await store.put('purge/many!', 'stays');
    for (let round = 0; round < 20; round += 1) await store.put('purge/many', String(round));
    const info = await store.head('purge/many');
    await store.purge('purge/many');
    expect(await store.get('purge/many')).toBeNull();
    expect(await store.get('purge/many', info?.version)).toBeNull();
    expect(await store.get('purge/many!', neighbour.version)).not.toBeNull();
  });
});
