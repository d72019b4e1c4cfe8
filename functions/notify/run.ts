import * as z from 'zod';
import type { Notification } from '../../events/notification.ts';
import { outboxStatus } from '../../events/outbox-status.ts';
import type { NotifyRequest, NotifyResult } from '../../events/step.ts';
import { executionName } from '../shared/execution-record.ts';
import { outboxKeys } from '../shared/outbox.ts';
import type { ObjectStore, StepPorts } from '../shared/ports.ts';
import { sha256 } from '../shared/sha256.ts';
import { readSettings } from '../shared/warehouse-settings.ts';
import { type PostWebhook, sendWebhook } from './webhook.ts';

/** How somebody is told. */
export type Outlets = {
  /** Puts it on the bus (AWS) or into a file (laptop). */
  readonly announce: (told: Notification) => Promise<void>;
  readonly post: PostWebhook;
};

const ended = z.looseObject({
  outcome: z.string(),
  warehouse: z.string().nullable().optional(),
  run: z.string().nullable().optional(),
  reason: z.string().optional(),
  state: z.looseObject({ run: z.string() }).optional(),
});

const types: Readonly<Record<string, Notification['type']>> = {
  published: 'run.published',
  duplicate: 'run.published',
  held: 'run.held',
  waiting: 'drop.waiting',
  rejected: 'drop.rejected',
  'failure-reported': 'run.failed',
};

/**
 * Tells the bus and the warehouse's webhook how an execution ended. The bus first: a webhook that cannot be reached is tried
 * again (`StoreUnavailable`), and announcing twice does no harm, as both carry the same id.
 */
export async function run(
  ports: Pick<StepPorts, 'objects' | 'scores' | 'now' | 'log'>,
  request: NotifyRequest,
  outlets: Outlets,
): Promise<NotifyResult> {
  const known = ended.safeParse(request.ended);
  const type = known.success ? types[known.data.outcome] : undefined;
  const warehouse = known.success ? (known.data.warehouse ?? null) : null;
  if (!known.success || type === undefined || warehouse === null) return { told: false };
  const told: Notification = {
    id: `ntf_${sha256(`${request.execution.id} ${type}`).slice(0, 32)}`,
    type,
    warehouse,
    at: ports.now(),
    execution: executionName(request.execution.id),
    run: known.data.run ?? known.data.state?.run ?? null,
    ...(await words(ports.objects, warehouse, known.data.reason)),
  };
  await outlets.announce(told);
  const { webhook } = await readSettings(ports.objects, warehouse);
  if (webhook !== null) await sendWebhook(ports, outlets.post, webhook.url, told);
  ports.log('told of an end', { warehouse, type });
  return { told: true };
}

/** What the outbox says, which was written for a person. */
async function words(
  objects: ObjectStore,
  warehouse: string,
  reason: string | undefined,
): Promise<Pick<Notification, 'summary' | 'remedy'>> {
  const bytes = await objects.get(outboxKeys(warehouse).json);
  if (bytes === null) return { summary: reason ?? '', remedy: [] };
  const { summary, remedy } = outboxStatus.parse(JSON.parse(new TextDecoder().decode(bytes)));
  return { summary, remedy };
}
