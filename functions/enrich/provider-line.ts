import type { Spend } from '../../core/provider/budget.ts';
import { afterCall, type Circuit, circuitState, closedCircuit } from '../../core/provider/circuit.ts';
import {
  corrected,
  freshWindows,
  type RateLimit,
  type RateWindow,
  taken,
  waitFor,
} from '../../core/provider/rate-window.ts';
import { backoffMs } from '../../core/provider/retry-delay.ts';
import type { BudgetLedger } from './budget-ledger.ts';
import {
  type ApiCall,
  type ApiReply,
  type Conversation,
  type Paid,
  type Provider,
  type ProviderFailure,
  UnreadableAnswer,
} from './providers/provider.ts';
import { NoReply, type ProviderWorld } from './providers/provider-world.ts';

/** One thing to ask a provider, and the most it can cost. */
export type Job<T> = { readonly credits: number; readonly converse: () => Conversation<T> };

export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly credits: number }
  | { readonly ok: false; readonly failure: ProviderFailure; readonly credits: number };

/** Why nothing more is asked, and whether that holds for the provider or only for what was being asked. */
export type Stop = { readonly because: string; readonly whole: boolean };

export type LineFigures = { readonly calls: number; readonly retries: number; readonly credits: number };

/** A provider at the other end of a line: everything that is the same for all of them happens here. */
export type ProviderLine = {
  /**
   * Asks the first jobs there is budget for, at most `concurrency` at once under one reservation. `keep` is given each answer
   * before the money is settled: an answer that was paid for survives a crash.
   */
  readonly wave: <T>(
    jobs: readonly Job<T>[],
    keep: (index: number, outcome: Outcome<T>) => Promise<void>,
  ) => Promise<{ readonly asked: number; readonly stop: Stop | null }>;
  readonly figures: () => LineFigures;
};

/** Retries a call gets after answers that say "later"; and all retries together, as a share of the calls. */
const mostAttempts = 4;
const retryShare = 0.1;
const freeRetries = 5;

/** Failures that end more than the one question. */
const stopping: ReadonlySet<ProviderFailure['kind']> = new Set([
  'key-refused',
  'plan-refused',
  'credits-exhausted',
  'day-limit',
  'out-of-time',
]);
const wholeStop: ReadonlySet<ProviderFailure['kind']> = new Set([
  'key-refused',
  'credits-exhausted',
  'out-of-time',
]);

/**
 * Opens the line to a provider for one run.
 *
 * @param price_e4 the most one credit costs, in 1/10,000 of the budget's currency; 0 where money is not capped
 * @param deadline epoch milliseconds after which no call starts and nothing is waited for
 */
export function openLine(options: {
  readonly provider: Provider;
  readonly key: string;
  readonly world: ProviderWorld;
  readonly budget: BudgetLedger;
  readonly price_e4: number;
  readonly rates: readonly RateLimit[] | null;
  readonly deadline: number;
}): ProviderLine {
  const { provider, key, world, budget, price_e4, deadline } = options;
  const base = world.base_urls[provider.id] ?? provider.base_url;
  const windows = new Map<string, readonly RateWindow[]>();
  let circuit: Circuit = closedCircuit;
  let credential: Promise<string> | null = null;
  let calls = 0;
  let retries = 0;
  let spent = 0;

  const spendOf = (credits: number): Spend => ({ credits, money_e4: credits * price_e4 });

  const failed = (kind: 'out-of-time' | 'unavailable', because: string): ProviderFailure =>
    kind === 'out-of-time'
      ? { kind, retryable: false, because }
      : { kind, retryable: true, because, wait_ms: null };

  /** Waits until the circuit and the rate windows let a call through; a failure when that would be too late. */
  const clear = async (group: string): Promise<ProviderFailure | null> => {
    for (;;) {
      const now = world.now();
      const known = windows.get(group) ?? freshWindows(options.rates ?? provider.rates[group] ?? []);
      const state = circuitState(circuit, now);
      if (state.may === 'give-up')
        return failed('out-of-time', `${provider.title} does not answer: left alone for this run`);
      const wait = Math.max(waitFor(known, now), state.may === 'wait' ? state.ms : 0);
      if (now + wait >= deadline)
        return failed(
          'out-of-time',
          state.may === 'call'
            ? `${provider.title}’s rate limit lets no more calls through in the time of a run`
            : `${provider.title} does not answer in the time of a run`,
        );
      if (wait === 0) {
        windows.set(group, taken(known, now));
        return null;
      }
      await world.sleep(wait);
    }
  };

  const send = async (call: ApiCall, signed: { readonly [name: string]: string }): Promise<ApiReply> => {
    calls += 1;
    const query = call.query === undefined ? '' : `?${new URLSearchParams(call.query)}`;
    const json = call.body !== undefined && 'json' in call.body;
    const reply = await world.send({
      method: call.method,
      url: `${base}${call.path}${query}`,
      headers: {
        ...(call.body === undefined
          ? {}
          : { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' }),
        ...call.headers,
        ...signed,
      },
      body:
        call.body === undefined
          ? null
          : 'json' in call.body
            ? JSON.stringify(call.body.json)
            : call.body.form,
    });
    const now = world.now();
    const known = windows.get(call.group);
    if (known !== undefined) windows.set(call.group, corrected(known, provider.windows(reply.headers), now));
    return reply;
  };

  /** A request that never left is an answer of status 0, which may be tried again; one that may have arrived is thrown. */
  const sendOrSay = async (call: ApiCall, signed: { readonly [name: string]: string }): Promise<ApiReply> => {
    try {
      return await send(call, signed);
    } catch (error) {
      if (error instanceof NoReply && !error.sent) return { status: 0, headers: {}, body: null };
      circuit = afterCall(circuit, true, world.now());
      throw error;
    }
  };

  const signIn = async (): Promise<string> => {
    const { sign_in } = provider;
    if (sign_in === null) return key;
    const reply = await request({ ...sign_in.call(key), group: 'sign-in' }, false);
    return sign_in.token(reply ?? { status: 404, headers: {}, body: null }).token;
  };

  /** One call with its retries. Null for "no such thing"; throws {@link Refusal}, or NoReply when nobody knows what it did. */
  const request = async (call: ApiCall, signedCall = true): Promise<ApiReply | null> => {
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      const late = await clear(call.group);
      if (late !== null) throw new Refusal(late);
      if (signedCall)
        credential ??= signIn().catch((error: unknown) => {
          credential = null;
          throw error;
        });
      const headers = signedCall && credential !== null ? provider.signed(await credential) : {};
      const reply = await sendOrSay(call, headers);
      if (reply.status >= 200 && reply.status < 300) {
        circuit = afterCall(circuit, false, world.now());
        return reply;
      }
      if (provider.not_found(reply)) {
        circuit = afterCall(circuit, false, world.now());
        return null;
      }
      const failure =
        reply.status === 0
          ? failed('unavailable', `${provider.title} cannot be reached`)
          : reply.status >= 300 && reply.status < 400
            ? ({
                kind: 'request-refused',
                retryable: false,
                because: `${provider.title} sent to another address, which is not followed`,
              } as const)
            : provider.failure(reply, world.now());
      circuit = afterCall(circuit, failure.kind === 'unavailable', world.now());
      if (failure.kind === 'sign-in-expired' && !renewed) {
        renewed = true;
        credential = null;
        continue;
      }
      if (!failure.retryable || attempt + 1 >= mostAttempts || retries >= freeRetries + retryShare * calls)
        throw new Refusal(failure);
      retries += 1;
      const wait = failure.wait_ms ?? backoffMs(attempt, world.random());
      if (world.now() + wait >= deadline)
        throw new Refusal(failed('out-of-time', `${failure.because}, for longer than a run may wait`));
      await world.sleep(wait);
    }
  };

  const ask = async <T>(job: Job<T>): Promise<Outcome<T>> => {
    const conversation = job.converse();
    let answered = false;
    try {
      let reply: ApiReply | null = null;
      for (let first = true; ; first = false) {
        const step: IteratorResult<ApiCall, Paid<T>> = first ? conversation.next() : conversation.next(reply);
        if (step.done === true)
          return { ok: true, value: step.value.value, credits: Math.min(job.credits, step.value.credits) };
        reply = await request(step.value);
        answered = true;
      }
    } catch (error) {
      // What cannot be known to be free is counted as paid.
      if (error instanceof NoReply)
        return {
          ok: false,
          credits: job.credits,
          failure: failed('unavailable', `${provider.title}: ${error.message}`),
        };
      if (error instanceof UnreadableAnswer)
        return {
          ok: false,
          credits: job.credits,
          failure: {
            kind: 'answer-unreadable',
            retryable: false,
            because: `${provider.title} answered in another shape (${error.message})`,
          },
        };
      if (error instanceof Refusal)
        return { ok: false, credits: answered ? job.credits : 0, failure: error.failure };
      throw error;
    }
  };

  return {
    wave: async (jobs, keep) => {
      const left = await budget.left();
      const some = affordable(jobs.slice(0, provider.concurrency), left, price_e4);
      const most = some.reduce((sum, job) => sum + job.credits, 0);
      if (some.length === 0) return { asked: 0, stop: jobs.length === 0 ? null : overBudget };
      const reservation = most === 0 ? null : await budget.reserve(spendOf(most));
      if (reservation === null && most > 0) return { asked: 0, stop: overBudget };
      let charged = 0;
      let stop: Stop | null = null;
      await Promise.all(
        some.map(async (job, index) => {
          const outcome = await ask(job);
          charged += outcome.credits;
          if (!outcome.ok && stopping.has(outcome.failure.kind))
            stop ??= { because: outcome.failure.because, whole: wholeStop.has(outcome.failure.kind) };
          await keep(index, outcome);
        }),
      );
      spent += charged;
      if (reservation !== null) await budget.settle(reservation, spendOf(charged));
      return { asked: some.length, stop };
    },
    figures: () => ({ calls, retries, credits: spent }),
  };
}

/** What a wave says that asked nothing because the first job costs more than the budget has left. */
export const overBudget: Stop = { because: 'the budget is used up', whole: true };

/** As many of the first jobs as the budget covers at their dearest. */
function affordable<T>(
  jobs: readonly Job<T>[],
  left: { readonly credits: number; readonly money_e4: number | null },
  price_e4: number,
): Job<T>[] {
  let credits = 0;
  return jobs.filter((job) => {
    credits += job.credits;
    return credits <= left.credits && (left.money_e4 === null || credits * price_e4 <= left.money_e4);
  });
}

/** A call that was refused, as an exception on its way out of a conversation. */
class Refusal extends Error {
  readonly failure: ProviderFailure;
  constructor(failure: ProviderFailure) {
    super(failure.because);
    this.failure = failure;
  }
}
