import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import type { Json } from '../functions/shared/ports.ts';
import { openFolderObjects } from '../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../functions/shared/stores/sqlite-scores.ts';
import { invokeStep } from '../local/step-functions.ts';
import { printCost } from './timed-process.ts';

/**
 * `step-process.ts STEP FOLDER MEMORY_MB [DROP]`: one step of a run in a process of its own, as on Lambda, over the stores in a
 * folder; `land` takes the files of DROP in first. The run's state lies in FOLDER/state.json between the steps.
 */
const [step = '', folder = '', memory = '', drop] = process.argv.slice(2);
const warehouse = 'bench';
mkdirSync(join(folder, 'scratch'), { recursive: true });
const objects = await openFolderObjects(join(folder, 'bucket'));
const scores = openSqliteScores(join(folder, 'scores.sqlite'));
const ports = {
  objects,
  scores,
  openTables: (scratch: string) => openDuckdb({ scratch, memoryLimitMb: Number(memory), threads: 2 }),
  scratchRoot: join(folder, 'scratch'),
  now: () => '2026-07-01T00:00:00.000Z',
  log: () => {},
  quietSeconds: 0,
};
const record = (value: Json | undefined): Record<string, Json> =>
  z.record(z.string(), z.json()).parse(value ?? {});
const stateFile = join(folder, 'state.json');
const state = existsSync(stateFile)
  ? record(z.json().parse(JSON.parse(readFileSync(stateFile, 'utf8'))))
  : {};

let payload: Json = step === 'publish' ? { action: 'publish', state } : state;
if (step === 'land' && drop !== undefined) {
  for (const entry of readdirSync(drop, { withFileTypes: true }).filter((one) => one.isFile())) {
    const key =
      entry.name === 'icp.json' ? `settings/${warehouse}/icp.json` : `inbox/${warehouse}/${entry.name}`;
    await objects.put(key, { file: join(drop, entry.name) });
  }
  const start = { kind: 'rerun', warehouse, request: 'r1', requested_on: '2026-07-01' };
  const execution = { id: 'execution-1', started_at: '2026-07-01T00:00:00Z' };
  const ticket = await invokeStep(ports, 'land', { action: 'ticket', start, execution });
  payload = { action: 'land', ticket: await invokeStep(ports, 'land', { action: 'check-ticket', ticket }) };
}
const used = process.cpuUsage();
const began = process.hrtime.bigint();
const answer = record(await invokeStep(ports, step, payload));
const { artifacts, facts } = answer;
const next =
  step === 'land'
    ? record(answer['state'])
    : {
        ...state,
        artifacts: { ...record(state['artifacts']), ...record(artifacts) },
        facts: { ...record(state['facts']), [step]: facts ?? null },
      };
if (step !== 'publish') writeFileSync(stateFile, JSON.stringify(next));
console.log(JSON.stringify(facts ?? null));
printCost(began, used);
scores.close();
objects.close();
