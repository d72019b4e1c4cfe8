import { finalScore, type Weights } from '../rank/final-score.ts';
import { type Evidence, opportunityOf } from '../rank/opportunity.ts';
import type { Signal, SignalKind } from '../rank/signal.ts';
import { type TierCuts, tierOf } from '../rank/tier.ts';

/** What a provider may find when it is asked for signs of growth: nothing much, something, a lot. */
const plausible: Readonly<Partial<Record<SignalKind, readonly string[]>>> = {
  open_roles: ['1', '4', '12', '30'],
  news: ['opens a second plant', 'in the press', 'closes a plant', 'raises funds'],
};

/**
 * The share of plausible findings of a kind that would put a company into another tier, were it asked for today. 0 where it
 * already has such a signal: a newer one of the same kind rarely says more.
 *
 * @example
 * worthOfSignals('open_roles', { similarity: 84, signals: [], evidence: [] }, { asOf: '2026-07-01', weights: { similarity: 0.7, opportunity: 0.3 }, tiers: { A: 80, B: 60, C: 40 } }); // => 0
 * worthOfSignals('open_roles', { similarity: 90, signals: [], evidence: [] }, { asOf: '2026-07-01', weights: { similarity: 0.7, opportunity: 0.3 }, tiers: { A: 80, B: 60, C: 40 } }); // => 0.5
 */
export function worthOfSignals(
  kind: SignalKind,
  company: {
    readonly similarity: number;
    readonly signals: readonly Signal[];
    readonly evidence: readonly Evidence[];
  },
  params: { readonly asOf: string; readonly weights: Weights; readonly tiers: TierCuts },
): number {
  const values = plausible[kind] ?? [];
  if (values.length === 0 || company.signals.some((signal) => signal.kind === kind)) return 0;
  const tierWith = (signals: readonly Signal[]): string => {
    const { opportunity } = opportunityOf(signals, company.evidence, params.asOf);
    return tierOf(finalScore(company.similarity, opportunity, params.weights).score, params.tiers);
  };
  const now = tierWith(company.signals);
  const moved = values.filter(
    (value) => tierWith([...company.signals, { kind, date: params.asOf, value, source: null }]) !== now,
  );
  return moved.length / values.length;
}
