import { logBeta } from './log-gamma.ts';

/**
 * Regularised incomplete beta function I_x(a, b): the share of a Beta(a, b) distribution at or below x. Continued fraction
 * by the modified Lentz method. Relative error about 1e-12 for a, b up to a million.
 * Source: Press et al., Numerical Recipes, 6.4.
 *
 * @param x in [0, 1]; a and b above 0. Anything else is a RangeError.
 * @example
 * betaCdf(0.5, 2, 2); // => 0.5
 * betaCdf(0.2, 1, 3).toFixed(6); // => '0.488000'
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(a > 0 && b > 0 && x >= 0 && x <= 1))
    throw new RangeError(`x in [0, 1] and positive a, b are needed, got ${x}, ${a}, ${b}`);
  if (x === 0 || x === 1) return x;
  if (x === 0.5 && a === b) return 0.5;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
  return x < (a + 1) / (a + b + 2)
    ? (front * continuedFraction(x, a, b)) / a
    : 1 - (front * continuedFraction(1 - x, b, a)) / b;
}

/**
 * The rate below which a share `p` of a Beta(a, b) distribution lies, by bisection to the last bit.
 *
 * @param p in [0, 1].
 * @example
 * betaQuantile(0.5, 2, 2).toFixed(6); // => '0.500000'
 * betaQuantile(0.025, 4, 6).toFixed(6); // => '0.136996'
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a probability from 0 to 1 is needed, got ${p}`);
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (betaCdf(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * Chance that a Student t variable is at least as far from 0 as `t`, two-sided.
 *
 * @param degrees degrees of freedom, above 0.
 * @example
 * studentTail(2.2281388519649385, 10).toFixed(10); // => '0.0500000000'
 */
export function studentTail(t: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`positive degrees of freedom are needed, got ${degrees}`);
  return betaCdf(degrees / (degrees + t * t), degrees / 2, 0.5);
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return fraction;
}

const tiny = 1e-300;
const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
