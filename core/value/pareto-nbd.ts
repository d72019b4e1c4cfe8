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
  const known = r * Math.log(alpha) + s * Math.log(beta);
  let sum = 0;
  for (let i = 0; i < histories.length; i += 1) {
    const { repeats: x, last, observed } = histories[i]!;
    const end = Math.log(alpha + observed);
    const gone = Math.log(beta + observed);
    const alive = rising[x]! + known - (r + x) * end - s * gone;
    const term = alive + Math.log1p(leftOdds(model, x, Math.log(alpha + last), end, gone, rule));
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
  x: number,
  /** Natural logarithms of α + last, α + T and β + T. */
  begin: number,
  end: number,
  gone: number,
  { cubes, steps }: Quadrature,
): number {
  const n = r + x + s;
  const from = Math.exp(n * (begin - end));
  if (from >= 1) return 0;
  const apart = beta - alpha;
  let integral = 0;
  for (let i = 0; i < cubes.length; i += 1) {
    // u = from + (1 − from) w³: u^(−1/n) bends sharply near 0, where the cube sets the nodes close.
    const shifted = begin - Math.log(from + (1 - from) * cubes[i]!) / n;
    integral += steps[i]! * Math.exp((s + 1) * (shifted - Math.log(Math.exp(shifted) + apart)));
  }
  const scale = Math.exp((r + x) * (end - begin) + s * (gone - begin));
  return (s / n) * scale * (1 - from) * integral;
}

/**
 * Probability, 0–1, that a customer is still active at the end of its window; below 1 also without repeats.
 *
 * @example
 * paretoNbdAlive({ kind: 'pareto-nbd', r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, { repeats: 2, last: 30.43, observed: 38.86 }).toFixed(4); // => '0.8692'
 */
export function paretoNbdAlive(model: ParetoNbdParameters, history: RepeatHistory): number {
  const { repeats, last, observed } = history;
  const begin = Math.log(model.alpha + last);
  const end = Math.log(model.alpha + observed);
  return 1 / (1 + leftOdds(model, repeats, begin, end, Math.log(model.beta + observed), fine));
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

/** An integration rule on [0, 1] in the cube of its variable w: w³ at each node, and the node's weight × 3w². */
export type Quadrature = { readonly cubes: Float64Array; readonly steps: Float64Array };

/** Gauss–Legendre by Newton's method on the Legendre polynomial. */
function gaussLegendre(count: number): Quadrature {
  const cubes = new Float64Array(count);
  const steps = new Float64Array(count);
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
    const w = (1 + x) / 2;
    cubes[i] = w * w * w;
    steps[i] = (3 * w * w) / ((1 - x * x) * slope * slope);
  }
  return { cubes, steps };
}

/** For results; to settle on a maximum; and to find where it is, where three digits of each term do. */
const fine = gaussLegendre(32);
export const medium = gaussLegendre(16);
export const coarse = gaussLegendre(8);
