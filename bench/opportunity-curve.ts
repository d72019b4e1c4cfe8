import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finalScore } from '../core/rank/final-score.ts';
import { wilsonInterval } from '../core/stats/wilson-interval.ts';
import { generateTenant } from '../examples/generate.ts';
import { judgeList } from '../examples/judge.ts';
import { openArtifact } from '../functions/shared/artifacts.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { currentPointer, runRecord } from '../functions/shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../functions/shared/score-keys.ts';
import { startClosedDrop } from '../local/closed-drop.ts';
import { dropFiles } from '../local/drop-files.ts';
import { openWire } from '../local/wire.ts';

/**
 * `node bench/opportunity-curve.ts SEED…`: precision@100 on planted fit of the same runs under two curves of opportunity: the one in
 * use, 50 + 50 · tanh(s / 120), and the steeper one before it, 50 + 50 · tanh(s / 50), and by similarity alone. Signals of
 * the planted tenants are independent of fit, so this says what the curve costs, not what signals are worth.
 */
const curves = [120, 50] as const;
const seeds = process.argv.slice(2).map(Number);
const hits = new Map<string, number>();
let base = 0;
for (const seed of seeds) {
  const folder = await mkdtemp(join(tmpdir(), 'kindred-curve-'));
  const truth = await generateTenant({ seed, customers: 1000, prospects: 10_000 }, join(folder, 'files'));
  const wire = await openWire({ state: join(folder, 'state') });
  try {
    const settings = await readFile(dropFiles([join(folder, 'files')]).settings ?? '', 'utf8');
    const { files } = dropFiles([join(folder, 'files')]);
    const { name } = await startClosedDrop(wire, { warehouse: 'curve', files, settings, asOf: null });
    await wire.executions.ended(name);
    const partition = warehousePartition('curve');
    const { run } = currentPointer.parse((await wire.scores.get(partition, currentSort))?.value);
    const { state } = runRecord.parse((await wire.scores.get(partition, runSort(run)))?.value);
    const parquet = state.artifacts['targets-parquet'];
    if (parquet === undefined) throw new Error('nothing was ranked');
    const engine = await openDuckdb({ scratch: folder, memoryLimitMb: 512, threads: 1 });
    const path = await openArtifact(wire.objects, parquet, folder);
    const rows = await engine.query(
      `SELECT target_id, pool, similarity, opportunity FROM read_parquet('${path}') ORDER BY position`,
    );
    await engine.close();
    const weights = { similarity: 0.7, opportunity: 0.3 };
    const judged = (score: (similarity: number, opportunity: number) => number): number => {
      const ordered = rows
        .filter((row) => row['pool'] === 'net-new')
        .map((row) => ({
          target_id: String(row['target_id']),
          pool: 'net-new' as const,
          list: 'tier-a' as const,
          similarity: Number(row['similarity']),
          score: score(Number(row['similarity']), Number(row['opportunity'])),
        }))
        .sort((a, b) => b.score - a.score || (a.target_id < b.target_id ? -1 : 1));
      const list = judgeList(
        truth,
        ordered.map((row, index) => ({ ...row, rank: index + 1 })),
        100,
      );
      base += list.base_rate / seeds.length / (curves.length + 1);
      return list.hits;
    };
    for (const curve of curves) {
      const bent = (opportunity: number): number => {
        const raw = curves[0] * Math.atanh(Math.max(-0.999, Math.min(0.999, (opportunity - 50) / 50)));
        return 50 + 50 * Math.tanh(raw / curve);
      };
      const found = judged(
        (similarity, opportunity) => finalScore(similarity, bent(opportunity), weights).score,
      );
      hits.set(`s / ${curve}`, (hits.get(`s / ${curve}`) ?? 0) + found);
    }
    hits.set('similarity alone', (hits.get('similarity alone') ?? 0) + judged((similarity) => similarity));
  } finally {
    await wire.close();
    await rm(folder, { recursive: true, force: true });
  }
}
for (const [curve, found] of hits) {
  const { low, high } = wilsonInterval(found, 100 * seeds.length);
  process.stdout.write(
    `${curve}: ${(found / seeds.length).toFixed(1)} of 100 (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)} %), base ${(100 * base).toFixed(1)} %\n`,
  );
}
