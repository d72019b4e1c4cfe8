import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineLine, median, textTable } from './bench-table.ts';
import { type OrdersFile, writeOrdersFile } from './landing-files.ts';
import { type Cost, timedProcess } from './timed-process.ts';

/**
 * `npm run bench -- landing [ROUNDS] [ROWS]`: landing of an orders file with dirty rows beside a bare DuckDB copy, papaparse
 * and pandas, in turn, then ten times the rows of the same customers. Each engine in a process of its own.
 */
const rounds = Number(process.argv[2] ?? 3);
const rows = Number(process.argv[3] ?? 1_000_000);
const threads = 2;
const memoryMb = 1024;
const folder = mkdtempSync(join(tmpdir(), 'kindred-landing-bench-'));
const script = (name: string): string => join(import.meta.dirname, name);

type Measured = { readonly costs: readonly Cost[]; readonly said: string };

function measure(names: readonly string[], path: string, times: number): ReadonlyMap<string, Measured> {
  const found = new Map<string, Measured>();
  for (let round = 0; round < times; round += 1)
    for (const name of names) {
      const ended =
        name === 'pandas'
          ? timedProcess('python3', [script('landing-pandas.py'), path])
          : timedProcess(process.execPath, [
              script('landing-engine.ts'),
              name,
              path,
              String(threads),
              String(memoryMb),
            ]);
      const before = found.get(name) ?? { costs: [], said: '' };
      if (ended.cost === null) found.set(name, { ...before, said: `skipped: ${ended.because}` });
      else found.set(name, { costs: [...before.costs, ended.cost], said: ended.output.at(-1) ?? '' });
    }
  return found;
}

const of = (measured: Measured | undefined, value: (cost: Cost) => number): number =>
  median((measured?.costs ?? []).map(value));

function table(found: ReadonlyMap<string, Measured>, { bytes }: OrdersFile): string {
  const bare = found.get('duckdb-copy');
  return textTable(
    ['engine', 's', 'MB/s', 'CPU s', 'peak MB', '× copy, wall', '× copy, CPU', 'result'],
    [...found].map(([name, measured]) => {
      if (measured.costs.length === 0) return [name, '', '', '', '', '', '', measured.said];
      const seconds = of(measured, (cost) => cost.seconds);
      const cpu = of(measured, (cost) => cost.cpu);
      return [
        name,
        seconds.toFixed(2),
        (bytes / 1e6 / seconds).toFixed(0),
        cpu.toFixed(2),
        of(measured, (cost) => cost.peakMb).toFixed(0),
        (seconds / of(bare, (cost) => cost.seconds)).toFixed(2),
        (cpu / of(bare, (cost) => cost.cpu)).toFixed(2),
        measured.said,
      ];
    }),
  );
}

try {
  console.log(machineLine());
  console.log(
    `${threads} threads, DuckDB memory limit ${memoryMb} MB; medians of ${rounds} rounds, engines in turn\n`,
  );
  const small = join(folder, 'orders.csv');
  const first = await writeOrdersFile(small, rows);
  console.log(`${first.rows} rows, ${(first.bytes / 1e6).toFixed(0)} MB, dirty rows included`);
  const engines = ['duckdb-copy', 'land-rows', 'land', 'papaparse', 'pandas'];
  const one = measure(engines, small, rounds);
  console.log(table(one, first));
  const large = join(folder, 'orders-10.csv');
  const tenth = await writeOrdersFile(large, 10 * rows);
  console.log(`\n${tenth.rows} rows, ${(tenth.bytes / 1e6).toFixed(0)} MB, the same customers`);
  const ten = measure(['duckdb-copy', 'land-rows', 'land'], large, 1);
  console.log(table(ten, tenth));
  const grown = (value: (cost: Cost) => number): string =>
    (of(ten.get('land'), value) / of(one.get('land'), value)).toFixed(1);
  console.log(
    `\nten times the rows: ${grown((cost) => cost.seconds)} × the time, ${grown((cost) => cost.cpu)} × the CPU; peak ${of(ten.get('land'), (cost) => cost.peakMb).toFixed(0)} MB, ${(of(ten.get('land'), (cost) => cost.peakMb) / memoryMb).toFixed(2)} × the memory limit`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
