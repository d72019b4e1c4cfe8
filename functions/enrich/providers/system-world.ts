import * as z from 'zod';
import { type ProviderId, providerIds } from '../../../core/provider/provider-ids.ts';
import { sendRequest } from './http-door.ts';
import type { ProviderWorld } from './provider-world.ts';

/** An address on this very machine: another could be sent the keys. */
const loopback = z
  .url()
  .refine(
    (url) => /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+(\/|$)/.test(url),
    'an address on this machine, e.g. http://127.0.0.1:8080',
  );

/** `{"apollo": "http://127.0.0.1:8080"}` as text: addresses that stand in for providers' own, in tests. */
export const providerUrls = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('JSON');
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(providerIds), loopback));

/** The world as it is: the network, the system's clock, keys from wherever the composition root keeps them. */
export function systemWorld(options: {
  readonly key: ProviderWorld['key'];
  readonly base_urls?: { readonly [provider in ProviderId]?: string } | undefined;
  readonly call_ms: number;
}): ProviderWorld {
  return {
    key: options.key,
    send: sendRequest,
    now: Date.now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    base_urls: options.base_urls ?? {},
    call_ms: options.call_ms,
  };
}
