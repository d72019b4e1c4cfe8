import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import { Hono } from 'hono';
import { indexColumns } from '../core/rank/target-index.ts';
import { generateTenant } from '../examples/generate.ts';
import { createApi } from '../functions/api/app.ts';
import { writeJson } from '../functions/shared/json-artifacts.ts';
import type { Item } from '../functions/shared/ports.ts';
import { currentPointer, runRecord } from '../functions/shared/run-record.ts';
import {
  currentSort,
  rankSort,
  runSort,
  targetPartition,
  warehousePartition,
} from '../functions/shared/score-keys.ts';
import { targetRecord } from '../functions/shared/target-record.ts';
import { addKey } from '../local/api-keys.ts';
import { startClosedDrop } from '../local/closed-drop.ts';
import { dropFiles } from '../local/drop-files.ts';
import { executionPort } from '../local/execution-port.ts';
import { serve } from '../local/server.ts';
import { openWire } from '../local/wire.ts';

/**
 * `node bench/api-load.ts [TARGETS] [SECONDS]`: the API under load on loopback, over the laptop's stores, key check and rate limit
 * on, beside a bare route of the same framework in the same run. The load comes from threads of their own.
 */
const targets = Number(process.argv[2] ?? 100_000);
const seconds = Number(process.argv[3] ?? 10);
const warehouse = 'bench';
const rate = 200;

const folder = mkdtempSync(join(tmpdir(), 'kindred-load-'));
await generateTenant({ seed: 3, customers: 240, orders: 4000, prospects: 900 }, join(folder, 'files'));
const wire = await openWire({ state: join(folder, 'state') });
const drop = { warehouse, files: dropFiles([join(folder, 'files')]).files, settings: null, asOf: null };
const ended = await wire.executions.ended((await startClosedDrop(wire, drop)).name);
if (ended.status !== 'SUCCEEDED') throw new Error(`${ended.error}: ${ended.cause}`);
await manyTargets();

const api = createApi({
  objects: wire.objects,
  scores: wire.scores,
  executions: executionPort(wire.executions),
  links: {
    upload: () => Promise.reject(new Error('none')),
    download: () => Promise.reject(new Error('none')),
  },
  now: () => new Date().toISOString(),
  randomBytes: (count) => randomBytes(count),
  log: () => undefined,
});
const { secret } = await addKey(wire.scores, {
  warehouse,
  scopes: ['read'],
  now: new Date().toISOString(),
  expiresAt: null,
  note: 'bench',
  requestsPerMinute: 10_000_000,
});
const app = new Hono();
app.get('/bare', (context) => context.json({ success: true, data: [] }));
app.all('*', (context) => api.fetch(context.req.raw));
const serving = await serve({ port: 0, app });

const authorization = `Bearer ${secret}`;
const requests: readonly (readonly [string, Partial<autocannon.Options>])[] = [
  ['bare hono route', { url: `${serving.url}/bare` }],
  [
    `GET targets?text=pump&limit=50, ${targets} stored`,
    {
      url: `${serving.url}/v1/warehouses/${warehouse}/targets?text=pump&limit=50`,
      headers: { authorization },
    },
  ],
  [
    'POST icp-score',
    {
      url: `${serving.url}/v1/warehouses/${warehouse}/icp-score`,
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        features: { employees: 240, region: 'OH', industry: 'Machinery manufacturing' },
      }),
    },
  ],
];
console.log('| request | p50 ms at 200/s | p99 ms at 200/s | errors | sustained most a second |');
console.log('| --- | --- | --- | --- | --- |');
for (const [name, options] of requests) {
  const shared = { connections: 10, workers: 1, ...options } as autocannon.Options;
  await autocannon({ ...shared, duration: 3 });
  const steady = await autocannon({ ...shared, duration: seconds, overallRate: rate });
  const most = await autocannon({ ...shared, duration: seconds });
  const errors = steady.non2xx + steady.errors + most.non2xx + most.errors;
  console.log(
    `| ${name} | ${steady.latency.p50} | ${steady.latency.p99} | ${errors} | ${Math.round(most.requests.average)} |`,
  );
}
await serving.close();
await wire.close();
rmSync(folder, { recursive: true, force: true });

/** Puts so many listed companies in the place of the run's own, by repeating them under other names. */
async function manyTargets(): Promise<void> {
  const partition = warehousePartition(warehouse);
  const pointer = await wire.scores.get(partition, currentSort);
  const { run } = currentPointer.parse(pointer?.value);
  const stored = await wire.scores.get(partition, runSort(run));
  const record = runRecord.parse(stored?.value);
  const list = Object.keys(record.lists)[0] ?? 'tier-a';
  const first = await wire.scores.get(targetPartition(warehouse, run, list, 1), rankSort(1));
  const one = targetRecord.parse(first?.value);
  const words = ['Pump', 'Valve', 'Steel', 'Dairy', 'Paper', 'Glass', 'Marine', 'Tool', 'Seal', 'Motor'];
  const columns: Record<string, (string | number | null)[]> = Object.fromEntries(
    indexColumns.map((name) => [name, []]),
  );
  let pending: Item[] = [];
  for (let at = 1; at <= targets; at += 1) {
    const target = {
      ...one,
      target_id: `P-${at}`,
      rank: at,
      list: 'nurture' as const,
      name: `${words[at % words.length]} Works ${at}`,
      domain: `works-${at}.example`,
    };
    for (const name of indexColumns) columns[name]?.push(target[name]);
    pending.push({
      partition: targetPartition(warehouse, run, 'nurture', at),
      sort: rankSort(at),
      value: target,
    });
    if (pending.length < 1000) continue;
    await wire.scores.batchPut(pending);
    pending = [];
  }
  await wire.scores.batchPut(pending);
  const index = await writeJson(wire.objects, `runs/${warehouse}/${run}/target-index.json`, {
    rows: targets,
    columns,
  });
  const state = { ...record.state, artifacts: { ...record.state.artifacts, 'target-index': index } };
  await wire.scores.compareAndSet(
    { partition, sort: runSort(run), value: { ...record, state, lists: { nurture: targets } } },
    stored?.revision ?? 0,
  );
}
