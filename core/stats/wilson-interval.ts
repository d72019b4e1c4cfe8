import type { Interval } from './interval.ts';
import { normalQuantile } from './normal.ts';

/**
 * Wilson score interval of a share: between which values does the true rate lie, having seen `successes` of `trials`?
 * Stays inside [0, 1] and keeps its promise for small counts, where the textbook ± 1.96 √(p(1 − p)/n) fails.
 *
 * Not for shares of money or of anything that is not counted. Source: Wilson, JASA 22 (1927) 209–212; recommended by Brown,
 * Cai and DasGupta, Statistical Science 16 (2001).
 *
 * @param level confidence, strictly between 0 and 1.
 * @returns [0, 1] without trials. Throws a RangeError for counts that make no sense.
 * @example
 * wilsonInterval(0, 10).low; // => 0
 * wilsonInterval(3, 8).high.toFixed(4); // => '0.6943'
 */
export function wilsonInterval(successes: number, trials: number, level = 0.95): Interval {
  if (!(successes >= 0 && successes <= trials))
    throw new RangeError(`0 ≤ successes ≤ trials is needed, got ${successes} of ${trials}`);
  if (trials === 0) return { low: 0, high: 1 };
  const z = normalQuantile((1 + level) / 2);
  const share = successes / trials;
  const middle = share + (z * z) / (2 * trials);
  const spread = z * Math.sqrt((share * (1 - share)) / trials + (z / (2 * trials)) ** 2);
  const scale = 1 + (z * z) / trials;
  return {
    low: successes === 0 ? 0 : (middle - spread) / scale,
    high: successes === trials ? 1 : (middle + spread) / scale,
  };
}
