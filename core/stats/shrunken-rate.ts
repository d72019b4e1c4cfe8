import { betaQuantile } from './incomplete-beta.ts';
import type { Estimate } from './interval.ts';

/** A Beta prior: as if `weight` more trials had been seen, with successes at `rate`. */
export type RatePrior = { readonly rate: number; readonly weight: number };

/**
 * A rate pulled toward a prior, as much as its own evidence is thin (Beta-binomial): mean and equal-tailed interval of the
 * posterior Beta(weight · rate + successes, weight · (1 − rate) + failures). 2 of 2 is then not "100 %".
 *
 * Source: Gelman et al., Bayesian Data Analysis, 2.4.
 *
 * @param prior rate strictly between 0 and 1, weight above 0; a RangeError otherwise.
 * @example
 * shrunkenRate(2, 2, { rate: 0.2, weight: 8 }).value; // => 0.36
 * shrunkenRate(0, 0, { rate: 0.25, weight: 4 }).value; // => 0.25
 */
export function shrunkenRate(successes: number, trials: number, prior: RatePrior, level = 0.95): Estimate {
  if (!(successes >= 0 && successes <= trials))
    throw new RangeError(`0 ≤ successes ≤ trials is needed, got ${successes} of ${trials}`);
  if (!(prior.rate > 0 && prior.rate < 1 && prior.weight > 0))
    throw new RangeError(`a prior rate in (0, 1) of positive weight is needed, got ${prior.rate}`);
  const a = prior.weight * prior.rate + successes;
  const b = prior.weight * (1 - prior.rate) + trials - successes;
  return {
    value: a / (a + b),
    low: betaQuantile((1 - level) / 2, a, b),
    high: betaQuantile((1 + level) / 2, a, b),
  };
}
