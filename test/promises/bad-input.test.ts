import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { fileHashes } from '../local/file-hashes.ts';
import { kindred, type Told } from './kindred-process.ts';

vi.setConfig({ testTimeout: 60_000 });
const root = mkdtempSync(join(tmpdir(), 'kindred-bad-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = { readonly [name: string]: string | Uint8Array };
let made = 0;

function folderOf(files: Files): string {
  made += 1;
  const folder = join(root, `exports-${made}`);
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const header = 'order_id,order_date,customer_id,order_revenue';
/** A plain year of orders by a few customers; `change` may rewrite single lines. */
function orders(change: (line: string, at: number) => string = (line) => line): string {
  const lines = Array.from({ length: 240 }, (_, at) => {
    const month = String((at % 12) + 1).padStart(2, '0');
    const day = String((at % 27) + 1).padStart(2, '0');
    return change(`${1000 + at},2025-${month}-${day},C${at % 17},${100 + (at % 50)}.25`, at);
  });
  return `${[header, ...lines].join('\n')}\n`;
}

/** What a person must never be shown: traces, classes, and the words of the machine room. */
const internal =
  /\n\s+at .+:\d+:\d+|node:internal|file:\/\/|\.ts\b|TypeError|ReferenceError|SyntaxError|KindredError|Kindred\.|ZodError|States\.|\bundefined\b|\[object |\bNaN\b|\bnull\b|Conversion Error|Invalid Input Error|Binder Error/;

/** Runs what cannot be run: exit code 2, a plain message with a remedy, and an `out` folder that is as it was. */
async function refused(args: readonly string[]): Promise<Told> {
  made += 1;
  const out = join(root, `out-${made}`);
  const told = await kindred(['run', ...args, '--state', join(root, `state-${made}`), '--out', out]);
  expect([told.code, told.out], told.err).toEqual([2, '']);
  expect(told.err).toMatch(/^kindred: /m);
  expect(told.err).toMatch(/remedy: +\S/);
  expect(told.err).not.toMatch(internal);
  expect(existsSync(out)).toBe(false);
  expect(readdirSync(root).filter((name) => name.includes('partial'))).toEqual([]);
  return told;
}

describe('what cannot be run is refused in plain words, and nothing is written', () => {
  it('a folder without files', async () => {
    const folder = folderOf({});
    const { err } = await refused([folder]);
    expect(err).toContain(folder);
    expect(err).toMatch(/allowed: +a folder with CSV or Excel exports, an orders file among them/);
  });

  it('customers without orders', async () => {
    const { err } = await refused([folderOf({ 'Customers.csv': 'customer_id,name\nC1,Acme\nC2,Beta\n' })]);
    expect(err).toMatch(/No orders file/);
    expect(err).toContain('Customers.csv');
    expect(err).toMatch(/remedy: .*order_id, order_date, customer_id, order_revenue/);
  });

  it('an orders file whose columns say nothing', async () => {
    const rows = Array.from({ length: 60 }, (_, at) => `w${at % 7},blue,${at % 3},on`);
    const { err } = await refused([
      folderOf({ 'Orders.csv': `foo,colour,blip,state\n${rows.join('\n')}\n` }),
    ]);
    expect(err).toContain('Orders.csv');
    // What it has, what it lacks, and the line to write.
    expect(err).toContain('"foo", "colour", "blip", "state"');
    expect(err).toContain('orders need order_id, order_date, customer_id, order_revenue');
    expect(err).toContain('icp.json, e.g. "files": {"Orders.csv": {"columns": {"foo": "order_id"}}}');
  });

  it('an orders file with one column that can be read in two ways', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, at) => `${at},0${(at % 9) + 1}/0${(at % 7) + 1}/2025,C${at % 9},${at}.50`,
    );
    const { err } = await refused([folderOf({ 'Orders.csv': `${header}\n${rows.join('\n')}\n` })]);
    expect(err).toMatch(/Orders\.csv, column order_date/);
    expect(err).toMatch(/remedy: .*day_first/);
  });

  it('orders that are all of the year 2099', async () => {
    const { err } = await refused([
      folderOf({ 'Orders.csv': orders((line) => line.replace('2025-', '2099-')) }),
    ]);
    expect(err).toContain('Orders.csv');
    expect(err).toMatch(/Orders\.csv, line 2, column order_date: "2099-01-01"/);
    expect(err).toMatch(/240 of 240/);
  });

  it('a picture with the name of a table', async () => {
    const noise = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
      Buffer.alloc(64),
      randomBytes(4096),
    ]);
    const { err } = await refused([folderOf({ 'Orders.csv': noise })]);
    expect(err).toContain('Orders.csv');
    // No bytes of the file reach the terminal.
    expect(err).not.toMatch(/[^\n\x20-\x7e –—×…→✓✗·“”’]/);
  });

  it('settings with an unknown key and two wrong values: all at once', async () => {
    const settings = JSON.stringify({ valuemetric: 'revenue', window_months: 0, best: { share: 20 } });
    const folder = folderOf({ 'Orders.csv': orders(), 'icp.json': settings });
    const { err } = await refused([folder]);
    expect(err).toMatch(/icp\.json: valuemetric\n.*\n.*\n +remedy: +write "value_metric"/);
    expect(err).toMatch(/icp\.json: window_months\n +allowed: +1 or more\n +received: 0\n/);
    expect(err).toMatch(/icp\.json: best\.share\n +allowed: +less than 1\n +received: 20\n/);
    expect(err.match(/received: /g)).toHaveLength(3);
    expect(err.match(/remedy: /g)).toHaveLength(3);
  });

  it('an output folder that cannot be written, or holds other things', async () => {
    const folder = folderOf({ 'Orders.csv': orders() });
    const file = join(root, 'a-file');
    writeFileSync(file, 'mine');
    const told = await kindred([
      'run',
      folder,
      '--state',
      join(root, 'state-out'),
      '--out',
      join(file, 'below'),
    ]);
    expect([told.code, told.out]).toEqual([2, '']);
    expect(told.err).toContain(join(file, 'below'));
    expect(told.err).toMatch(/remedy: +choose another folder with --out/);
    expect(told.err).not.toMatch(internal);

    const theirs = folderOf({ 'thesis.txt': 'years of work' });
    const kept = await kindred(['run', folder, '--state', join(root, 'state-out'), '--out', theirs]);
    expect([kept.code, kept.out]).toEqual([2, '']);
    expect(kept.err).toContain('thesis.txt');
    expect(readFileSync(join(theirs, 'thesis.txt'), 'utf8')).toBe('years of work');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('an output folder without permission', async (context) => {
    if (process.getuid?.() === 0) context.skip('root may write everywhere');
    const closed = join(root, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o555);
    const folder = folderOf({ 'Orders.csv': orders() });
    const told = await kindred([
      'run',
      folder,
      '--state',
      join(root, 'state-closed'),
      '--out',
      join(closed, 'out'),
    ]);
    chmodSync(closed, 0o755);
    expect([told.code, told.out], told.err).toEqual([2, '']);
    expect(told.err).toContain(join(closed, 'out'));
    expect(readdirSync(closed)).toEqual([]);
  });
});

describe('one bad row', () => {
  const out = join(root, 'good-out');
  const state = ['--state', join(root, 'state-good'), '--out', out];

  it('of the year 2099 is set aside and named, and the run goes on', async () => {
    const folder = folderOf({
      'Orders.csv': orders((line, at) => (at === 7 ? line.replace('2025-', '2099-') : line)),
    });
    const told = await kindred(['run', folder, ...state]);
    expect(told.code, told.err).toBe(0);
    expect(told.out).toMatch(/240 rows read, 239 used, 1 refused \(quarantine\.csv says why\)/);
    expect(told.out).toMatch(/as of 2025-12-\d\d|as of 2026-01-01/);
    expect(`${told.out}${told.err}`).not.toMatch(internal);
    const [columns = '', row = '', ...rest] = readFileSync(join(out, 'quarantine.csv'), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(rest).toEqual([]);
    expect(columns).toMatch(/file.*line.*column/);
    expect(row).toMatch(/Orders\.csv.*\b9\b.*order_date.*2099-08-08/);
  });

  it('and outputs that are there stay whole when the next run is refused', async () => {
    const before = fileHashes(out);
    const told = await kindred([
      'run',
      folderOf({ 'Customers.csv': 'customer_id,name\nC1,Acme\n' }),
      ...state,
    ]);
    expect(told.code).toBe(2);
    expect(fileHashes(out)).toEqual(before);
  });
});
