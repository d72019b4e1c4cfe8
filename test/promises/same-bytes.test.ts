import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDraws } from '../../examples/draws.ts';
import { generateTenant } from '../../examples/generate.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import { startClosedDrop } from '../../local/closed-drop.ts';
import { copyOutputs } from '../../local/copy-outputs.ts';
import { dropFiles } from '../../local/drop-files.ts';
import { runOutcome } from '../../local/run-outcome.ts';
import { invokeStep } from '../../local/step-functions.ts';
import { openWire, type Wire } from '../../local/wire.ts';
import { fileHashes } from '../local/file-hashes.ts';
import { kindred } from './kindred-process.ts';

vi.setConfig({ testTimeout: 120_000 });
const root = mkdtempSync(join(tmpdir(), 'kindred-bytes-'));
const at = (name: string): string => join(root, name);

type Hashes = { readonly [name: string]: string };
let reference: Hashes = {};

/** Runs a folder once with so many DuckDB threads, in a state folder of its own name; its outputs go beside it. */
async function runWithThreads(folder: string, name: string, threads: number): Promise<Hashes> {
  let wire: Wire | null = null;
  const opened = (): Wire => {
    if (wire === null) throw new Error('a step was called before the wire was there');
    return wire;
  };
  wire = await openWire({
    state: at(`state-${name}`),
    invoke: (step, payload) => {
      const { objects, scores, folder: state, log } = opened();
      const ports = {
        objects,
        scores,
        openTables: (scratch: string) => openDuckdb({ scratch, memoryLimitMb: 1024, threads }),
        scratchRoot: state.scratch,
        now: () => new Date().toISOString(),
        log,
        quietSeconds: 2,
      };
      return invokeStep(ports, step, payload);
    },
  });
  try {
    const drop = dropFiles([folder]);
    const settings = drop.settings === null ? null : readFileSync(drop.settings, 'utf8');
    const started = await startClosedDrop(wire, {
      warehouse: 'default',
      files: drop.files,
      settings,
      asOf: null,
    });
    const outcome = await runOutcome(await wire.executions.ended(started.name), wire);
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome));
    await copyOutputs(wire.objects, outcome.state, at(`out-${name}`));
    return fileHashes(at(`out-${name}`));
  } finally {
    await wire.close();
  }
}

/** The parts that say what is true of the companies, not of the files: these outlive a change of order. */
const aboutCompanies = [
  ...['rollups.parquet', 'labels.parquet', 'top-customers.csv', 'traits.json', 'traits.csv'],
  ...['models.json', 'archetypes.json', 'segments.json', 'candidates.csv'],
  ...['targets.ndjson', 'targets.parquet', 'targets.csv', 'matches.csv', 'exclusions.csv'],
];
const pick = (hashes: Hashes): Hashes =>
  Object.fromEntries(
    aboutCompanies.flatMap((name) => (hashes[name] === undefined ? [] : [[name, hashes[name]]])),
  );

/** Rewrites every CSV of a folder through `change`, which gets the header and the rows. */
function rewritten(
  name: string,
  change: (file: string, table: string[][]) => [string, string[][]][],
): string {
  const folder = at(name);
  mkdirSync(folder);
  for (const file of readdirSync(at('exports'))) {
    const path = join(at('exports'), file);
    if (!file.endsWith('.csv')) {
      cpSync(path, join(folder, file));
      continue;
    }
    const { data } = Papa.parse<string[]>(readFileSync(path, 'utf8'), { skipEmptyLines: true });
    for (const [to, table] of change(file, data))
      writeFileSync(join(folder, to), `${Papa.unparse(table, { newline: '\n' })}\n`);
  }
  return folder;
}

beforeAll(async () => {
  await generateTenant({ seed: 11, customers: 90, orders: 900, prospects: 80 }, at('exports'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe('the same files give the same bytes', () => {
  it('in two time zones and locales, fresh each time', async () => {
    const there = await kindred(
      ['run', at('exports'), '--fresh', '--state', at('s1'), '--out', at('out-east')],
      { env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' } },
    );
    expect(there.code, there.err).toBe(0);
    const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
    if (!pinned) console.log('same bytes: no taskset on this host, so the second run keeps every core');
    const here = await kindred(
      ['run', at('exports'), '--fresh', '--state', at('s2'), '--out', at('out-west')],
      {
        env: { TZ: 'America/Los_Angeles', LC_ALL: 'C', LANG: 'C' },
        before: pinned ? ['taskset', '-c', '0'] : [],
      },
    );
    expect(here.code, here.err).toBe(0);
    reference = fileHashes(at('out-east'));
    expect(Object.keys(reference)).toEqual(
      expect.arrayContaining(['manifest.json', 'report.html', 'quarantine.csv', ...aboutCompanies]),
    );
    expect(fileHashes(at('out-west'))).toEqual(reference);
    const said = here.out.replaceAll('out-west', 'out-east');
    expect(said).toBe(there.out);
    // Nothing a run knew is left behind for the next.
    expect(readdirSync(at('s1'))).toEqual([]);
  });

  it('with one thread for tables and with four', async () => {
    expect(await runWithThreads(at('exports'), 'one', 1)).toEqual(reference);
    expect(await runWithThreads(at('exports'), 'four', 4)).toEqual(reference);
  });

  it('and the second run of one state folder says duplicate and hands out what is stored', async () => {
    const args = ['run', at('exports'), '--state', at('state-four'), '--out', at('out-again')];
    const again = await kindred(args);
    expect(again.code, again.err).toBe(0);
    expect(again.out).toMatch(/^duplicate: these very files were run before/);
    expect(again.err).not.toMatch(/learn what sets them apart/);
    expect(fileHashes(at('out-again'))).toEqual(reference);
    const told = JSON.parse((await kindred([...args, '--json'])).out);
    expect(told).toMatchObject({ success: true, outcome: 'duplicate' });
  });
});

describe('what is true of the companies does not depend on how the files are written', () => {
  it('rows and columns in another order', async () => {
    const draws = createDraws(3, 'order of rows and columns');
    const folder = rewritten('permuted', (file, [header = [], ...rows]) => {
      const columns = draws.shuffle(header.map((_, column) => column));
      const order = [header, ...draws.shuffle(rows)];
      return [[file, order.map((row) => columns.map((column) => row[column] ?? ''))]];
    });
    expect(readFileSync(join(folder, 'Orders.csv'), 'utf8')).not.toBe(
      readFileSync(join(at('exports'), 'Orders.csv'), 'utf8'),
    );
    expect(pick(await runWithThreads(folder, 'permuted', 2))).toEqual(pick(reference));
  });

  it('orders in three files, some of them twice', async () => {
    const folder = rewritten('split', (file, [header = [], ...rows]) => {
      if (file !== 'Orders.csv') return [[file, [header, ...rows]]];
      const third = Math.ceil(rows.length / 3);
      return [0, 1, 2].map((part) => [
        `Orders-${part + 1}.csv`,
        [header, ...rows.slice(part * third, (part + 1) * third), ...(part === 2 ? rows.slice(0, 40) : [])],
      ]);
    });
    expect(pick(await runWithThreads(folder, 'split', 2))).toEqual(pick(reference));
  });
});
