import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTenant } from '../examples/generate.ts';
import { machineLine, textTable } from './bench-table.ts';
import { timedProcess } from './timed-process.ts';

/**
 * `npm run bench -- steps [CUSTOMERS PROSPECTS] …`: the sample tenant in given sizes, step by step, each step in a process of
 * its own with 1 GB for tables and 1 GB for everything else: seconds, CPU seconds of both cores and peak memory. Without
 * sizes: 2,000 customers with 20,000 prospects, then ten times the prospects, then ten times the customers.
 */
const memoryMb = 1000;
const given = process.argv.slice(2).map(Number);
const sizes: (readonly [number, number])[] = [];
for (let at = 0; at + 1 < given.length; at += 2) sizes.push([given[at] ?? 0, given[at + 1] ?? 0]);
if (sizes.length === 0) sizes.push([2_000, 20_000], [2_000, 200_000], [20_000, 20_000]);

console.log(machineLine());
console.log(`2 threads, DuckDB memory limit ${memoryMb} MB\n`);
for (const [customers, prospects] of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'kindred-steps-bench-'));
  try {
    const drop = join(folder, 'drop');
    const orders = customers * (customers > 20_000 ? 10 : 30);
    await generateTenant({ seed: 7, customers, orders, prospects }, drop);
    const rows: string[][] = [];
    for (const step of ['land', 'rollup', 'label', 'traits', 'enrich', 'rank', 'publish']) {
      const ended = timedProcess(process.execPath, [
        '--max-old-space-size=1500',
        join(import.meta.dirname, 'step-process.ts'),
        step,
        join(folder, 'stores'),
        String(memoryMb),
        ...(step === 'land' ? [drop] : []),
      ]);
      if (ended.cost === null) {
        rows.push([step, '', '', '', ended.because]);
        break;
      }
      const { seconds, cpu, peakMb } = ended.cost;
      rows.push([step, seconds.toFixed(1), cpu.toFixed(1), peakMb.toFixed(0), '']);
    }
    console.log(`${customers} customers, ${orders} orders, ${prospects} prospects`);
    console.log(`${textTable(['step', 's', 'CPU s', 'peak MB', ''], rows)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
