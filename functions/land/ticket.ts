import { warehouseId } from '../../events/ids.ts';
import { type PreviewEvent, type StartEvent, startEvent } from '../../events/start.ts';
import type { CheckRequest, Execution, Job, Ticket, TicketRequest } from '../../events/ticket.ts';
import { KindredError, type Problem } from '../shared/errors.ts';
import { recordExecution } from '../shared/execution-record.ts';
import type { ScoreStore, StepPorts } from '../shared/ports.ts';
import { ticketRecord } from '../shared/run-record.ts';
import { ticketSort, warehousePartition } from '../shared/score-keys.ts';
import { quietSeconds } from '../shared/warehouse-settings.ts';
import { inboxObject } from './inbox-key.ts';

export type LandOptions = {
  /** Quiet time of this place, for warehouses whose settings leave it open. */
  readonly defaultQuietSeconds: number;
};

/** Under steady contention every attempt loses to a newer ticket, so giving up is right long before this. */
const MAX_ATTEMPTS = 50;

/**
 * Takes the warehouse's next ticket for a start event. The newest ticket of a warehouse is the one that may run; a
 * retried step finds its own execution in the record and keeps its number. Events about objects that belong to no
 * drop (other prefixes, folder markers) come back as `ignored` and touch nothing. A file's event that loses the number to
 * another execution comes back as `superseded`.
 *
 * Errors: `BadEvent` naming every field that is wrong.
 */
export async function takeTicket(
  ports: StepPorts,
  request: TicketRequest,
  options: LandOptions,
): Promise<Ticket | Job> {
  const start = parseStart(request.start);
  const { execution } = request;
  if ('kind' in start) {
    await recordExecution(
      ports.scores,
      start.warehouse,
      execution,
      start.kind,
      'request' in start ? start.request : null,
    );
    if (start.kind !== 'schedule' && start.kind !== 'rerun' && start.kind !== 'preview')
      return {
        outcome: 'job',
        kind: start.kind,
        warehouse: start.warehouse,
        request: start.request,
        drop: start.kind === 'check' ? start.drop : null,
        execution,
      };
    if (start.kind === 'preview') return await previewTicket(ports.scores, start, execution);
    const generation = await nextGeneration(ports.scores, start.warehouse, execution);
    return {
      outcome: 'go',
      cause: start.kind,
      warehouse: start.warehouse,
      generation,
      quiet_seconds: 0,
      today: start.kind === 'schedule' ? start.scheduled_for.slice(0, 10) : start.requested_on,
      as_of: start.kind === 'rerun' ? (start.as_of ?? null) : null,
      execution,
    };
  }
  const object = inboxObject(start.detail.object.key);
  if (object === null || (object.ready && start['detail-type'] === 'Object Deleted'))
    return {
      outcome: 'ignored',
      cause: 'drop',
      warehouse: object?.warehouse ?? warehouseOf(start.detail.object.key),
      generation: 0,
      quiet_seconds: 0,
      today: null,
      as_of: null,
      execution,
    };
  const number = object.ready ? nextGeneration : dropGeneration;
  const generation = await number(ports.scores, object.warehouse, execution);
  if (generation !== null) await recordExecution(ports.scores, object.warehouse, execution, 'drop', null);
  return {
    outcome: generation === null ? 'superseded' : 'go',
    cause: 'drop',
    warehouse: object.warehouse,
    generation: generation ?? 0,
    quiet_seconds:
      object.ready || generation === null
        ? 0
        : await quietSeconds(ports.objects, object.warehouse, options.defaultQuietSeconds),
    today: null,
    as_of: null,
    execution,
  };
}

/** After the quiet time: `go` while this ticket is still the newest, else `superseded`. */
export async function checkTicket(ports: StepPorts, { ticket }: CheckRequest): Promise<Ticket> {
  return (await isNewest(ports.scores, ticket)) ? ticket : { ...ticket, outcome: 'superseded' };
}

/** Whether no newer ticket of the warehouse exists. */
export async function isNewest(
  scores: ScoreStore,
  ticket: Pick<Ticket, 'warehouse' | 'generation'>,
): Promise<boolean> {
  const item = await scores.get(warehousePartition(ticket.warehouse), ticketSort);
  return item !== null && ticketRecord.parse(item.value).generation === ticket.generation;
}

/** A preview takes no number: it goes by the newest, and is superseded when files arrive meanwhile. */
async function previewTicket(scores: ScoreStore, start: PreviewEvent, execution: Execution): Promise<Ticket> {
  const item = await scores.get(warehousePartition(start.warehouse), ticketSort);
  return {
    outcome: 'go',
    cause: 'preview',
    warehouse: start.warehouse,
    generation: item === null ? 0 : ticketRecord.parse(item.value).generation,
    quiet_seconds: 0,
    today: start.requested_on,
    as_of: null,
    proposal: start.request,
    execution,
  };
}

/** A ticket for a tick, a request or `_READY`: each asks for something of its own and so must get one. */
export async function nextGeneration(
  scores: ScoreStore,
  warehouse: string,
  execution: Execution,
): Promise<number> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const generation = await tryNext(scores, warehouse, execution);
    if (generation !== null) return generation;
  }
  throw new KindredError('StoreUnavailable', [
    {
      name: `ticket of ${warehouse}`,
      allowed: `a conditional write within ${MAX_ATTEMPTS} attempts`,
      received: 'another writer each time',
      remedy: 'it is retried; look for a storm of events if it persists',
    },
  ]);
}

/**
 * A ticket for a file's event; null when another execution took one meanwhile. That one lists the inbox later than this event
 * came, so the file is in its drop: a thousand events at once need no thousand tickets.
 */
async function dropGeneration(
  scores: ScoreStore,
  warehouse: string,
  execution: Execution,
): Promise<number | null> {
  const generation = await tryNext(scores, warehouse, execution);
  if (generation !== null) return generation;
  // The write may have been this execution's own, sent twice because its first answer was lost.
  const item = await scores.get(warehousePartition(warehouse), ticketSort);
  const held = item === null ? null : ticketRecord.parse(item.value);
  return held?.execution === execution.id ? held.generation : null;
}

/** One attempt at the next number; null when another writer came between. */
async function tryNext(scores: ScoreStore, warehouse: string, execution: Execution): Promise<number | null> {
  const partition = warehousePartition(warehouse);
  const item = await scores.get(partition, ticketSort);
  const held = item === null ? null : ticketRecord.parse(item.value);
  if (held?.execution === execution.id) return held.generation;
  const generation = (held?.generation ?? 0) + 1;
  const value = { generation, execution: execution.id };
  return (await scores.compareAndSet({ partition, sort: ticketSort, value }, item?.revision ?? 0))
    ? generation
    : null;
}

function parseStart(start: unknown): StartEvent {
  const parsed = startEvent.safeParse(start);
  if (parsed.success) return parsed.data;
  const problems: Problem[] = parsed.error.issues.map((issue) => ({
    name: issue.path.join('.') || 'event',
    allowed: "an S3 object event, a schedule's tick or a rerun request",
    received: issue.message,
    remedy: 'send one of the events documented in docs/events.md',
  }));
  throw new KindredError('BadEvent', problems);
}

/** For the log of an ignored event only: the folder the key names, or "unknown". */
function warehouseOf(key: string): string {
  const parsed = warehouseId.safeParse(key.split('/')[1]);
  return parsed.success ? parsed.data : 'unknown';
}
