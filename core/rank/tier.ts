import type { TierName } from './target.ts';

/** The lowest score of tiers A, B and C; below C is D. */
export type TierCuts = { readonly A: number; readonly B: number; readonly C: number };

/**
 * The tier of a single 0–100 score. A score on a line belongs to the tier above it.
 *
 * @example
 * tierOf(80, { A: 80, B: 60, C: 40 }); // => 'A'
 * tierOf(39.9, { A: 80, B: 60, C: 40 }); // => 'D'
 */
export function tierOf(score: number, cuts: TierCuts): TierName {
  if (score >= cuts.A) return 'A';
  if (score >= cuts.B) return 'B';
  return score >= cuts.C ? 'C' : 'D';
}
