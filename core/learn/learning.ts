import type { Weights } from '../rank/final-score.ts';
import { type LearnedWeights, learnWeights } from './learn-weights.ts';
import { type CallEffect, callEffect, type ListEffect, listEffect } from './list-effect.ts';
import { isSuccess, type LearningData, type MaturedOutcome } from './outcome.ts';

/** `learning.json`: what earlier calls taught this run, and what it did not change for want of evidence. */
export type Learning = {
  readonly version: 1;
  readonly success: 'won' | 'meeting';
  readonly weights: LearnedWeights;
  /** What calling by rank gives over calling anybody; null without matured random slots, with the reason. */
  readonly list_effect: ListEffect | null;
  readonly list_effect_unavailable_because: string | null;
  /** What a call does; null without matured hold-backs, with the reason. */
  readonly call_effect: CallEffect | null;
  readonly call_effect_unavailable_because: string | null;
  /** Attempts on lapsed customers: what the chance to win one back is learnt from. */
  readonly win_back: { readonly contacted: number; readonly won: number };
  readonly outcomes: {
    readonly reported: number;
    readonly matured: number;
    readonly censored: number;
    readonly unlisted: number;
    readonly unreadable: number;
  };
  readonly currency: string;
};

export type LearningSettings = { readonly success: 'won' | 'meeting'; readonly minimum: number };

/**
 * Everything a run learns from its frozen outcomes; with none, the settings' weights and why nothing else is known.
 *
 * @example
 * learnFrom(null, { similarity: 0.7, opportunity: 0.3 }, { success: 'won', minimum: 50 }, 'USD').weights.moved; // => false
 */
export function learnFrom(
  data: LearningData | null,
  prior: Weights,
  { success, minimum }: LearningSettings,
  currency: string,
): Learning {
  const matured = data?.matured ?? [];
  const netNew = matured.filter((outcome) => outcome.pool === 'net-new');
  const winBack = matured.filter((outcome) => outcome.pool === 'win-back');
  const worked = (outcome: MaturedOutcome): boolean => isSuccess(outcome.outcome, success);
  const called = netNew.flatMap(({ slot, target_id, propensity, ...outcome }) =>
    slot === 'held-back' || (slot === 'ranked' && outcome.list !== 'tier-a')
      ? []
      : [
          {
            target_id,
            slot,
            propensity,
            success: isSuccess(outcome.outcome, success),
            value: (outcome.value_e4 ?? 0) / 10_000,
          },
        ],
  );
  const heldBack = (data?.held_back ?? []).map(({ outcome, value_e4 }) => ({
    success: isSuccess(outcome, success),
    value: (value_e4 ?? 0) / 10_000,
  }));
  const effect = listEffect(called);
  const call = callEffect(
    called.filter((company) => company.slot === 'ranked'),
    heldBack,
  );
  return {
    version: 1,
    success,
    weights: learnWeights(
      netNew.map((outcome) => ({
        similarity: outcome.similarity,
        opportunity: outcome.opportunity,
        success: worked(outcome),
      })),
      prior,
      minimum,
    ),
    list_effect: effect,
    list_effect_unavailable_because:
      effect === null
        ? 'no matured call of a slot drawn at random beside ranked ones: set learning.exploration'
        : null,
    call_effect: call,
    call_effect_unavailable_because:
      call === null ? 'fewer than two companies were held back long enough: set learning.hold_back' : null,
    win_back: {
      contacted: winBack.length,
      won: winBack.filter((outcome) => outcome.outcome === 'won').length,
    },
    outcomes: {
      reported: data?.contacts.length ?? 0,
      matured: matured.length,
      censored: data?.censored ?? 0,
      unlisted: data?.unlisted ?? 0,
      unreadable: data?.unreadable ?? 0,
    },
    currency,
  };
}
