import { createHmac } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Notification } from '../../../events/notification.ts';
import { run } from '../../../functions/notify/run.ts';
import type { Posted } from '../../../functions/notify/webhook.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { isPublic, safePost } from '../../../functions/shared/stores/safe-post.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';
import { webhookSecret } from '../../../functions/shared/webhook-signature.ts';

const execution = { id: 'arn:x', started_at: '2026-07-01T05:00:00.000Z' };
const now = (): string => '2026-07-01T05:02:11.000Z';

async function world(answer: Posted) {
  const objects = await openFolderObjects(mkdtempSync(join(tmpdir(), 'kindred-notify-')));
  const scores = openSqliteScores(':memory:');
  await objects.put(
    'settings/acme/icp.json',
    JSON.stringify({ webhook: { url: 'https://hooks.acme.example/kindred' } }),
  );
  const told: Notification[] = [];
  const posts: { readonly body: string; readonly headers: Readonly<Record<string, string>> }[] = [];
  const secret = await webhookSecret(scores, 'acme', (count) => new Uint8Array(count).fill(7));
  return {
    told,
    posts,
    secret: secret ?? '',
    end: async (ended: object) =>
      await run(
        { objects, scores, now, log: () => undefined },
        { ended, execution },
        {
          announce: async (each) => {
            told.push(each);
          },
          post: async (_, body, headers) => {
            posts.push({ body, headers });
            return answer;
          },
        },
      ),
  };
}

describe('a notification', () => {
  it('goes to the bus and, signed, to the webhook, with the same id at every attempt', async () => {
    const { told, posts, secret, end } = await world({ kind: 'answered', status: 204 });
    const waiting = { outcome: 'waiting', warehouse: 'acme', reason: 'orders are missing' };
    await end(waiting);
    await end(waiting);
    expect(told).toHaveLength(2);
    expect(told[0]).toMatchObject({ type: 'drop.waiting', warehouse: 'acme', summary: 'orders are missing' });
    expect(told[1]?.id).toBe(told[0]?.id);
    const [post] = posts;
    const [, t = '', v1 = ''] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(post?.headers['kindred-signature'] ?? '') ?? [];
    expect(createHmac('sha256', secret).update(`${t}.${post?.body}`).digest('hex')).toBe(v1);
    expect(Number(t)).toBe(Date.parse(now()) / 1000);
  });

  it('is tried again while the receiver may recover, and not when it never would', async () => {
    const published = { outcome: 'published', warehouse: 'acme', run: `run_${'0'.repeat(32)}` };
    for (const status of [500, 503, 429, 408])
      await expect((await world({ kind: 'answered', status })).end(published)).rejects.toMatchObject({
        code: 'StoreUnavailable',
      });
    for (const answer of [
      { kind: 'answered', status: 410 },
      { kind: 'answered', status: 302 },
      { kind: 'refused', reason: 'private' },
    ] as const)
      expect(await (await world(answer)).end(published)).toEqual({ told: true });
  });

  it('says nothing of previews, checks and superseded events', async () => {
    const { told, end } = await world({ kind: 'answered', status: 204 });
    for (const outcome of ['previewed', 'superseded', 'ignored', 'checked'])
      expect(await end({ outcome, warehouse: 'acme' })).toEqual({ told: false });
    expect(told).toEqual([]);
  });
});

describe('a webhook', () => {
  it.each([
    'http://hooks.example/',
    'https://user:secret@hooks.example/',
    'https://hooks.example:6379/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://10.1.2.3/',
    'https://[fd00::1]/',
    'file:///etc/passwd',
    'no address',
  ])('is not called at %s', async (url) => {
    expect(await safePost(url, '{}', {}, async () => ['127.0.0.1'])).toMatchObject({ kind: 'refused' });
  });

  it('is not called by a name that leads to a private address, also as one of several', async () => {
    for (const addresses of [['10.0.0.1'], ['93.184.216.34', '169.254.169.254'], ['::1'], ['::ffff:7f00:1']])
      expect(await safePost('https://rebound.example/', '{}', {}, async () => addresses)).toMatchObject({
        kind: 'refused',
      });
    expect(
      await safePost('https://nowhere.example/', '{}', {}, async () => {
        throw new Error('ENOTFOUND');
      }),
    ).toMatchObject({ kind: 'unreachable' });
  });

  it('knows public addresses from others', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111'])
      expect(isPublic(address), address).toBe(true);
    for (const address of [
      '100.64.0.1',
      '192.168.1.1',
      '0.0.0.0',
      '255.255.255.255',
      'fe80::1',
      '64:ff9b::a9fe:a9fe',
    ])
      expect(isPublic(address), address).toBe(false);
  });
});
