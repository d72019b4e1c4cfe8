import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Notification } from '../../../events/notification.ts';
import { KindredError } from '../errors.ts';
import { awsFailure } from './aws-failure.ts';

/** Puts notifications on an event bus of EventBridge: source `kindred`, the type as detail-type. */
export function openEventBus(options: {
  readonly bus: string;
  readonly client?: EventBridgeClient;
}): (told: Notification) => Promise<void> {
  const client = options.client ?? new EventBridgeClient({});
  return async (told) => {
    try {
      const { Entries } = await client.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: options.bus,
              Source: 'kindred',
              DetailType: told.type,
              Detail: JSON.stringify(told),
            },
          ],
        }),
      );
      const code = Entries?.[0]?.ErrorCode;
      if (code === undefined) return;
      throw new KindredError('StoreUnavailable', [
        { name: `bus ${options.bus}`, allowed: 'an event', received: code, remedy: 'it is tried again' },
      ]);
    } catch (error) {
      throw error instanceof KindredError ? error : awsFailure(error, `bus ${options.bus}`);
    }
  };
}
