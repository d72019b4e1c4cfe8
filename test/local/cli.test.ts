import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../local/cli.ts';
import { openTerminal } from '../../local/terminal.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-cli-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Told = { readonly code: number; readonly out: string; readonly err: string };

/** Runs a command line in this process, its state in a folder of the test. */
async function kindred(...args: string[]): Promise<Told> {
  const texts = { out: '', err: '' };
  const stream = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk);
        done();
      },
    });
  const code = await main(args, openTerminal(stream('out'), stream('err'), true));
  return { code, ...texts };
}
const state = ['--state', join(root, 'state')];

describe('the command line', () => {
  it('explains itself', async () => {
    const help = await kindred('--help');
    expect(help.code).toBe(0);
    for (const name of ['demo', 'run', 'check', 'templates', 'serve', 'compare', 'keys']) {
      expect(help.out).toContain(`  ${name} `);
      const one = await kindred(name, '--help');
      expect(one.code).toBe(0);
      expect(one.out).toMatch(/Examples\n/);
    }
    expect((await kindred()).code).toBe(2);
  });

  it('writes templates that can be checked as they are', async () => {
    const folder = join(root, 'templates');
    const { code, out } = await kindred('templates', folder);
    expect([code, readdirSync(folder).length], out).toEqual([0, 27]);
    expect(out).toMatch(/orders +one row per order or invoice \(required\)/);
    const checked = await kindred('check', folder);
    expect(checked.code).toBe(0);
    expect(checked.out).not.toMatch(/warning|undecided|could also be/);
    const told = await kindred('templates', join(root, 'templates', 'orders.csv', 'below'));
    expect([told.code, told.out]).toEqual([2, '']);
    expect(told.err).toMatch(/allowed: +a folder that can be written/);
  });

  it('refuses unknown commands, options and values with what it allows', async () => {
    const cases: readonly [string[], RegExp][] = [
      [['fly'], /command\n {4}allowed: {2}demo, run/],
      [['run'], /at least one FOLDER/],
      [['run', root, '--bogus'], /--out VALUE.*\n.*--bogus/s],
      [['run', root, '--out'], /kindred run\n/],
      [['run', root, '--as-of', '2026-02-30'], /--as-of\n {4}allowed: {2}data, today, or a day/],
      [['run', root, '--warehouse', 'A B'], /--warehouse\n/],
      [['serve', '--port', '99999'], /--port\n {4}allowed: {2}a whole number from 0 to 65535/],
      [['serve', '--schedule', 'daily', ...state], /schedule\n/],
      [['keys', 'lose'], /list, add, or revoke KEY_ID/],
      [['keys', 'revoke', ...state], /list, add, or revoke KEY_ID/],
      [['keys', 'revoke', 'key_none', ...state], /a key of warehouse default/],
      [['keys', 'add', '--scopes', 'root', ...state], /read, run, admin/],
    ];
    for (const [args, expected] of cases) {
      const { code, out, err } = await kindred(...args);
      expect(err, args.join(' ')).toMatch(expected);
      expect(err).toMatch(/remedy: {3}\S/);
      expect([code, out], args.join(' ')).toEqual([2, '']);
    }
  });

  it('prints no colours where nobody looks', async () => {
    expect((await kindred('fly')).err).not.toContain('\u001b');
  });

  it('says as JSON what went wrong', async () => {
    const { code, out } = await kindred('run', join(root, 'nowhere'), '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      success: false,
      error: 'NothingToRun',
      problems: [{ received: 'nothing: it does not exist' }],
    });
  });

  it('names a folder that cannot be written before it does anything, and leaves nothing behind', async () => {
    const exports = join(root, 'exports');
    mkdirSync(exports, { recursive: true });
    writeFileSync(join(exports, 'Orders.csv'), 'order_id\n');
    writeFileSync(join(root, 'a-file'), '');
    for (const args of [
      ['--out', join(root, 'a-file')],
      ['--out', join(root, 'a-file', 'below')],
      ['--state', join(root, 'a-file', 'below'), '--out', join(root, 'out')],
    ]) {
      const { code, err } = await kindred('run', exports, ...state, ...args);
      expect(code, err).toBe(2);
      expect(err).toContain('a-file');
    }
    expect(existsSync(join(root, 'out'))).toBe(false);
    expect(readdirSync(root).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('checks files without running them: mapping, quality, and whether they could run', async () => {
    const files = join(root, 'to-check');
    mkdirSync(files, { recursive: true });
    writeFileSync(join(files, 'Customers.csv'), 'customer_id,name\n1,Acme\n2,Beta\n');
    const without = await kindred('check', files);
    expect(without.code, without.err).toBe(0);
    expect(without.out).toContain('not runnable: no orders');
    const rows = Array.from(
      { length: 40 },
      (_, at) => `${at},2025-02-${10 + (at % 9)},1,${at === 7 ? 'twelve' : '10.50'}`,
    );
    writeFileSync(join(files, 'Orders.csv'), ['Order No,Order Date,Customer,Total', ...rows, ''].join('\n'));
    writeFileSync(join(files, 'icp.json'), '{ "bad_rows": { "fail": 0.5 } }');
    const { code, out } = await kindred('check', files);
    expect(code).toBe(0);
    expect(out).toMatch(/Order No +→ order_id/);
    expect(out).toMatch(/Orders\.csv, line 9.*twelve/);
    expect(out).toContain('\nrunnable: ');
    const json = JSON.parse((await kindred('check', files, '--json')).out);
    expect(json).toMatchObject({ runnable: true, verdict: null });
    expect((await kindred('check', join(root, 'nowhere'))).code).toBe(2);
  });

  it('manages keys', async () => {
    const made = await kindred('keys', 'add', '--scopes', 'read,run', '--note', 'CRM', ...state);
    expect(made.out).toMatch(
      /^sk_live_\S{43}\n {2}key_[0-9a-f]{12}, warehouse default, may read, run, until 2/,
    );
    const listed = await kindred('keys', 'list', '--json', ...state);
    const { keys } = JSON.parse(listed.out);
    expect(keys).toHaveLength(1);
    expect((await kindred('keys', 'revoke', keys[0].key_id, ...state)).out).toMatch(/is revoked since/);
    expect((await kindred('keys', 'list', ...state)).out).toMatch(/revoked 2\d{3}-.* {2}CRM/);
  });
});

describe('the launcher', () => {
  const launcher = join(import.meta.dirname, '../../local/cli.mjs');
  const launch = (node: string, args: string[]): Promise<Told> =>
    new Promise((resolve) => {
      execFile(node, [launcher, ...args], (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });

  it('passes arguments, output and exit code through', async () => {
    const told = await launch(process.execPath, ['run', join(root, 'nowhere')]);
    expect([told.code, told.out]).toEqual([2, '']);
    expect(told.err).toContain('it does not exist');
  });

  const hosts = (process.env['PATH'] ?? '')
    .split(':')
    .map((folder) => join(folder, 'node'))
    .filter((path) => existsSync(path) && !path.includes('node_modules'));
  it('runs on the pinned Node where the host has an older one', async (context) => {
    for (const host of hosts) {
      const version = await new Promise<string>((resolve) =>
        execFile(host, ['--version'], (_, out) => resolve(out)),
      );
      if (!/^v(20|21)\./.test(version)) continue;
      const told = await launch(host, ['run', join(root, 'nowhere')]);
      expect([told.code, told.out]).toEqual([2, '']);
      return;
    }
    context.skip('no Node 20 or 21 on this host');
  });
});
