import { logGamma } from './log-gamma.ts';

/**
 * Upper regularised incomplete gamma function Q(a, x) = Γ(a, x) ÷ Γ(a): the upper tail of a gamma distribution with shape
 * a and scale 1. Series below a + 1, continued fraction (modified Lentz) above. Relative error about 1e-12.
 * Source: Press et al., Numerical Recipes, 6.2.
 *
 * @param a above 0.
 * @param x at least 0.
 * @example
 * upperGamma(1, 2).toFixed(10); // => '0.1353352832'
 */
export function upperGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0)) throw new RangeError(`a > 0 and x ≥ 0 are needed, got ${a} and ${x}`);
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 10_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / away(an * d + b);
    c = away(b + an / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

/**
 * Upper tail of the chi-square distribution: the chance of at least `statistic` under the null hypothesis.
 *
 * @param degrees degrees of freedom, above 0.
 * @example
 * chiSquareTail(3.841458820694124, 1).toFixed(10); // => '0.0500000000'
 */
export function chiSquareTail(statistic: number, degrees: number): number {
  return upperGamma(degrees / 2, statistic / 2);
}

const tiny = 1e-300;
const away = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
