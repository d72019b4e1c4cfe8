import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { addKey } from '../../local/api-keys.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-serve-'));
const state = join(root, 'state');
let child: ChildProcess | null = null;
beforeAll(() =>
  generateTenant({ seed: 3, customers: 50, orders: 400, prospects: 30 }, join(root, 'exports')),
);
afterAll(() => {
  child?.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

/** Starts `kindred serve`; `seen` resolves with the match once its messages say something. */
function serve(): {
  readonly process: ChildProcess;
  readonly seen: (what: RegExp) => Promise<RegExpExecArray>;
  readonly ended: Promise<number | null>;
} {
  const cli = join(import.meta.dirname, '../../local/cli.ts');
  const started = spawn(process.execPath, [cli, 'serve', '--port', '0', '--state', state]);
  child = started;
  let text = '';
  const watchers = new Set<() => void>();
  const add = (chunk: unknown): void => {
    text += String(chunk);
    for (const watcher of watchers) watcher();
  };
  started.stdout.on('data', add);
  started.stderr.on('data', add);
  return {
    process: started,
    ended: new Promise((resolve) => started.on('close', (code) => resolve(code))),
    seen: (what) =>
      new Promise((resolve) => {
        const look = (): void => {
          const match = what.exec(text);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
      }),
  };
}

it('takes files in, is killed, goes on, serves what it found, and stops when told', async () => {
  const first = serve();
  await first.seen(/Serving/);
  mkdirSync(join(state, 'inbox/default'), { recursive: true });
  for (const name of ['Customers.csv', 'Orders.csv', 'Prospects.csv'])
    copyFileSync(join(root, 'exports', name), join(state, 'inbox/default', name));
  await first.seen(/find the best customers/);
  first.process.kill('SIGKILL');
  expect(await first.ended).toBe(null);

  const second = serve();
  await second.seen(/goes on with drop-/);
  await second.seen(/default: published, run_/);
  const url = (await second.seen(/(http:\/\/127\.0\.0\.1:\d+)/))[1] ?? '';
  expect(existsSync(join(state, 'latest/default/report.html'))).toBe(true);

  const report = await fetch(`${url}/outputs/default/report.html`);
  expect(report.status).toBe(200);
  expect(report.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect((await fetch(`${url}/outputs/default/settings.json`)).status).toBe(404);
  expect((await fetch(`${url}/outputs/default/..%2f..%2fjournal.sqlite`)).status).toBe(404);

  const runs = `${url}/v1/warehouses/default/runs`;
  expect((await fetch(runs)).status).toBe(401);
  const scores = openSqliteScores(join(state, 'scores.sqlite'));
  const { secret } = await addKey(scores, {
    warehouse: 'default',
    scopes: ['read'],
    now: '2026-01-01T00:00:00Z',
    expiresAt: null,
    note: '',
  });
  scores.close();
  const answer = await fetch(runs, { headers: { authorization: `Bearer ${secret}` } });
  expect(await answer.json()).toMatchObject({ success: true, data: [{ current: true, cause: 'drop' }] });

  second.process.kill('SIGTERM');
  expect(await second.ended).toBe(0);
}, 120_000);
