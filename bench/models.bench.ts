import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { machineLine, textTable } from './bench-table.ts';
import { modelData, writeModelData } from './model-data.ts';

/**
 * `npm run bench -- models [ROUNDS]`: own boosting and SHAP beside scikit-learn's and xgboost's on the same numbers, 20 columns,
 * 100 trees of depth 5, one thread, warm, CPU seconds.
 */
const rounds = Number(process.argv[2] ?? 5);
const columns = 20;
const folder = mkdtempSync(join(tmpdir(), 'kindred-models-bench-'));
const figure = z.object({ cpu: z.number(), rmse: z.number().optional() });
const figures = z.record(z.string(), z.union([figure, z.string()]));
type Figures = z.infer<typeof figures>;

function answer(command: string, args: readonly string[]): Figures {
  const ended = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  if (ended.status !== 0)
    return { [`skipped: ${command}`]: ended.error?.message ?? ended.stderr.trim().split('\n').at(-1) ?? '' };
  return figures.parse(JSON.parse(ended.stdout.trim().split('\n').at(-1) ?? ''));
}

console.log(machineLine());
console.log(`${columns} columns, 100 trees, depth 5, one thread, medians of ${rounds} after a warm-up\n`);
try {
  const test = join(folder, 'test');
  writeModelData(modelData(10_000, columns, 2), test);
  for (const rows of [10_000, 50_000]) {
    const train = join(folder, `train-${rows}`);
    writeModelData(modelData(rows, columns, 1), train);
    const own = answer(process.execPath, [
      join(import.meta.dirname, 'models-own.ts'),
      String(rows),
      String(columns),
      String(rounds),
    ]);
    const others = answer('python3', [
      join(import.meta.dirname, 'models-python.py'),
      train,
      test,
      String(columns),
      String(rounds),
    ]);
    const cpu = (found: Figures, name: string): number => {
      const value = found[name];
      return typeof value === 'object' ? value.cpu : Number.NaN;
    };
    const lines = Object.entries({ ...own, ...others }).map(([name, value]) => {
      if (typeof value === 'string') return [name, '', '', value];
      const mine = cpu(own, name.includes('contributions') ? 'shap' : 'own');
      const ratio = name in own ? '' : `own takes ${(mine / value.cpu).toFixed(2)} ×`;
      return [name, value.cpu.toFixed(3), value.rmse?.toFixed(4) ?? '', ratio];
    });
    console.log(`${rows} rows (explained: 10000)`);
    console.log(`${textTable(['', 'CPU s', 'RMSE', ''], lines)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
