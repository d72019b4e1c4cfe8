import * as z from 'zod';
import { type QueryName, queryNames } from '../../../core/ga4/queries.ts';
import { artifact } from '../../../events/step.ts';
import { KindredError } from '../../shared/errors.ts';
import type { Ga4Settings } from '../../shared/ga4-settings.ts';
import { writeJson } from '../../shared/json-artifacts.ts';
import type { ObjectStore } from '../../shared/ports.ts';
import { type Ga4Plan, ga4PlanDocument, planQueries } from './ga4-plan.ts';
import type { JobState, QueryService } from './query-service.ts';
import { sourceFailure } from './source-failure.ts';

const attemptsDocument = z.strictObject({ attempts: z.record(z.string(), z.int().positive()) });
type Attempts = z.infer<typeof attemptsDocument>['attempts'];
/** `result.json`: the parts that were read, in order; it exists only when all were. */
export const resultDocument = z.strictObject({
  parts: z.array(z.strictObject({ query: z.enum(queryNames), artifact })),
  bytes_billed: z.number(),
});
export type SourceResult = z.infer<typeof resultDocument>;

const leastBilled = 10 * 2 ** 20;
/** A failure that may pass is given this many tries in all. */
const mostAttempts = 3;

export const sourceFolder = (warehouse: string, source: string): string =>
  `landed/${warehouse}/sources/${source}`;

export async function readDocument<T>(
  objects: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<T | null> {
  const bytes = await objects.get(key);
  return bytes === null ? null : schema.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

export const readPlan = (objects: ObjectStore, warehouse: string, source: string): Promise<Ga4Plan | null> =>
  readDocument(objects, `${sourceFolder(warehouse, source)}/plan.json`, ga4PlanDocument);

export const readResult = (
  objects: ObjectStore,
  warehouse: string,
  source: string,
): Promise<SourceResult | null> =>
  readDocument(objects, `${sourceFolder(warehouse, source)}/result.json`, resultDocument);

const jobId = (warehouse: string, source: string, query: QueryName, attempts: Attempts): string =>
  `kindred_${warehouse}_${source}_${query}_${attempts[query] ?? 1}`;

/** The job of each query, by the attempts that were made. */
export async function jobIds(
  objects: ObjectStore,
  warehouse: string,
  source: string,
): Promise<Readonly<Record<QueryName, string>>> {
  const attempts = await readAttempts(objects, warehouse, source);
  const of = (query: QueryName): string => jobId(warehouse, source, query, attempts);
  return {
    behaviour: of('behaviour'),
    attributes: of('attributes'),
    products: of('products'),
    orders: of('orders'),
  };
}

async function readAttempts(objects: ObjectStore, warehouse: string, source: string): Promise<Attempts> {
  const key = `${sourceFolder(warehouse, source)}/jobs.json`;
  return (await readDocument(objects, key, attemptsDocument))?.attempts ?? {};
}

/**
 * Starts the jobs of a plan that are not running or done already, each after a dry run has said that it stays within the cap. Ids are
 * made of the source, so a step that is killed and run again finds its jobs and pays nothing twice; a job that failed before gets
 * a new id. Errors: `SourceRefused` with bytes and cost when a query would exceed the cap: then none is started.
 */
export async function startJobs(
  objects: ObjectStore,
  service: QueryService,
  warehouse: string,
  plan: Ga4Plan,
  settings: Ga4Settings,
): Promise<void> {
  const folder = sourceFolder(warehouse, plan.source);
  const attempts: Attempts = { ...(await readAttempts(objects, warehouse, plan.source)) };
  const queries = planQueries(plan, settings);
  const toStart: QueryName[] = [];
  for (const query of queryNames) {
    attempts[query] ??= 1;
    const { state } = await service.state(jobId(warehouse, plan.source, query, attempts));
    if (state === 'failed') attempts[query] += 1;
    if (state === 'failed' || state === 'absent') toStart.push(query);
  }
  const problems = [];
  for (const query of toStart) {
    // BigQuery bills each table a query reads for 10 MiB at least.
    const bytes = Math.max(await service.estimate(queries[query]), plan.shards.length * leastBilled);
    if (bytes > settings.max_bytes_billed)
      problems.push({
        name: `the ${query} query`,
        allowed: `at most ${words(settings.max_bytes_billed, settings.usd_per_tib)} (max_bytes_billed)`,
        received: `${words(bytes, settings.usd_per_tib)} by the dry run, at least 10 MiB a shard; it was not run`,
        remedy: 'shorten the window, or raise max_bytes_billed in icp.json',
      });
  }
  if (problems.length > 0) throw new KindredError('SourceRefused', problems);
  await writeJson(objects, `${folder}/plan.json`, plan);
  await writeJson(objects, `${folder}/jobs.json`, { attempts });
  for (const query of toStart)
    await service.start(
      jobId(warehouse, plan.source, query, attempts),
      queries[query],
      settings.max_bytes_billed,
    );
}

/** Bytes with their price, as a person reads them. */
export function words(bytes: number, usdPerTib: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const shown = unit === 0 ? String(value) : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
  return `${shown} ${units[unit]} (${bytes} bytes, about USD ${((bytes / 2 ** 40) * usdPerTib).toFixed(4)})`;
}

/**
 * Whether all jobs have ended. One whose failure may pass is started again, three times in all; any other failure, and jobs that
 * have run longer than the settings allow, are `SourceRefused`, the jobs cancelled.
 */
export async function jobsEnded(
  objects: ObjectStore,
  service: QueryService,
  warehouse: string,
  plan: Ga4Plan,
  settings: Ga4Settings,
  waitedSeconds: number,
): Promise<boolean> {
  const ids = await jobIds(objects, warehouse, plan.source);
  const states = new Map<QueryName, JobState>();
  for (const query of queryNames) states.set(query, await service.state(ids[query]));
  const failures = [...states].flatMap(([query, state]) =>
    state.state === 'failed' ? [{ query, ...state }] : [],
  );
  for (const { query, reason, message } of failures) {
    const failure = sourceFailure(`the ${query} query`, reason, message);
    const attempts = await readAttempts(objects, warehouse, plan.source);
    if (failure.code === 'SourceRefused' || (attempts[query] ?? 1) >= mostAttempts) {
      await cancelAll(service, ids, states);
      throw failure.code === 'SourceRefused' ? failure : new KindredError('SourceRefused', failure.problems);
    }
  }
  if (failures.length > 0 || [...states.values()].some(({ state }) => state === 'absent')) {
    await startJobs(objects, service, warehouse, plan, settings);
    return false;
  }
  if ([...states.values()].every(({ state }) => state === 'done')) return true;
  if (waitedSeconds < settings.max_wait_minutes * 60) return false;
  await cancelAll(service, ids, states);
  const open = [...states].flatMap(([query, { state }]) => (state === 'running' ? [query] : []));
  throw new KindredError('SourceRefused', [
    {
      name: `the ${open.join(', ')} ${open.length === 1 ? 'query' : 'queries'}`,
      allowed: `an end within ${settings.max_wait_minutes} minutes (max_wait_minutes)`,
      received: `still running after ${Math.floor(waitedSeconds / 60)} minutes; cancelled`,
      remedy:
        'run again when BigQuery is less busy, shorten the window, or raise max_wait_minutes in icp.json',
    },
  ]);
}

async function cancelAll(
  service: QueryService,
  ids: Readonly<Record<QueryName, string>>,
  states: ReadonlyMap<QueryName, JobState>,
): Promise<void> {
  for (const [query, { state }] of states) if (state === 'running') await service.cancel(ids[query]);
}
