import { cholesky, solveCholesky } from '../model/cholesky.ts';
import type { Weights } from '../rank/final-score.ts';
import { quantile } from '../stats/quantile.ts';
import { createRandom } from '../stats/random.ts';

/** One matured contact: the two scores its company had when it was called, and whether it succeeded. */
export type ScoredOutcome = {
  readonly similarity: number;
  readonly opportunity: number;
  readonly success: boolean;
};

/** The weights a run uses, and what the outcomes said of them. */
export type LearnedWeights = {
  readonly prior: Weights;
  readonly used: Weights;
  readonly moved: boolean;
  /** Why the weights are the ones used, in words. */
  readonly because: string;
  readonly matured: number;
  readonly successes: number;
  /** Log-odds of success per 25 points of similarity and of opportunity: posterior mode and standard deviation. */
  readonly similarity_effect: { readonly mean: number; readonly sd: number };
  readonly opportunity_effect: { readonly mean: number; readonly sd: number };
  /** 95 % credible interval of the similarity weight; null before there is anything to learn from. */
  readonly similarity_weight_95: { readonly low: number; readonly high: number } | null;
  /** Posterior chance that a higher score succeeds more often; below ½ the list works against itself. */
  readonly p_score_helps: number | null;
};

/** Points of a score that make one unit, and how strong and how firm the prior is in log-odds per unit. */
const unit = 25;
const priorStrength = 1;
const priorSd = 0.5;
const draws = 4000;

/**
 * Re-estimates how much similarity and opportunity count, by Bayesian logistic regression of success on both scores as they
 * were when the company was called. The prior says what the settings say: effects in the proportion of the settings' weights,
 * one unit of log-odds together per 25 points, standard deviation ½ each; the intercept is nearly free. Posterior mode by
 * Newton's method, spread by Laplace's approximation. The weights are the effects' shares, in hundredths.
 *
 * They move only with `minimum` matured outcomes and at least five successes and five failures, and never to where a higher score
 * would make success rarer: that is an alarm, not a weight. Being called depends on the scores alone, which are in the
 * regression, so no weighting by propensity is needed here (it is for {@link file://./list-effect.ts}). O(outcomes).
 *
 * Source: Gelman et al., Bayesian Data Analysis, 3rd ed., chapters 4 and 16. Method: docs/methods/learning.md.
 *
 * @example
 * learnWeights([], { similarity: 0.7, opportunity: 0.3 }, 50).used; // => { similarity: 0.7, opportunity: 0.3 }
 */
export function learnWeights(
  outcomes: readonly ScoredOutcome[],
  prior: Weights,
  minimum: number,
): LearnedWeights {
  const successes = outcomes.filter((outcome) => outcome.success).length;
  const means = [prior.similarity * priorStrength, prior.opportunity * priorStrength] as const;
  const { mode, covariance } = posterior(outcomes, means);
  const effect = (at: 1 | 2): { readonly mean: number; readonly sd: number } => ({
    mean: round(mode[at]!, 4),
    sd: round(Math.sqrt(covariance[at * 3 + at]!), 4),
  });
  const base = {
    prior,
    matured: outcomes.length,
    successes,
    similarity_effect: effect(1),
    opportunity_effect: effect(2),
  };
  const keep = (because: string): LearnedWeights => ({
    ...base,
    used: prior,
    moved: false,
    because,
    similarity_weight_95: null,
    p_score_helps: null,
  });
  if (outcomes.length < minimum)
    return keep(`${outcomes.length} matured outcomes; the weights move from ${minimum} on`);
  if (Math.min(successes, outcomes.length - successes) < 5)
    return keep(
      `${successes} successes in ${outcomes.length} matured outcomes: at least five of each kind are needed`,
    );
  const spread = sampled(mode, covariance);
  const helps = spread.filter(([s, o]) => prior.similarity * s + prior.opportunity * o > 0).length / draws;
  const share = shareOf(mode[1]!, mode[2]!);
  const shares = Float64Array.from(spread, ([s, o]) => shareOf(s, o) ?? prior.similarity);
  const interval = { low: round(quantile(shares, 0.025), 2), high: round(quantile(shares, 0.975), 2) };
  const known = { similarity_weight_95: interval, p_score_helps: round(helps, 3) };
  if (share === null || helps < 0.5)
    return {
      ...keep(
        `in ${outcomes.length} matured outcomes a higher score did not succeed more often: the settings' weights stay, and the list should be looked at`,
      ),
      ...known,
    };
  const similarity = round(share, 2);
  const used = { similarity, opportunity: round(1 - similarity, 2) };
  return {
    ...base,
    ...known,
    used,
    moved: used.similarity !== prior.similarity,
    because: `${outcomes.length} matured outcomes, ${successes} of them successes, put the weight of similarity at ${similarity.toFixed(2)} (95 %: ${interval.low.toFixed(2)}–${interval.high.toFixed(2)})`,
  };
}

/** Share of similarity in the two effects; an effect below 0 counts as none. Null where both are. */
function shareOf(similarity: number, opportunity: number): number | null {
  const [s, o] = [Math.max(0, similarity), Math.max(0, opportunity)];
  return s + o === 0 ? null : s / (s + o);
}

type Posterior = { readonly mode: Float64Array; readonly covariance: Float64Array };

/** Mode and inverse curvature of the log posterior over intercept and two effects. */
function posterior(outcomes: readonly ScoredOutcome[], means: readonly [number, number]): Posterior {
  const precision = [0.01, 1 / priorSd ** 2, 1 / priorSd ** 2];
  const centre = [0, ...means];
  const rows = outcomes.map(({ similarity, opportunity, success }) => ({
    x: [1, (similarity - 50) / unit, (opportunity - 50) / unit] as const,
    y: success ? 1 : 0,
  }));
  const mode = Float64Array.from(centre);
  const value = (b: Float64Array): number =>
    rows.reduce((sum, { x, y }) => sum + logLikelihood(dot(b, x), y), 0) -
    precision.reduce((sum, p, j) => sum + (p * (b[j]! - centre[j]!) ** 2) / 2, 0);
  let curvature = new Float64Array(9);
  for (let round = 0; round < 100; round += 1) {
    const gradient = Float64Array.from(precision, (p, j) => -p * (mode[j]! - centre[j]!));
    curvature = new Float64Array(9);
    precision.forEach((p, j) => {
      curvature[j * 4] = p;
    });
    for (const { x, y } of rows) {
      const p = 1 / (1 + Math.exp(-dot(mode, x)));
      for (let j = 0; j < 3; j += 1) {
        gradient[j] = gradient[j]! + (y - p) * x[j]!;
        for (let k = 0; k < 3; k += 1)
          curvature[j * 3 + k] = curvature[j * 3 + k]! + p * (1 - p) * x[j]! * x[k]!;
      }
    }
    const step = solveCholesky(cholesky(curvature, 3), 3, gradient);
    // Halve a step that overshoots: the log posterior is concave, so some fraction of it always gains.
    let size = 1;
    const before = value(mode);
    const moved = (): Float64Array => Float64Array.from(mode, (b, j) => b + size * step[j]!);
    while (size > 1e-6 && value(moved()) < before) size /= 2;
    mode.set(moved());
    if (Math.max(...step.map(Math.abs)) < 1e-10) break;
  }
  const factor = cholesky(curvature, 3);
  const covariance = new Float64Array(9);
  for (let j = 0; j < 3; j += 1) {
    const one = new Float64Array(3);
    one[j] = 1;
    solveCholesky(factor, 3, one).forEach((v, k) => {
      covariance[k * 3 + j] = v;
    });
  }
  return { mode, covariance };
}

const dot = (b: Float64Array, x: readonly [number, number, number]): number =>
  b[0]! * x[0] + b[1]! * x[1] + b[2]! * x[2];

/** ln P(y) at log-odds η, without overflow. */
const logLikelihood = (eta: number, y: number): number =>
  (y === 1 ? eta : 0) - (eta > 0 ? eta + Math.log1p(Math.exp(-eta)) : Math.log1p(Math.exp(eta)));

/** Seeded draws of the two effects from Laplace's approximation. */
function sampled(mode: Float64Array, covariance: Float64Array): (readonly [number, number])[] {
  const random = createRandom(42);
  const [a, b, c] = [covariance[4]!, covariance[5]!, covariance[8]!];
  const l11 = Math.sqrt(a);
  const l21 = b / l11;
  const l22 = Math.sqrt(Math.max(0, c - l21 * l21));
  return Array.from({ length: draws }, () => {
    const [z, w] = [random.normal(), random.normal()];
    return [mode[1]! + l11 * z, mode[2]! + l21 * z + l22 * w] as const;
  });
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
