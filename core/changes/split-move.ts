import { finalScore, type Weights } from '../rank/final-score.ts';
import type { TierName } from '../rank/target.ts';
import { type TierCuts, tierOf } from '../rank/tier.ts';

/** What can move a company, in the order in which the move is taken apart. */
export const causes = ['data', 'date', 'model', 'settings'] as const;
export type Cause = (typeof causes)[number];

/** The two scores of a company and how they are put together. */
export type Standing = {
  readonly similarity: number;
  readonly opportunity: number;
  readonly weights: Weights;
  readonly tiers: TierCuts;
};

/** A move taken apart: points of the score by cause, which add up to the whole change exactly, and where the tier changed. */
export type SplitMove = {
  readonly points: { readonly [cause in Cause]: number };
  readonly change: number;
  /** change − Σ points: 0, always. */
  readonly residual: number;
  readonly tier_changes: readonly { readonly cause: Cause; readonly from: TierName; readonly to: TierName }[];
};

/**
 * Splits the change of a company's score between two runs. `stages` are five standings: as the earlier run had it, then with the
 * later run's data, date, model and settings put in one after the other; the last is as the later run has it. Each cause gets what
 * its step changed, in tenths of a point, so nothing is left over. The order is a choice: what data and model change together
 * is told under the one that comes first.
 *
 * @example
 * const rules = { weights: { similarity: 0.7, opportunity: 0.3 }, tiers: { A: 80, B: 60, C: 40 } };
 * const at = (similarity, opportunity) => ({ similarity, opportunity, ...rules });
 * const move = splitMove([at(80, 50), at(80, 80), at(80, 70), at(90, 70), at(90, 70)]);
 * move.points; // => { data: 9, date: -3, model: 7, settings: 0 }
 * [move.change, move.residual]; // => [13, 0]
 * move.tier_changes; // => [{ cause: 'data', from: 'B', to: 'A' }, { cause: 'date', from: 'A', to: 'B' }, { cause: 'model', from: 'B', to: 'A' }]
 */
export function splitMove(stages: readonly [Standing, Standing, Standing, Standing, Standing]): SplitMove {
  const tenths = stages.map(({ similarity, opportunity, weights }) =>
    Math.round(finalScore(similarity, opportunity, weights).score * 10),
  );
  const tiers = tenths.map((score, stage) => tierOf(score / 10, stages[stage]!.tiers));
  const steps = causes.map((cause, index) => ({
    cause,
    tenths: tenths[index + 1]! - tenths[index]!,
    from: tiers[index]!,
    to: tiers[index + 1]!,
  }));
  const change = tenths[4]! - tenths[0]!;
  const of = (cause: Cause): number => (steps.find((step) => step.cause === cause)?.tenths ?? 0) / 10;
  return {
    points: { data: of('data'), date: of('date'), model: of('model'), settings: of('settings') },
    change: change / 10,
    residual: (change - steps.reduce((sum, step) => sum + step.tenths, 0)) / 10,
    tier_changes: steps
      .filter(({ from, to }) => from !== to)
      .map(({ cause, from, to }) => ({ cause, from, to })),
  };
}

/**
 * The cause of a move in one word: the one whose step changed the tier last, else the one with most points.
 *
 * @example
 * mainCause({ points: { data: 1, date: 0, model: 4, settings: 0 }, change: 5, residual: 0, tier_changes: [] }); // => 'model'
 */
export function mainCause({ points, tier_changes }: SplitMove): Cause {
  const last = tier_changes.at(-1);
  if (last !== undefined) return last.cause;
  return causes.reduce((most, cause) => (Math.abs(points[cause]) > Math.abs(points[most]) ? cause : most));
}
