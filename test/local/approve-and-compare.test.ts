import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../local/cli.ts';
import { openTerminal } from '../../local/terminal.ts';

const root = mkdtempSync(join(tmpdir(), 'kindred-approve-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function kindred(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const stream = (name: 'out' | 'err'): Writable =>
    new Writable({
      write: (chunk, _, done) => {
        texts[name] += String(chunk);
        done();
      },
    });
  const code = await main(args, openTerminal(stream('out'), stream('err'), false));
  return { code, ...texts };
}

const files = join(root, 'files');
const state = ['--state', join(root, 'state')];
const out = join(root, 'out');
const settings = (name: string, value: object): string => {
  writeFileSync(join(root, name), JSON.stringify(value));
  return join(root, name);
};
let run = '';

beforeAll(() => {
  mkdirSync(files);
  const rows = Array.from({ length: 300 }, (_, index) => {
    const day = new Date(Date.UTC(2024, 0, 1 + 3 * index)).toISOString().slice(0, 10);
    return `O-${index},${day},C-${index % 17},${100 + ((index * 37) % 900)}.00`;
  });
  writeFileSync(
    join(files, 'Orders.csv'),
    `Order No,Order Date,Customer No,Net Amount\n${rows.join('\n')}\n`,
  );
  const prospects = Array.from(
    { length: 12 },
    (_, index) => `P-${index},Prospect ${index},prospect${index}.example`,
  );
  writeFileSync(join(files, 'Prospects.csv'), `Prospect ID,Company Name,Website\n${prospects.join('\n')}\n`);
});

describe('approval', () => {
  it('makes outputs and exports wait until somebody signs them off', async () => {
    const asked = settings('approval.json', { approval: 'required', exports: { lists: ['nurture'] } });
    const held = await kindred('run', files, ...state, '--out', out, '--settings', asked);
    run = /run_[0-9a-f]{32}/.exec(held.out)?.[0] ?? '';
    expect(held.out).toContain('waits for approval');
    expect(existsSync(join(out, 'exports'))).toBe(false);

    const approved = await kindred('approve', run, ...state, '--out', out);
    expect([approved.code, approved.err]).toEqual([0, '']);
    expect(existsSync(join(out, 'exports', 'hubspot-companies.csv'))).toBe(true);

    const again = await kindred('approve', run, ...state);
    expect(again.code).toBe(2);
    expect(again.err).toContain('needs no approval');
    expect((await kindred('approve', 'run_1', ...state)).code).toBe(2);
  }, 120_000);
});

describe('compare', () => {
  it('says what changed since the run before, and refuses what it cannot compare', async () => {
    expect((await kindred('compare', ...state)).err).toContain('it is the first run');
    const weights = { similarity: 0.5, opportunity: 0.5 };
    const changed = settings('weights.json', { weights, exports: { lists: ['nurture'] } });
    expect((await kindred('run', files, ...state, '--out', out, '--settings', changed)).code).toBe(0);
    const told = await kindred('compare', ...state);
    expect(told.code).toBe(0);
    expect(told.out).toContain('Setting weights.similarity: 0.7 → 0.5');
    expect(told.out).toContain('residual 0');
    const json = await kindred(
      'compare',
      run,
      /run_\w+/g.exec(told.out.split('\n')[1] ?? '')?.[0] ?? '',
      ...state,
      '--json',
    );
    expect(JSON.parse(json.out)).toMatchObject({ success: true, previous_run: run });
    expect((await kindred('compare', run, ...state)).code).toBe(2);
  }, 120_000);
});
