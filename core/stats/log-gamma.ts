/**
 * Natural logarithm of the gamma function for positive arguments: the continuous factorial, Γ(n + 1) = n!. Shifted up to
 * at least 10 by Γ(x + 1) = x Γ(x), then Stirling's series. Absolute error about 1e-15 near 1 and 2, relative error about
 * 1e-15 elsewhere. Source: Abramowitz and Stegun 6.1.40.
 *
 * @param x above 0; anything else is a RangeError.
 * @example
 * logGamma(1); // => 0
 * logGamma(0.5).toFixed(10); // => '0.5723649429'
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`a positive number is needed, got ${x}`);
  if (x === 1 || x === 2) return 0;
  let product = 1;
  let shifted = x;
  while (shifted < 10) product *= shifted++;
  const s = 1 / (shifted * shifted);
  const series =
    (1 / 12 -
      s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360 - s / 156)))))) /
    shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + series - Math.log(product);
}

/**
 * Natural logarithm of n!.
 *
 * @param n a whole number of at least 0.
 * @example
 * logFactorial(5).toFixed(9); // => '4.787491743'
 */
export function logFactorial(n: number): number {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`a whole number of at least 0 is needed, got ${n}`);
  return logGamma(n + 1);
}

/**
 * Natural logarithm of the beta function, B(a, b) = Γ(a) Γ(b) ÷ Γ(a + b).
 *
 * @example
 * logBeta(2, 3).toFixed(9); // => '-2.484906650'
 */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

const halfLogTwoPi = 0.9189385332046728;
