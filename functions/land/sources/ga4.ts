import type { LandResult, PollRequest, ReadRequest } from '../../../events/step.ts';
import type { Ticket } from '../../../events/ticket.ts';
import { KindredError } from '../../shared/errors.ts';
import type { Ga4Settings } from '../../shared/ga4-settings.ts';
import type { StepPorts } from '../../shared/ports.ts';
import type { Settings } from '../../shared/settings.ts';
import { jobsEnded, readPlan, readResult, startJobs } from './ga4-jobs.ts';
import { type Ga4Plan, planGa4, targetOf } from './ga4-plan.ts';
import { firstPage, readPart } from './ga4-read.ts';
import type { OpenQueries } from './query-service.ts';

/** Seconds until the first look at the jobs, doubled with each, up to the longest. */
const firstWait = 1;
const longestWait = 30;
const waitAfter = (looks: number): number => Math.min(longestWait, firstWait * 2 ** looks);

/**
 * Looks at the export and starts what has to be queried; nothing where these very shards were queried before: then the source is
 * ready to land. Errors: `SourceRefused` with what a person can put right.
 */
export async function beginGa4(
  ports: StepPorts,
  open: OpenQueries,
  ticket: Ticket,
  settings: Settings,
  source: Ga4Settings,
): Promise<LandResult | { readonly outcome: 'ready'; readonly plan: Ga4Plan }> {
  const service = await open(targetOf(source));
  const asOf = ticket.as_of ?? settings.as_of;
  const plan = await planGa4(service, source, {
    time_zone: settings.time_zone,
    today: ticket.today ?? ticket.execution.started_at.slice(0, 10),
    as_of: asOf === null || asOf === 'data' || asOf === 'today' ? null : asOf,
  });
  if ((await readResult(ports.objects, ticket.warehouse, plan.source)) !== null)
    return { outcome: 'ready', plan };
  await startJobs(ports.objects, service, ticket.warehouse, plan, source);
  ports.log('queries started', {
    warehouse: ticket.warehouse,
    source: plan.source,
    shards: plan.shards.length,
  });
  return {
    outcome: 'querying',
    ticket,
    query: { source: plan.source, looks: 0, waited_seconds: 0 },
    wait_seconds: waitAfter(0),
  };
}

/** Looks whether the jobs have ended: `querying` again after a while, or `reading` from the first page on. */
export async function pollGa4(
  ports: StepPorts,
  open: OpenQueries,
  { ticket, query }: PollRequest,
  source: Ga4Settings,
): Promise<LandResult> {
  const plan = await storedPlan(ports, ticket, query.source);
  const waited = query.waited_seconds + waitAfter(query.looks);
  const service = await open(targetOf(source));
  if (await jobsEnded(ports.objects, service, ticket.warehouse, plan, source, waited))
    return { outcome: 'reading', ticket, cursor: { source: plan.source, ...firstPage } };
  const looks = query.looks + 1;
  return {
    outcome: 'querying',
    ticket,
    query: { source: plan.source, looks, waited_seconds: waited },
    wait_seconds: waitAfter(looks),
  };
}

/** Reads one part of the results: `reading` from where it stopped, or `read`. */
export async function readGa4(
  ports: StepPorts,
  open: OpenQueries,
  { ticket, cursor }: ReadRequest,
  source: Ga4Settings,
): Promise<LandResult> {
  const plan = await storedPlan(ports, ticket, cursor.source);
  const next = await readPart(ports, await open(targetOf(source)), ticket.warehouse, plan, cursor);
  return next === null
    ? { outcome: 'read', ticket, source: plan.source }
    : { outcome: 'reading', ticket, cursor: { source: plan.source, ...next } };
}

/** The plan a source was queried by. Errors: `Integrity` when it is gone. */
export async function storedPlan(ports: StepPorts, { warehouse }: Ticket, source: string): Promise<Ga4Plan> {
  const plan = await readPlan(ports.objects, warehouse, source);
  if (plan !== null) return plan;
  throw new KindredError('Integrity', [
    {
      name: `plan of ${source}`,
      allowed: 'the plan this execution stored',
      received: 'nothing',
      remedy: 'run again',
    },
  ]);
}
