import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { generateTenant } from '../../examples/generate.ts';
import { openDuckdb } from '../../functions/shared/duckdb.ts';
import type { Json } from '../../functions/shared/ports.ts';
import { openFolderObjects } from '../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../functions/shared/stores/sqlite-scores.ts';
import { invokeStep } from '../../local/step-functions.ts';
import { type FaultPlan, faultPlan } from './fault-plan.ts';
import { faultyObjects } from './faulty-objects.ts';
import { faultyScores } from './faulty-scores.ts';

/** The warehouse whose drop the pipeline is tried on. */
const warehouse = 'acme';
const execution = { id: 'execution-1', started_at: '2026-07-01T00:00:00Z' };

/** Everything that outlasts a process, as it can be compared: content hashes by key, records by partition and sort key. */
export type Remains = { readonly objects: Record<string, string>; readonly items: Record<string, unknown> };

/** One invocation of a step as the state machine makes it, with what it left when nothing went wrong. */
export type Stage = {
  readonly name: string;
  readonly step: string;
  readonly payload: Json;
  readonly answer: Json;
  /** The stores' folder as the step finds it. */
  readonly folder: string;
  readonly after: Remains;
  /** Calls the step makes to the stores. */
  readonly calls: readonly string[];
};

/** Invokes a step over the stores in a folder, under a plan; the stores are let go of, as when a process ends. */
export async function invokeIn(
  folder: string,
  step: string,
  payload: Json,
  plan: FaultPlan,
): Promise<{ readonly answer: Json } | { readonly error: unknown }> {
  const objects = await openFolderObjects(join(folder, 'bucket'));
  const scores = openSqliteScores(join(folder, 'scores.sqlite'));
  const ports = {
    objects: faultyObjects(objects, plan),
    scores: faultyScores(scores, plan),
    openTables: (scratch: string) => openDuckdb({ scratch, memoryLimitMb: 512, threads: 1 }),
    scratchRoot: join(folder, 'scratch'),
    now: () => '2026-07-01T00:00:00.000Z',
    log: () => {},
    quietSeconds: 0,
  };
  try {
    return { answer: await invokeStep(ports, step, payload) };
  } catch (error) {
    return { error };
  } finally {
    scores.close();
    objects.close();
  }
}

/** What the stores in a folder hold. */
export async function remainsOf(folder: string): Promise<Remains> {
  const objects = await openFolderObjects(join(folder, 'bucket'));
  const hashes: [string, string][] = [];
  for await (const { key, version } of objects.list('')) hashes.push([key, version]);
  objects.close();
  const database = new DatabaseSync(join(folder, 'scores.sqlite'), { readOnly: true });
  const rows = database.prepare('SELECT partition, sort, value, revision FROM items').all();
  database.close();
  return {
    objects: Object.fromEntries(hashes),
    items: Object.fromEntries(
      rows.map((row) => [`${row['partition']}/${row['sort']}`, [row['value'], row['revision']]]),
    ),
  };
}

/** A copy of the stores in a folder, for one more try from the same start. */
export function copyOf(folder: string, name: string): string {
  const copy = `${folder}-${name}`;
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const record = (value: Json): Record<string, Json> => z.record(z.string(), z.json()).parse(value);

/** Runs a small drop through all steps, in the order and with the messages of the state machine, and keeps every stage. */
export async function stagesOfSmallRun(root: string): Promise<readonly Stage[]> {
  const drop = join(root, 'drop');
  const folder = join(root, 'stores');
  mkdirSync(join(folder, 'scratch'), { recursive: true });
  await generateTenant({ seed: 5, customers: 60, orders: 600, prospects: 60, months: 18 }, drop);
  const objects = await openFolderObjects(join(folder, 'bucket'));
  for (const file of readdirSync(drop))
    await objects.put(file === 'icp.json' ? `settings/${warehouse}/icp.json` : `inbox/${warehouse}/${file}`, {
      file: join(drop, file),
    });
  objects.close();
  openSqliteScores(join(folder, 'scores.sqlite')).close();

  const stages: Stage[] = [];
  const stage = async (name: string, step: string, payload: Json): Promise<Json> => {
    const before = copyOf(folder, name);
    const plan = faultPlan({ kind: 'none' });
    const end = await invokeIn(folder, step, payload, plan);
    if ('error' in end) throw end.error;
    const after = await remainsOf(folder);
    stages.push({ name, step, payload, answer: end.answer, folder: before, after, calls: plan.calls() });
    return end.answer;
  };

  const start = { kind: 'rerun', warehouse, request: 'r1', requested_on: '2026-07-01' };
  const ticket = await stage('ticket', 'land', { action: 'ticket', start, execution });
  const checked = await stage('check', 'land', { action: 'check-ticket', ticket });
  let state = record(
    record(await stage('land', 'land', { action: 'land', ticket: checked }))['state'] ?? null,
  );
  for (const step of ['rollup', 'label', 'traits', 'enrich', 'rank']) {
    const { artifacts, facts } = record(await stage(step, step, state));
    state = {
      ...state,
      artifacts: { ...record(state['artifacts'] ?? null), ...record(artifacts ?? null) },
      facts: { ...record(state['facts'] ?? null), [step]: facts ?? null },
    };
  }
  await stage('publish', 'publish', { action: 'publish', state });
  await stage('publish-stored', 'publish', { action: 'publish-stored', state });
  return stages;
}
