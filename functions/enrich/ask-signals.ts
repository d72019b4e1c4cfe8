import * as z from 'zod';
import type { ObservedSignal } from '../../core/provider/provider-company.ts';
import { canonicalJson } from '../../core/tables/canonical-json.ts';
import type { KeptAnswer } from './answer-cache.ts';
import { askAll, kept, type ProviderSession, type Purchases } from './provider-session.ts';
import type { SignalSource } from './providers/provider.ts';

/** A candidate a provider has a key of, and the chance that a signal moves it across a tier line. */
export type SignalAsk = {
  readonly candidate_id: string;
  readonly record_id: string;
  readonly change: number;
};

export type SignalAnswer = {
  readonly candidate_id: string;
  readonly record_id: string;
  readonly signals: readonly ObservedSignal[];
  readonly kept: KeptAnswer;
};

export type SignalPlan = {
  readonly source: SignalSource;
  readonly open: readonly SignalAsk[];
  readonly known: readonly SignalAnswer[];
  /** What was open when the run began, also where it was interrupted since. */
  readonly questions: number;
  readonly known_already: number;
  readonly calls: number;
  readonly credits: number;
  readonly changes: number;
};

/** Growth changes from week to week: signals are asked for anew after this many days. */
const keepDays = 14;

const observedList = z.array(
  z.strictObject({
    kind: z.enum(['headcount_growth', 'open_roles', 'news', 'technology']),
    date: z.string(),
    value: z.string(),
  }),
);

const questionOf = (source: SignalSource, record_id: string): string =>
  canonicalJson({ purpose: source.name, of: record_id });

/** Plans which candidates to ask signals of, most worth first; those whose tier no finding would move are left out. */
export async function planSignals(
  purchases: Purchases,
  { provider }: ProviderSession,
  source: SignalSource,
  asks: readonly SignalAsk[],
): Promise<SignalPlan> {
  const ordered = asks
    .filter(({ change }) => change > 0)
    .sort((a, b) => b.change - a.change || (a.candidate_id < b.candidate_id ? -1 : 1));
  const open: SignalAsk[] = [];
  const known: SignalAnswer[] = [];
  for (const ask of ordered) {
    const answer = await purchases.cache.get(provider.id, questionOf(source, ask.record_id));
    const parsed = observedList.safeParse(answer?.value);
    if (answer !== null && parsed.success)
      known.push({
        candidate_id: ask.candidate_id,
        record_id: ask.record_id,
        signals: parsed.data,
        kept: answer,
      });
    else open.push(ask);
  }
  const known_already = known.filter(({ kept: { run } }) => run !== purchases.run).length;
  const questions = open.length + known.length - known_already;
  const calls = Math.ceil(questions / source.most);
  return {
    source,
    open,
    known,
    questions,
    known_already,
    calls,
    credits: calls * source.credits,
    changes: ordered.reduce((sum, { change }) => sum + change, 0),
  };
}

/** Asks for the planned signals and remembers them, also that there were none. */
export async function askSignals(
  purchases: Purchases,
  session: ProviderSession,
  { source, open }: SignalPlan,
): Promise<SignalAnswer[]> {
  const answers: SignalAnswer[] = [];
  const parts = Array.from({ length: Math.ceil(open.length / source.most) }, (_, at) =>
    open.slice(at * source.most, (at + 1) * source.most),
  );
  await askAll<{ readonly [record_id: string]: readonly ObservedSignal[] }>(
    session,
    parts.map((part) => ({
      job: {
        credits: source.credits,
        converse: () =>
          source.converse(
            part.map(({ record_id }) => record_id),
            purchases.today,
          ),
      },
      keep: async (found, credits) => {
        for (const [index, { candidate_id, record_id }] of part.entries()) {
          const signals = Object.hasOwn(found, record_id) ? (found[record_id] ?? []) : [];
          const answer = kept(
            purchases,
            keepDays,
            signals.map((signal) => ({ ...signal })),
            index === 0 ? credits : 0,
          );
          await purchases.cache.put(session.provider.id, questionOf(source, record_id), answer);
          answers.push({ candidate_id, record_id, signals, kept: answer });
        }
      },
    })),
  );
  return answers.sort((a, b) => (a.candidate_id < b.candidate_id ? -1 : 1));
}
