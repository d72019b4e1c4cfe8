import * as z from 'zod';
import { type Notification, notification } from '../../events/notification.ts';
import type { Server } from '../contracts/servers/child-server.ts';
import { startProxy } from '../contracts/servers/proxy.ts';

const putEvents = z.looseObject({
  Entries: z.array(
    z.looseObject({ EventBusName: z.string(), Source: z.literal('kindred'), Detail: z.string() }),
  ),
});

/** What the notifying function calls of EventBridge, in its own protocol; keeps what was put. */
export async function startBusEndpoint(): Promise<Server & { readonly told: readonly Notification[] }> {
  const told: Notification[] = [];
  const server = await startProxy(null, async ({ headers, body }) => {
    if (headers['x-amz-target'] !== 'AWSEvents.PutEvents')
      return { status: 400, headers: {}, body: JSON.stringify({ __type: 'UnknownOperationException' }) };
    const { Entries } = putEvents.parse(JSON.parse(body.toString()));
    told.push(...Entries.map(({ Detail }) => notification.parse(JSON.parse(Detail))));
    return {
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({
        FailedEntryCount: 0,
        Entries: Entries.map((_, at) => ({ EventId: String(at) })),
      }),
    };
  });
  return { ...server, told };
}
