import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateTenant } from '../../examples/generate.ts';
import { fileHashes as hashes } from './file-hashes.ts';

/** Real runs, on a machine that may be busy. */
vi.setConfig({ testTimeout: 120_000 });
const root = mkdtempSync(join(tmpdir(), 'kindred-end-'));
const exports = join(root, 'exports');
const cli = join(import.meta.dirname, '../../local/cli.ts');

beforeAll(async () => {
  await generateTenant({ seed: 5, customers: 80, orders: 800, prospects: 60 }, exports);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the command line in its own process. `until` kills it as soon as its messages say so. */
function kindred(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
  until?: RegExp,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
      if (until?.test(err) === true) child.kill('SIGKILL');
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('kindred run, from exports to outputs', () => {
  it('gives the same bytes in any time zone and locale, fresh or killed and resumed; then says duplicate', async () => {
    const here = (name: string): string => join(root, name);
    const first = await kindred(['run', exports, '--fresh', '--state', here('s1'), '--out', here('a')], {
      TZ: 'Pacific/Kiritimati',
      LC_ALL: 'tr_TR.UTF-8',
    });
    expect(first.code, first.err).toBe(0);
    expect(first.out).toContain('Best customers');
    expect(Object.keys(hashes(here('a')))).toEqual(
      expect.arrayContaining(['manifest.json', 'quarantine.csv', 'report.html', 'targets.csv', 'traits.csv']),
    );
    expect(readdirSync(here('s1'))).toEqual([]);

    const args = ['run', exports, '--state', here('s2'), '--out', here('b'), '--json'];
    const env = { TZ: 'America/Los_Angeles', LC_ALL: 'C' };
    const killed = await kindred(args, env, /find the best customers/);
    expect([killed.code, killed.out]).toEqual([null, '']);
    const resumed = await kindred(args, env);
    expect(resumed.code, resumed.err).toBe(0);
    expect(resumed.err).not.toContain('land the files');
    expect(JSON.parse(resumed.out)).toMatchObject({ success: true, outcome: 'published' });
    expect(hashes(here('b'))).toEqual(hashes(here('a')));

    const again = await kindred(args, env);
    expect(JSON.parse(again.out)).toMatchObject({
      outcome: 'duplicate',
      run: JSON.parse(resumed.out).run,
    });
    expect(hashes(here('b'))).toEqual(hashes(here('a')));
  });
});
