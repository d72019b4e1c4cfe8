import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import type { Json } from '../functions/shared/ports.ts';
import { openFolderObjects } from '../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../functions/shared/stores/sqlite-scores.ts';
import { invokeStep } from '../local/step-functions.ts';

/** What one step took. */
export type StepCost = {
  readonly step: string;
  readonly seconds: number;
  /** Of all threads, user and system. */
  readonly cpuSeconds: number;
  /** Of the whole process until the step's end. */
  readonly peakMb: number;
  readonly answer: Json;
};

export type InProcess = {
  readonly threads?: number;
  readonly memoryLimitMb?: number;
  /** The last step to run. */
  readonly until?: string;
  /** Told of every step as it ends. */
  readonly ended?: (cost: StepCost) => void;
};

const warehouse = 'bench';
const execution = { id: 'execution-1', started_at: '2026-07-01T00:00:00Z' };
const record = (value: Json): Record<string, Json> => z.record(z.string(), z.json()).parse(value);

/**
 * Runs the steps over a drop in this process, in the order and with the messages of the state machine, and says what each
 * took; without the state machine, its journal and the quiet time.
 */
export async function stepsInProcess(
  drop: string,
  folder: string,
  { threads = 2, memoryLimitMb = 2048, until = 'publish', ended }: InProcess = {},
): Promise<readonly StepCost[]> {
  mkdirSync(join(folder, 'scratch'), { recursive: true });
  const objects = await openFolderObjects(join(folder, 'bucket'));
  const scores = openSqliteScores(join(folder, 'scores.sqlite'));
  const ports = {
    objects,
    scores,
    openTables: (scratch: string) => openDuckdb({ scratch, memoryLimitMb, threads }),
    scratchRoot: join(folder, 'scratch'),
    now: () => '2026-07-01T00:00:00.000Z',
    log: () => {},
    quietSeconds: 0,
  };
  for (const { name: file } of readdirSync(drop, { withFileTypes: true }).filter((entry) => entry.isFile()))
    await objects.put(file === 'icp.json' ? `settings/${warehouse}/icp.json` : `inbox/${warehouse}/${file}`, {
      file: join(drop, file),
    });
  const costs: StepCost[] = [];
  const timed = async (step: string, name: string, payload: Json): Promise<Json> => {
    const began = process.hrtime.bigint();
    const used = process.cpuUsage();
    const answer = await invokeStep(ports, name, payload);
    const { user, system } = process.cpuUsage(used);
    const cost = {
      step,
      seconds: Number(process.hrtime.bigint() - began) / 1e9,
      cpuSeconds: (user + system) / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1024,
      answer,
    };
    costs.push(cost);
    ended?.(cost);
    return answer;
  };
  const start = { kind: 'rerun', warehouse, request: 'r1', requested_on: '2026-07-01' };
  const ticket = await timed('ticket', 'land', { action: 'ticket', start, execution });
  const checked = await timed('check', 'land', { action: 'check-ticket', ticket });
  const landed = await timed('land', 'land', { action: 'land', ticket: checked });
  let state = record(record(landed)['state'] ?? null);
  for (const step of ['rollup', 'label', 'traits', 'enrich', 'rank']) {
    if (costs.some((cost) => cost.step === until)) break;
    const { artifacts, facts } = record(await timed(step, step, state));
    state = {
      ...state,
      artifacts: { ...record(state['artifacts'] ?? null), ...record(artifacts ?? null) },
      facts: { ...record(state['facts'] ?? null), [step]: facts ?? null },
    };
  }
  if (until === 'publish') await timed('publish', 'publish', { action: 'publish', state });
  scores.close();
  objects.close();
  return costs;
}
