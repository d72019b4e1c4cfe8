import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { readAudit, verifyAudit } from '../../functions/shared/audit-log.ts';
import { storedSecret } from '../../functions/shared/deployment-secret.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { main } from '../../local/cli.ts';
import { stateFolder } from '../../local/state-folder.ts';

const state = join(mkdtempSync(join(tmpdir(), 'kindred-tenants-')), 'state');

async function kindred(...args: string[]): Promise<{ readonly code: number; readonly out: string }> {
  const lines: string[] = [];
  const plain = (text: string): string => text;
  const say = (text: string): void => {
    lines.push(text);
  };
  const terminal = { out: say, note: say, bold: plain, dim: plain, red: plain, green: plain, live: false };
  const code = await main([...args, '--state', state], terminal);
  return { code, out: lines.join('\n') };
}

it('adds a tenant with settings, schedule and a key, lists it, and removes it with a receipt', async () => {
  const settings = join(state, '..', 'icp.json');
  writeFileSync(settings, JSON.stringify({ value_metric: 'revenue' }));
  const added = z
    .looseObject({ secret: z.string().startsWith('sk_live_'), inbox: z.string(), key_id: z.string() })
    .parse(
      JSON.parse(
        (
          await kindred(
            ...['tenants', 'add', 'acme', '--settings', settings, '--monthly-cap', '200'],
            ...['--schedule', 'cron(0 5 ? * MON *)', '--json'],
          )
        ).out,
      ),
    );
  expect((await kindred('tenants', 'list')).out).toContain('cron(0 5 ? * MON *)');
  expect((await kindred('tenants', 'add', 'acme')).code).toBe(2);
  expect((await kindred('tenants', 'add', 'other', '--schedule', 'now and then')).code).toBe(2);
  expect((await kindred('tenants', 'add', 'Not An Id')).code).toBe(2);

  const folder = stateFolder(state);
  const objects = await openFolderObjects(folder.bucket);
  const written = await objects.get('settings/acme/icp.json');
  expect(JSON.parse(new TextDecoder().decode(written ?? new Uint8Array()))).toMatchObject({
    value_metric: 'revenue',
    budget: { per_month: { credits: 200 } },
  });
  await objects.put('inbox/acme/Orders.csv', 'a,b\n1,2\n');
  await objects.put('inbox/acmeter/Orders.csv', 'of somebody else');

  expect((await kindred('tenants', 'remove', 'acme')).code).toBe(2);
  expect(await objects.head('inbox/acme/Orders.csv')).not.toBe(null);
  const removed = await kindred('tenants', 'remove', 'acme', '--yes', '--json');
  expect(JSON.parse(removed.out)).toMatchObject({ receipt: { keys_revoked: 1, objects_purged: 2 } });
  expect(await objects.head('inbox/acme/Orders.csv')).toBe(null);
  expect(await objects.head('inbox/acmeter/Orders.csv')).not.toBe(null);
  expect((await kindred('tenants', 'list')).out).not.toContain('acme');
  objects.close();

  const scores = openSqliteScores(folder.scores);
  const secret = (await storedSecret(scores, 'audit-secret')) ?? '';
  expect((await readAudit(scores, 'acme')).map(({ action }) => action)).toEqual([
    'tenant.add',
    'tenant.remove',
  ]);
  expect(await verifyAudit(scores, secret, 'acme')).toBe(null);
  scores.close();
  expect(added.key_id).toMatch(/^key_/);
});
