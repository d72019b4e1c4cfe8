import type { ProviderId } from '../../../core/provider/provider-ids.ts';
import type { ApiReply } from './provider.ts';

/** A request as it goes over the wire, signed. */
export type WireRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string | null;
};

/**
 * A request that brought no usable reply. Where it may have arrived (`sent`), what it did at the other end, and what it
 * cost, cannot be known.
 */
export class NoReply extends Error {
  override readonly name = 'NoReply';
  readonly sent: boolean;
  constructor(message: string, sent: boolean) {
    super(message);
    this.sent = sent;
  }
}

/**
 * What talking to providers needs of the world. The composition roots make it; below them nothing reads a clock, an
 * environment variable or a secret.
 */
export type ProviderWorld = {
  /** The key of a provider; null where none is stored. Asked once per run. */
  readonly key: (provider: ProviderId) => Promise<string | null>;
  /** One request; {@link NoReply} when no whole reply came. Follows no redirect and retries nothing. */
  readonly send: (request: WireRequest) => Promise<ApiReply>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1), for the jitter of retries. */
  readonly random: () => number;
  /** Other addresses than the providers' own: loopback only, for tests. */
  readonly base_urls: { readonly [provider in ProviderId]?: string };
  /** How long the calls of one step may take together, waiting included. */
  readonly call_ms: number;
};

/** Nobody to talk to: providers are asked for nothing. */
export const noProviders: ProviderWorld = {
  key: async () => null,
  send: async () => {
    throw new NoReply('no provider is wired', false);
  },
  now: () => 0,
  sleep: async () => undefined,
  random: () => 0,
  base_urls: {},
  call_ms: 0,
};
