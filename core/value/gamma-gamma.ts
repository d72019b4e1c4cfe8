import { logGamma } from '../stats/log-gamma.ts';
import { minimise } from './nelder-mead.ts';

/** Order values: gamma with shape p around each customer's mean, the means inverse-gamma with shape q and scale gamma. */
export type GammaGammaParameters = { readonly p: number; readonly q: number; readonly gamma: number };

/** A customer's orders: how many, and their mean value (above 0) in any unit of money. */
export type SpendHistory = { readonly orders: number; readonly mean: number };

export type GammaGammaFit = {
  readonly parameters: GammaGammaParameters;
  readonly log_likelihood: number;
  readonly customers: number;
  /** Correlation of order count and mean value: the model assumes none; far from 0 its values are biased. */
  readonly correlation: number;
};

/**
 * Log-likelihood of mean order values. O(customers).
 * Source: Fader, Hardie and Lee, "RFM and CLV: Using Iso-Value Curves for Customer Base Analysis", JMR 42, 2005, eq. 1a.
 *
 * @example
 * gammaGammaLogLikelihood({ p: 6.25, q: 3.74, gamma: 15.44 }, [{ orders: 2, mean: 22.35 }]).toFixed(6); // => '-3.551317'
 */
export function gammaGammaLogLikelihood(
  { p, q, gamma }: GammaGammaParameters,
  histories: readonly SpendHistory[],
): number {
  let sum = histories.length * (q * Math.log(gamma) - logGamma(q));
  for (const { orders: x, mean } of histories)
    sum +=
      logGamma(p * x + q) -
      logGamma(p * x) +
      (p * x - 1) * Math.log(mean) +
      p * x * Math.log(x) -
      (p * x + q) * Math.log(gamma + mean * x);
  return sum;
}

/**
 * Fits the spend model to customers with repeat orders (as its authors do: the first order is left out; others are
 * skipped here when their orders or mean are not above 0). Null when fewer than 20 customers remain, the search does not
 * settle, or the fitted means have no finite average (q ≤ 1): fall back to a plain mean then, and say so.
 */
export function fitGammaGamma(histories: readonly SpendHistory[]): GammaGammaFit | null {
  const used = histories.filter(({ orders, mean }) => orders > 0 && mean > 0);
  if (used.length < 20) return null;
  // In units of the typical value, so that the search starts near its goal whatever the currency.
  const unit = used.reduce((sum, { mean }) => sum + mean, 0) / used.length;
  const scaled = used.map(({ orders, mean }) => ({ orders, mean: mean / unit }));
  const of = (point: readonly number[]): GammaGammaParameters => ({
    p: Math.exp(point[0]!),
    q: Math.exp(point[1]!),
    gamma: Math.exp(point[2]!),
  });
  const target = (point: readonly number[]): number =>
    point.some((x) => Math.abs(x) > 12) ? Number.MAX_VALUE : -gammaGammaLogLikelihood(of(point), scaled);
  const found = minimise(target, [1, 1, 0], [0.5, 0.5, 0.5], { tolerance: 1e-12 });
  const { p, q, gamma } = of(found.point);
  if (!found.converged || q <= 1 || found.point.some((x) => Math.abs(x) > 11)) return null;
  const parameters = { p, q, gamma: gamma * unit };
  return {
    parameters,
    log_likelihood: gammaGammaLogLikelihood(parameters, used),
    customers: used.length,
    correlation: correlation(used),
  };
}

/**
 * Expected value of a customer's next orders: its own mean drawn towards everybody's, the more the fewer orders it has.
 * With 0 orders the average of all. Linear in the mean, so means of 0 or below (margins) are drawn in likewise.
 *
 * @example
 * expectedOrderValue({ p: 6.25, q: 3.74, gamma: 15.44 }, { orders: 0, mean: 0 }).toFixed(2); // => '35.22'
 * expectedOrderValue({ p: 6.25, q: 3.74, gamma: 15.44 }, { orders: 4, mean: 20 }).toFixed(2); // => '21.50'
 */
export function expectedOrderValue(
  { p, q, gamma }: GammaGammaParameters,
  { orders, mean }: SpendHistory,
): number {
  return (p * (gamma + mean * orders)) / (p * orders + q - 1);
}

function correlation(histories: readonly SpendHistory[]): number {
  const n = histories.length;
  const mx = histories.reduce((sum, h) => sum + h.orders, 0) / n;
  const my = histories.reduce((sum, h) => sum + h.mean, 0) / n;
  let [xy, xx, yy] = [0, 0, 0];
  for (const { orders, mean } of histories) {
    xy += (orders - mx) * (mean - my);
    xx += (orders - mx) ** 2;
    yy += (mean - my) ** 2;
  }
  return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : 0;
}
