import type { RepeatHistory } from './bg-nbd.ts';

/** Gamma(r, alpha) buying rates and Gamma(s, beta) rates of leaving, at any moment. */
export type ParetoNbdParameters = {
  readonly kind: 'pareto-nbd';
  readonly r: number;
  readonly alpha: number;
  readonly s: number;
  readonly beta: number;
};

/**
 * Log-likelihood of histories under Pareto/NBD: customers order at random at their own rate and leave for good at a random
 * moment. O(customers × 32). Source: Schmittlein, Morrison and Colombo, "Counting Your Customers", Management Science 33,
 * 1987; Fader and Hardie, "A Note on Deriving the Pareto/NBD Model", 2005. Their hypergeometric difference is taken as the
 * integral it stands for, by Gauss–Legendre.
 *
 * @example
 * paretoNbdLogLikelihood({ kind: 'pareto-nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, [{ repeats: 2, last: 30.43, observed: 38.86 }]).toFixed(6); // => '-9.554283'
 */
export function paretoNbdLogLikelihood(
  model: ParetoNbdParameters,
  histories: readonly RepeatHistory[],
  weights?: readonly number[],
  rule: Quadrature = fine,
): number {
  const { r, alpha, s, beta } = model;
  const most = histories.reduce((max, h) => (h.repeats > max ? h.repeats : max), 0);
  const rising = new Float64Array(most + 1);
  for (let x = 1; x <= most; x += 1) rising[x] = rising[x - 1]! + Math.log(r + x - 1);
  let sum = 0;
  for (let i = 0; i < histories.length; i += 1) {
    const history = histories[i]!;
    const { repeats: x, observed } = history;
    const alive =
      rising[x]! +
      r * Math.log(alpha) +
      s * Math.log(beta) -
      (r + x) * Math.log(alpha + observed) -
      s * Math.log(beta + observed);
    const term = alive + Math.log1p(leftOdds(model, history, rule));
    sum += weights === undefined ? term : weights[i]! * term;
  }
  return sum;
}

/**
 * Odds that a customer left between its last order and the end, against being alive:
 * (α + T)^(r+x) (β + T)^s ∫ s (α + τ)^−(r+x) (β + τ)^−(s+1) dτ over [last, T]. With u = ((α + last) ÷ (α + τ))^n,
 * n = r + x + s, the sharp power becomes the measure and a bounded ratio is left to integrate.
 */
function leftOdds(
  { r, alpha, s, beta }: ParetoNbdParameters,
  history: RepeatHistory,
  { nodes, weights }: Quadrature,
): number {
  const { repeats: x, last, observed } = history;
  const n = r + x + s;
  const from = ((alpha + last) / (alpha + observed)) ** n;
  if (from >= 1) return 0;
  let integral = 0;
  for (let i = 0; i < nodes.length; i += 1) {
    // u = from + (1 − from) w³: u^(−1/n) bends sharply near 0, where the cube sets the nodes close.
    const w = (1 + nodes[i]!) / 2;
    const u = from + (1 - from) * w * w * w;
    const shifted = (alpha + last) * Math.exp(-Math.log(u) / n);
    integral += 1.5 * weights[i]! * w * w * Math.exp((s + 1) * Math.log(shifted / (shifted - alpha + beta)));
  }
  const scale = ((alpha + observed) / (alpha + last)) ** (r + x) * ((beta + observed) / (alpha + last)) ** s;
  return (s / n) * scale * (1 - from) * integral;
}

/**
 * Probability, 0–1, that a customer is still active at the end of its window; below 1 also without repeats.
 *
 * @example
 * paretoNbdAlive({ kind: 'pareto-nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, { repeats: 2, last: 30.43, observed: 38.86 }).toFixed(4); // => '0.8692'
 */
export function paretoNbdAlive(model: ParetoNbdParameters, history: RepeatHistory): number {
  return 1 / (1 + leftOdds(model, history, fine));
}

/** Orders expected in the `ahead` time units after the window. */
export function paretoNbdOrders(model: ParetoNbdParameters, history: RepeatHistory, ahead: number): number {
  const { r, alpha, beta } = model;
  // The formula has a removable gap at s = 1.
  const s = Math.abs(model.s - 1) < 1e-6 ? 1 + 1e-6 : model.s;
  const { repeats: x, observed } = history;
  const whileAlive =
    (((r + x) * (beta + observed)) / ((alpha + observed) * (s - 1))) *
    (1 - ((beta + observed) / (beta + observed + ahead)) ** (s - 1));
  return whileAlive * paretoNbdAlive(model, history);
}

/** Nodes and weights of an integration rule on [−1, 1]. */
export type Quadrature = { readonly nodes: Float64Array; readonly weights: Float64Array };

/** Gauss–Legendre by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): Quadrature {
  const at = new Float64Array(count);
  const weight = new Float64Array(count);
  for (let i = 0; i < count; i += 1) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 50; step += 1) {
      let [before, value] = [0, 1];
      for (let n = 1; n <= count; n += 1)
        [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      slope = (count * (x * value - before)) / (x * x - 1);
      const move = value / slope;
      x -= move;
      if (Math.abs(move) < 1e-15) break;
    }
    at[i] = x;
    weight[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes: at, weights: weight };
}

/** For results; to settle on a maximum; and to find where it is, where three digits of each term do. */
const fine = gaussLegendre(32);
export const medium = gaussLegendre(16);
export const coarse = gaussLegendre(8);
