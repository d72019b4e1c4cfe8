import type { Notification } from '../../events/notification.ts';
import { KindredError } from '../shared/errors.ts';
import type { StepPorts } from '../shared/ports.ts';
import { warehousePartition, webhookSort } from '../shared/score-keys.ts';
import { webhookSecret, webhookSignature } from '../shared/webhook-signature.ts';

/** What a receiver answered; `refused` says why nothing was sent at all. */
export type Posted =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'unreachable'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** Posts a body to an address of the public internet, over https, following nothing. */
export type PostWebhook = (
  url: string,
  body: string,
  headers: { readonly [name: string]: string },
) => Promise<Posted>;

/**
 * Sends a notification to a warehouse's webhook, signed, and notes what came of it. An answer of 2xx ends it; so does one that
 * no repetition would change. For what may pass (no answer, 408, 429, 5xx) it throws `StoreUnavailable`, and is called again.
 */
export async function sendWebhook(
  ports: Pick<StepPorts, 'scores' | 'now' | 'log'>,
  post: PostWebhook,
  url: string,
  told: Notification,
): Promise<void> {
  const secret = await webhookSecret(ports.scores, told.warehouse, null);
  if (secret === null) {
    ports.log('a webhook was not sent: its secret was never read', { warehouse: told.warehouse });
    return;
  }
  const body = JSON.stringify(told);
  const seconds = Math.floor(Date.parse(ports.now()) / 1000);
  const posted = await post(url, body, {
    'content-type': 'application/json',
    'user-agent': 'Kindred',
    'kindred-event': told.type,
    'kindred-event-id': told.id,
    'kindred-signature': webhookSignature(secret, seconds, body),
  });
  const passes =
    posted.kind === 'unreachable' ||
    (posted.kind === 'answered' && (posted.status >= 500 || posted.status === 408 || posted.status === 429));
  const partition = warehousePartition(told.warehouse);
  const stored = await ports.scores.get(partition, webhookSort);
  await ports.scores.compareAndSet(
    {
      partition,
      sort: webhookSort,
      value: {
        at: ports.now(),
        id: told.id,
        delivered: posted.kind === 'answered' && posted.status >= 200 && posted.status < 300,
        result: posted.kind === 'answered' ? `answered ${posted.status}` : `${posted.kind}: ${posted.reason}`,
      },
    },
    stored?.revision ?? 0,
  );
  if (!passes) return;
  throw new KindredError('StoreUnavailable', [
    {
      name: 'webhook',
      allowed: 'an answer of 2xx',
      received: posted.kind === 'answered' ? String(posted.status) : posted.reason,
      remedy: 'it is tried again; mend the receiver if it stays so',
    },
  ]);
}
