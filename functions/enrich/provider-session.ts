import { type ProviderId, providerIds } from '../../core/provider/provider-ids.ts';
import type { RateLimit } from '../../core/provider/rate-window.ts';
import type { ScoreStore } from '../shared/ports.ts';
import type { ProviderUse, Settings } from '../shared/settings.ts';
import { type AnswerCache, daysAfter, type KeptAnswer, openAnswerCache } from './answer-cache.ts';
import { type BudgetLedger, openBudget } from './budget-ledger.ts';
import {
  type Job,
  type Outcome,
  openLine,
  overBudget,
  type ProviderLine,
  type Stop,
} from './provider-line.ts';
import type { Provider } from './providers/provider.ts';
import type { ProviderWorld } from './providers/provider-world.ts';
import { providers } from './providers/registry.ts';

/** One provider in one run: its settings, its line where it may be asked, and how far asking got. */
export type ProviderSession = {
  readonly provider: Provider;
  readonly use: ProviderUse;
  /** Null in a dry run and without a key: then nothing is asked, only what is known already is used. */
  readonly line: ProviderLine | null;
  /** Why something was not asked, once each. */
  readonly because: Set<string>;
  failed: number;
  stopped: boolean;
};

/** What all providers of a run share. */
export type Purchases = {
  readonly sessions: readonly ProviderSession[];
  readonly cache: AnswerCache;
  readonly budget: BudgetLedger;
  readonly today: string;
  readonly run: string;
};

const e4 = (amount: number | null): number | null => (amount === null ? null : Math.round(amount * 10_000));

/** Opens every provider the settings name, in the order they are declared. */
export async function openPurchases(
  world: ProviderWorld,
  scores: ScoreStore,
  ids: { readonly warehouse: string; readonly run: string },
  settings: Settings,
): Promise<Purchases> {
  const { budget: caps } = settings;
  const day = (): string => new Date(world.now()).toISOString().slice(0, 10);
  const cap = (of: { readonly credits: number; readonly money: number | null }) => ({
    credits: of.credits,
    money_e4: e4(of.money),
  });
  const budget = openBudget(scores, {
    ...ids,
    month: () => day().slice(0, 7),
    per_run: cap(caps.per_run),
    per_month: cap(caps.per_month),
  });
  const deadline = world.now() + world.call_ms;
  const capped = caps.per_run.money !== null || caps.per_month.money !== null;
  const sessions: ProviderSession[] = [];
  for (const id of providerIds) {
    const use = settings.providers[id];
    if (use === undefined) continue;
    const provider = providers[id];
    const session = { provider, use, line: null, because: new Set<string>(), failed: 0, stopped: false };
    const price_e4 = e4(use.credit_price?.high ?? null);
    const key = caps.dry_run ? null : await world.key(id);
    if (caps.dry_run) session.because.add('a dry run asks nothing');
    else if (key === null)
      session.because.add(`no key for ${provider.title} is stored (${keyName(id)}; see docs/providers.md)`);
    else if (capped && price_e4 === null)
      session.because.add(
        `the budget is capped in money and the price of a ${provider.title} credit is not known: set providers.${id}.credit_price`,
      );
    else if (caps.per_run.credits === 0 || caps.per_month.credits === 0)
      session.because.add('the budget allows no credits: set budget.per_run and budget.per_month');
    else {
      const rates = contractRates(use);
      const line = openLine({ provider, key, world, budget, price_e4: price_e4 ?? 0, rates, deadline });
      sessions.push({ ...session, line });
      continue;
    }
    sessions.push(session);
  }
  return {
    sessions,
    cache: openAnswerCache(scores, ids.warehouse, world.now),
    budget,
    today: day(),
    run: ids.run,
  };
}

/** The environment variable of a provider's key on a laptop. */
export const keyName = (provider: ProviderId): string =>
  `KINDRED_${provider.toUpperCase().replaceAll('-', '_')}_KEY`;

function contractRates({ rate }: ProviderUse): readonly RateLimit[] | null {
  if (rate === null) return null;
  const windows = [
    { seconds: 60, calls: rate.minute ?? null },
    { seconds: 3600, calls: rate.hour ?? null },
    { seconds: 86_400, calls: rate.day ?? null },
  ];
  return windows.flatMap(({ seconds, calls }) => (calls === null ? [] : [{ seconds, calls }]));
}

/** Something to ask: what it is remembered under (one text per part of the answer), and the job that asks it. */
export type Question<T> = {
  readonly job: Job<T>;
  /** Called with the answer, before the money is settled; keeps it. */
  readonly keep: (value: T, credits: number) => Promise<void>;
  /** The same as smaller questions, in order; absent where it cannot be made smaller. */
  readonly split?: () => readonly Question<T>[];
};

/** How often a question may be asked whose reply never came. */
const mostTries = 2;

/**
 * Asks questions in order until they are answered, the budget or the time is used up, or the provider stops. What failed and
 * may work is asked once more at the end. A question dearer than what the budget has left is asked in part, its first part
 * first, so that a batch near the cap is not lost whole.
 */
export async function askAll<T>(session: ProviderSession, questions: readonly Question<T>[]): Promise<void> {
  const { line } = session;
  if (line === null || session.stopped) return;
  let open = questions.map((question) => ({ question, tries: 1 }));
  while (open.length > 0) {
    const again: typeof open = [];
    const keep = async (index: number, outcome: Outcome<T>): Promise<void> => {
      const entry = open[index];
      if (entry === undefined) return;
      if (outcome.ok) return await entry.question.keep(outcome.value, outcome.credits);
      if (outcome.failure.retryable && entry.tries < mostTries)
        again.push({ ...entry, tries: entry.tries + 1 });
      else {
        session.failed += 1;
        session.because.add(outcome.failure.because);
      }
    };
    const { asked, stop }: { asked: number; stop: Stop | null } = await line.wave(
      open.map(({ question }) => question.job),
      keep,
    );
    open = [...open.slice(asked), ...again];
    if (stop === null) continue;
    const [first] = open;
    const parts = stop === overBudget ? first?.question.split?.() : undefined;
    if (first !== undefined && parts !== undefined) {
      open = [...parts.map((question) => ({ question, tries: first.tries })), ...open.slice(1)];
      continue;
    }
    session.because.add(stop.because);
    if (stop.whole) session.stopped = true;
    return;
  }
}

/** An answer as it is remembered. */
export function kept(
  { today, run }: Purchases,
  days: number,
  value: KeptAnswer['value'],
  credits: number,
): KeptAnswer {
  return { value, fetched_on: today, expires_on: daysAfter(today, days), run, credits };
}
