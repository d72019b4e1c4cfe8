import { gzipSync } from 'node:zlib';
import { type BudgetLedger, openBudget } from '../../../functions/enrich/budget-ledger.ts';
import { type Outcome, openLine, type ProviderLine } from '../../../functions/enrich/provider-line.ts';
import { sendRequest } from '../../../functions/enrich/providers/http-door.ts';
import type { Conversation, Provider } from '../../../functions/enrich/providers/provider.ts';
import type { ProviderWorld } from '../../../functions/enrich/providers/provider-world.ts';
import type { ScoreStore } from '../../../functions/shared/ports.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';

export const startMs = Date.parse('2026-07-01T10:00:00Z');
/** A key that must be found nowhere but in the header that carries it. */
export const secretKey = 'canary-9f31:topsecret-77';

/** The world over a real network and a clock that only sleeping moves. */
export function virtualWorld(
  url: string,
  provider: Provider,
  timeoutMs = 2000,
): ProviderWorld & { slept: number[] } {
  let now = startMs;
  const slept: number[] = [];
  return {
    key: async () => secretKey,
    send: (request) => sendRequest(request, timeoutMs),
    now: () => now,
    sleep: async (ms) => {
      slept.push(ms);
      now += ms;
    },
    random: () => 0.5,
    base_urls: { [provider.id]: url },
    call_ms: 10 * 60_000,
    slept,
  };
}

export function memoryScores(): ScoreStore & { close(): void } {
  return openSqliteScores(':memory:', { now: () => new Date(startMs).toISOString() });
}

/** A line to a provider at an address, with a budget of so many credits. */
export function lineTo(
  provider: Provider,
  url: string,
  options: { readonly credits?: number; readonly timeoutMs?: number; readonly scores?: ScoreStore } = {},
): {
  readonly line: ProviderLine;
  readonly budget: BudgetLedger;
  readonly world: ReturnType<typeof virtualWorld>;
} {
  const world = virtualWorld(url, provider, options.timeoutMs);
  const cap = { credits: options.credits ?? 10_000, money_e4: null };
  const budget = openBudget(options.scores ?? memoryScores(), {
    warehouse: 'acme',
    run: 'run_1',
    month: () => '2026-07',
    per_run: cap,
    per_month: cap,
  });
  const line = openLine({
    provider,
    key: secretKey,
    world,
    budget,
    price_e4: 0,
    rates: null,
    deadline: startMs + world.call_ms,
  });
  return { line, budget, world };
}

/** Asks one thing. */
export async function askOne<T>(
  line: ProviderLine,
  credits: number,
  converse: () => Conversation<T>,
): Promise<Outcome<T>> {
  const outcomes: Outcome<T>[] = [];
  await line.wave([{ credits, converse }], async (_, outcome) => {
    outcomes.push(outcome);
  });
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('nothing was asked');
  return outcome;
}

/** Bodies no provider should send and some day will. */
export const hostileBodies: readonly (readonly [
  name: string,
  answer: {
    readonly body?: unknown;
    readonly raw?: Uint8Array;
    readonly headers?: Record<string, string>;
    readonly cutAfter?: number;
    readonly status?: number;
  },
])[] = [
  ['more than 8 MB', { raw: Buffer.alloc(9 * 1024 * 1024, 0x20) }],
  [
    'a small archive of much more than 8 MB',
    { raw: gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20)), headers: { 'content-encoding': 'gzip' } },
  ],
  ['cut off in the middle', { raw: Buffer.from('{"organizations":[{"id":"1"}],"data":[]}'), cutAfter: 12 }],
  ['HTML', { body: '<!doctype html><title>Maintenance</title>' }],
  ['nothing', { raw: Buffer.alloc(0) }],
  ['a list', { body: [1, 2, 3] }],
  ['null', { body: null, raw: Buffer.from('null') }],
  ['an error with status 200', { body: { error: 'internal' } }],
  [
    'a text where an object belongs',
    {
      body: { organization: 'x', organizations: 'x', data: 'x', searchCandidates: 'x', matchCandidates: 'x' },
    },
  ],
  [
    'prototype keys',
    { raw: Buffer.from('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') },
  ],
  [
    'a redirect',
    { status: 302, headers: { location: 'http://169.254.169.254/latest/meta-data/' }, body: '' },
  ],
  ['deep nesting', { raw: Buffer.from(`${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`) }],
];
