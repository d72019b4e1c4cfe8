/**
 * One customer's repeat buying in time units of the model (weeks, days, …): `repeats` = days with an order after the
 * first, `last` = time of the last order since the first (0 without repeats), `observed` = time from the first order to
 * the end of the window. 0 ≤ last ≤ observed.
 */
export type RepeatHistory = { readonly repeats: number; readonly last: number; readonly observed: number };

/**
 * Gamma(r, alpha) buying rates and Beta(a, b) chances to leave after an order. `bg-nbd`: after repeat orders only, so a
 * customer without repeats counts as alive for ever. `mbg-nbd`: after the first order too (Batislam, Denizel and Filiztekin,
 * "Empirical validation and comparison of models for customer base analysis", IJRM 24, 2007).
 */
export type BgNbdParameters = {
  readonly kind: 'bg-nbd' | 'mbg-nbd';
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
};

/** 1 where customers can leave after the first order: its dropout counts like one more order. */
const extra = (model: BgNbdParameters): 0 | 1 => (model.kind === 'mbg-nbd' ? 1 : 0);

/**
 * Log-likelihood of histories under BG/NBD or MBG/NBD: while alive a customer orders at random at its own rate, and after each order
 * leaves for good with its own probability. O(customers + largest repeats). Source: Fader, Hardie and Lee, "Counting Your
 * Customers the Easy Way", Marketing Science 24(2), 2005, eq. 6, summed in logs so that long histories do not underflow.
 *
 * @example
 * bgNbdLogLikelihood({ kind: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, [{ repeats: 2, last: 30.43, observed: 38.86 }]).toFixed(6); // => '-9.458606'
 */
export function bgNbdLogLikelihood(
  model: BgNbdParameters,
  histories: readonly RepeatHistory[],
  weights?: readonly number[],
): number {
  const { r, alpha, a, b } = model;
  const most = histories.reduce((max, h) => (h.repeats > max ? h.repeats : max), 0);
  // ln Γ(r+x)/Γ(r) and ln B(a,b+x)/B(a,b) for every whole x, each from the one before.
  const rising = new Float64Array(most + 1);
  const staying = new Float64Array(most + 1);
  const stay = (order: number): number => Math.log((b + order) / (a + b + order));
  if (extra(model) === 1) staying[0] = stay(0);
  for (let x = 1; x <= most; x += 1) {
    rising[x] = rising[x - 1]! + Math.log(r + x - 1);
    staying[x] = staying[x - 1]! + stay(x - 1 + extra(model));
  }
  let sum = 0;
  for (let i = 0; i < histories.length; i += 1) {
    const { repeats: x, last, observed } = histories[i]!;
    const base = rising[x]! + r * Math.log(alpha) + staying[x]! - (r + x) * Math.log(alpha + observed);
    const term = base + Math.log1p(leftOdds(model, x, last, observed));
    sum += weights === undefined ? term : weights[i]! * term;
  }
  return sum;
}

/** Odds that a customer left right after its last order, against being alive. */
function leftOdds(model: BgNbdParameters, x: number, last: number, observed: number): number {
  const orders = x + extra(model);
  if (orders === 0) return 0;
  const { r, alpha, a, b } = model;
  return (a / (b + orders - 1)) * ((alpha + observed) / (alpha + last)) ** (r + x);
}

/**
 * Probability, 0–1, that a customer still buys at the end of its window. BG/NBD gives 1 to a customer without repeats: it
 * lets customers leave only after a repeat order, so there it says nothing (show null instead, or use MBG/NBD).
 * Source: Fader, Hardie and Lee, "Computing P(alive) Using the BG/NBD Model", 2008.
 *
 * @example
 * probabilityAlive({ kind: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, { repeats: 2, last: 30.43, observed: 38.86 }).toFixed(4); // => '0.7266'
 */
export function probabilityAlive(model: BgNbdParameters, history: RepeatHistory): number {
  return 1 / (1 + leftOdds(model, history.repeats, history.last, history.observed));
}

/**
 * Orders expected from a customer in the `ahead` time units after its window. The Gaussian hypergeometric function of the
 * paper's eq. 10 is taken through Euler's transformation, whose series has small parameters and converges for long
 * histories too.
 *
 * @example
 * expectedOrders({ kind: 'bg-nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, { repeats: 2, last: 30.43, observed: 38.86 }, 39).toFixed(4); // => '1.2260'
 */
export function expectedOrders(model: BgNbdParameters, history: RepeatHistory, ahead: number): number {
  const { r, alpha } = model;
  const b = model.b + extra(model);
  // The formula has a removable gap at a = 1.
  const a = Math.abs(model.a - 1) < 1e-6 ? 1 + 1e-6 : model.a;
  const x = history.repeats;
  const z = ahead / (alpha + history.observed + ahead);
  const c = a + b + x - 1;
  const series = hypergeometric(a + b - 1 - r, a - 1, c, z);
  const whileAlive = (c / (a - 1)) * (1 - (1 - z) ** (a - 1) * series);
  return whileAlive * probabilityAlive(model, history);
}

/** ₂F₁(p, q; c; z) for 0 ≤ z < 1 by its power series. */
function hypergeometric(p: number, q: number, c: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 100_000; n += 1) {
    term *= (((p + n) * (q + n)) / ((c + n) * (1 + n))) * z;
    sum += term;
    if (Math.abs(term) <= 1e-15 * Math.abs(sum)) break;
  }
  return sum;
}
