import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createApi } from '../../functions/api/app.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { addKey, listKeys, revokeKey } from '../../local/api-keys.ts';
import { executionPort } from '../../local/execution-port.ts';
import { executionsOf } from './run-machine.ts';

const now = '2026-11-22T12:00:00.000Z';
/** Nothing here asks for a link. */
const noLinks = {
  upload: () => Promise.reject(new Error('no uploads here')),
  download: () => Promise.reject(new Error('no downloads here')),
};

describe('API keys', () => {
  it('open the API of their warehouse, until they are revoked or expire', async () => {
    const scores = openSqliteScores(':memory:');
    let time = now;
    const api = createApi({
      objects: await openFolderObjects(mkdtempSync(join(tmpdir(), 'kindred-keys-'))),
      scores,
      executions: executionPort(executionsOf({ StartAt: 'A', States: { A: { Type: 'Succeed' } } }, {})),
      links: noLinks,
      now: () => time,
      randomBytes: (count) => new Uint8Array(count),
      log: () => undefined,
    });
    const ask = async (secret: string, warehouse = 'acme'): Promise<number> =>
      (
        await api.request(`/v1/warehouses/${warehouse}/runs`, {
          headers: { authorization: `Bearer ${secret}` },
        })
      ).status;
    const made = { warehouse: 'acme', scopes: ['read'], now, expiresAt: null, note: 'a' } as const;
    const { secret, key } = await addKey(scores, made);
    expect(secret).toMatch(/^sk_live_[A-Za-z0-9_-]{43}$/);
    expect(await ask(secret)).toBe(200);
    expect(await ask(secret, 'other')).toBe(404);
    const short = await addKey(scores, { ...made, expiresAt: '2026-11-23T00:00:00.000Z' });
    expect(await ask(short.secret)).toBe(200);
    time = '2026-11-23T00:00:00.000Z';
    expect(await ask(short.secret)).toBe(401);
    expect((await revokeKey(scores, 'acme', key.key_id, now)).revoked_at).toBe(now);
    expect(await ask(secret)).toBe(401);
    expect((await revokeKey(scores, 'acme', key.key_id, '2027-01-01T00:00:00.000Z')).revoked_at).toBe(now);
    const listed = await listKeys(scores, 'acme');
    expect(listed.map((each) => each.revoked_at).sort()).toEqual([now, null]);
    expect(JSON.stringify(listed)).not.toContain(secret);
    await expect(revokeKey(scores, 'other', key.key_id, now)).rejects.toMatchObject({ code: 'NotFound' });

    // A process goes by what it knows of a key for a while, and that ends within a minute of the revocation.
    const known = await addKey(scores, made);
    expect(await ask(known.secret)).toBe(200);
    await revokeKey(scores, 'acme', known.key.key_id, time);
    time = '2026-11-23T00:00:59.000Z';
    expect(await ask(known.secret)).toBe(401);
    const used = (await listKeys(scores, 'acme')).find((each) => each.key_id === known.key.key_id);
    expect(used?.last_used_at).toBe('2026-11-23T00:00:00.000Z');
  });
});

describe('the execution port', () => {
  it('starts once per name and tells where an execution is', async () => {
    const executions = executionsOf(
      { StartAt: 'A', States: { A: { Type: 'Succeed', Output: { outcome: 'x' } } } },
      {},
    );
    const port = executionPort(executions);
    const event = { kind: 'rerun', warehouse: 'acme', request: 'r', requested_on: '2026-11-22' };
    const { execution, started } = await port.start('one', event);
    expect(started).toBe(true);
    expect((await port.start('one', event)).started).toBe(false);
    await expect(port.start('one', { ...event, request: 's' })).rejects.toMatchObject({ code: 'BadRequest' });
    await executions.ended('one');
    expect(await port.describe(execution)).toMatchObject({
      name: 'one',
      status: 'succeeded',
      state: 'A',
      output: { outcome: 'x' },
    });
    expect(await port.describe('arn:aws:states:elsewhere:execution:kindred:one')).toBe(null);
    expect(executions.list({ warehouse: 'acme', limit: 5 })).toHaveLength(1);
  });
});
