export type BrierScore = {
  /** Mean squared difference between probability and outcome: 0 perfect, lower is better. */
  readonly score: number;
  /** The same for the constant prediction of the base rate: r (1 − r). */
  readonly baseRateScore: number;
  /** 1 − score ÷ baseRateScore: share of the uncertainty removed, ≤ 1, below 0 when worse than the base rate. Null when only one outcome occurs. */
  readonly skill: number | null;
};

/**
 * Brier score of probabilities with the score of always saying the base rate, without which it cannot be judged: 0.04 is
 * bad where 4 % convert. Rewards both calibration and sharpness. Source: Brier, Monthly Weather Review 78 (1950).
 *
 * @param probabilities in [0, 1].
 * @param labels 1 happened, 0 did not.
 * @returns null without rows.
 * @example
 * brierScore([0.75, 0.25], [1, 0]); // => { score: 0.0625, baseRateScore: 0.25, skill: 0.75 }
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): BrierScore | null {
  const size = probabilities.length;
  if (labels.length !== size)
    throw new RangeError(`a label per probability is needed, got ${labels.length} for ${size}`);
  if (size === 0) return null;
  let sum = 0;
  let happened = 0;
  for (let i = 0; i < size; i++) {
    const p = probabilities[i]!;
    if (!(p >= 0 && p <= 1)) throw new RangeError(`probabilities lie from 0 to 1, got ${p}`);
    sum += (p - labels[i]!) ** 2;
    happened += labels[i]!;
  }
  const rate = happened / size;
  const score = sum / size;
  const baseRateScore = rate * (1 - rate);
  return { score, baseRateScore, skill: baseRateScore === 0 ? null : 1 - score / baseRateScore };
}
