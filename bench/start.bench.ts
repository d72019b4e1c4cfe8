import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';

/** `npm run bench -- start [RUNS]`: the sample tenant from nothing, and the run alone, each as a median, with the machine's state. */
const runs = Number(process.argv[2] ?? 5);
const cli = resolve(import.meta.dirname, '../local/cli.mjs');
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

function seconds(args: readonly string[]): number {
  const started = process.hrtime.bigint();
  const ended = spawnSync(process.execPath, [cli, ...args], { stdio: 'ignore' });
  if (ended.status !== 0) throw new Error(`kindred ${args.join(' ')} ended with ${ended.status}`);
  return Number(process.hrtime.bigint() - started) / 1e9;
}

const whole: number[] = [];
const alone: number[] = [];
for (let turn = 0; turn < runs; turn += 1) {
  const state = mkdtempSync(join(tmpdir(), 'kindred-start-'));
  whole.push(seconds(['demo', '--once', '--state', state]));
  alone.push(
    seconds([
      'run',
      join(state, 'sample'),
      '--state',
      join(state, 'again'),
      '--out',
      join(state, 'out'),
      '--fresh',
    ]),
  );
  rmSync(state, { recursive: true, force: true });
}
const said = (values: readonly number[]): string =>
  `${median(values).toFixed(1)} s (${values.map((value) => value.toFixed(1)).join(', ')})`;
console.log(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}`,
);
console.log(`kindred demo --once, from generating the tenant to the report: ${said(whole)}`);
console.log(`kindred run on its files: ${said(alone)}`);
