/**
 * Digamma ψ(x), the derivative of log Γ(x). For a Beta(a, b) rate the mean of its logarithm is ψ(a) − ψ(a + b). Shifted up
 * to at least 10, then the asymptotic series (Abramowitz and Stegun 6.3.18); absolute error about 1e-14.
 *
 * @param x above 0; anything else is a RangeError.
 * @example
 * digamma(1).toFixed(10); // => '-0.5772156649'
 */
export function digamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`a positive number is needed, got ${x}`);
  let shift = 0;
  let shifted = x;
  while (shifted < 10) shift += 1 / shifted++;
  const s = 1 / (shifted * shifted);
  const series =
    s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s / 12))))));
  return Math.log(shifted) - 0.5 / shifted - series - shift;
}

/**
 * Trigamma ψ′(x), the derivative of digamma. For a Beta(a, b) rate the variance of its logarithm is ψ′(a) − ψ′(a + b).
 * Relative error about 1e-14 (Abramowitz and Stegun 6.4.12).
 *
 * @param x above 0; anything else is a RangeError.
 * @example
 * trigamma(1).toFixed(10); // => '1.6449340668'
 */
export function trigamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`a positive number is needed, got ${x}`);
  let shift = 0;
  let shifted = x;
  while (shifted < 10) {
    shift += 1 / (shifted * shifted);
    shifted++;
  }
  const s = 1 / (shifted * shifted);
  const series = s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - s * (691 / 2730))))));
  return (1 + 0.5 / shifted + series) / shifted + shift;
}
