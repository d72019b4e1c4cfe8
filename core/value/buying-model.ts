import { createRandom } from '../stats/random.ts';
import {
  type BgNbdParameters,
  bgNbdLogLikelihood,
  expectedOrders,
  probabilityAlive,
  type RepeatHistory,
} from './bg-nbd.ts';
import { type Minimum, minimise } from './nelder-mead.ts';
import {
  coarse,
  medium,
  type ParetoNbdParameters,
  paretoNbdAlive,
  paretoNbdLogLikelihood,
  paretoNbdOrders,
  type Quadrature,
} from './pareto-nbd.ts';

/** A model of repeat buying by customers who leave unseen. */
export type BuyingParameters = BgNbdParameters | ParetoNbdParameters;
export type BuyingKind = BuyingParameters['kind'];

export type BuyingFit = {
  readonly parameters: BuyingParameters;
  readonly log_likelihood: number;
  readonly customers: number;
  readonly repeat_customers: number;
  /** Repeat orders the model expects over the histories ÷ those there were: near 1 when it fits. */
  readonly calibration: number;
};

/** Why there is no fit, in words for a report. */
export type NoFit = { readonly unavailable_because: string };

const leastCustomers = 50;
const leastRepeaters = 20;

/**
 * Fits a model of repeat buying by maximum likelihood, or says why it cannot. Time units are the histories' own. Equal
 * histories are counted once; with more than `most` different ones a seeded sample of `most` customers is fitted. Start values are several, for
 * the surface has more than one slope; the answer is checked: it must settle inside the range searched and expect about
 * as many repeat orders as there were (within a factor of 1.5), or it is refused. Not `exact`, it stops at about four digits: enough to
 * compare models. O(distinct histories × ~500).
 *
 * @example
 * fitBuying([{ repeats: 1, last: 10, observed: 30 }], 'bg-nbd').unavailable_because; // => '1 customers with 1 repeat buyers are too few: at least 50 and 20 are needed'
 */
export function fitBuying(
  histories: readonly RepeatHistory[],
  kind: BuyingKind,
  most = 3000,
  exact = true,
): BuyingFit | NoFit {
  const repeaters = histories.filter((history) => history.repeats > 0).length;
  if (histories.length < leastCustomers || repeaters < leastRepeaters)
    return {
      unavailable_because: `${histories.length} customers with ${repeaters} repeat buyers are too few: at least ${leastCustomers} and ${leastRepeaters} are needed`,
    };
  const sorted = [...histories].sort(
    (a, b) => a.repeats - b.repeats || a.last - b.last || a.observed - b.observed,
  );
  const used =
    sorted.length <= most || countEqual(sorted).distinct.length <= most
      ? sorted
      : Array.from(createRandom(42).sample(sorted.length, most), (row) => sorted[row]!);
  // In units of a fifth of the mean window, where parameters are of the order of 1.
  const unit = used.reduce((sum, history) => sum + history.observed, 0) / used.length / 5;
  if (!(unit > 0)) return { unavailable_because: 'all customers ordered on the last day' };
  const { distinct, counts } = countEqual(used);
  const scaled = distinct.map(({ repeats, last, observed }) => ({
    repeats,
    last: last / unit,
    observed: observed / unit,
  }));
  const search = (
    rule: Quadrature,
    every: number,
    start: readonly number[],
    step: number,
    tolerance: number,
  ): Minimum => {
    const kept = scaled.filter((_, i) => i % every === 0);
    const weights = counts.filter((_, i) => i % every === 0);
    const target = (point: readonly number[]): number =>
      point.some((x) => Math.abs(x) > searched)
        ? Number.MAX_VALUE
        : -logLikelihood(parametersAt(kind, point, 1), kept, weights, rule);
    return minimise(target, start, [step, step, step, step], { tolerance, restart: false });
  };
  // Few histories, evenly spaced in their order, show where to look; all of them where; a finer rule where exactly.
  const few = Math.max(1, Math.floor(scaled.length / roughHistories));
  const rough = starts
    .map((start) => search(coarse, few, start, 0.7, 1e-8))
    .reduce((best, next) => (next.value < best.value ? next : best));
  const near = search(coarse, 1, rough.point, 0.2, 1e-8);
  const found = exact ? search(medium, 1, near.point, 0.02, 1e-12) : near;
  if (!found.converged) return { unavailable_because: 'the likelihood search did not settle' };
  if (found.point.some((x) => Math.abs(x) > searched - 0.5))
    return { unavailable_because: 'the likelihood has no maximum within range: buyers are too much alike' };
  const parameters = parametersAt(kind, found.point, unit);
  const actual = used.reduce((sum, history) => sum + history.repeats, 0);
  const newcomer = { repeats: 0, last: 0, observed: 0 };
  const expected = distinct.reduce(
    (sum, history, i) => sum + counts[i]! * ordersAhead(parameters, newcomer, history.observed),
    0,
  );
  const calibration = expected / actual;
  if (!(calibration > 1 / 1.5 && calibration < 1.5))
    return {
      unavailable_because: `the fitted model expects ${calibration.toFixed(2)} times the repeat orders there were`,
    };
  return {
    parameters,
    log_likelihood: logLikelihood(parameters, distinct, counts),
    customers: used.length,
    repeat_customers: used.filter((history) => history.repeats > 0).length,
    calibration,
  };
}

/**
 * The buying model of highest likelihood among those that can be fitted; why there is none otherwise. Ties and equals in
 * the order BG/NBD, MBG/NBD, Pareto/NBD (all have four parameters, so likelihoods compare as they are).
 */
export function likeliestBuying(histories: readonly RepeatHistory[], most?: number): BuyingFit | NoFit {
  const fits = (['bg-nbd', 'mbg-nbd', 'pareto-nbd'] as const).map((kind) => fitBuying(histories, kind, most));
  return fits.reduce((best, next) => {
    if ('unavailable_because' in next) return best;
    if ('unavailable_because' in best) return next;
    return next.log_likelihood > best.log_likelihood ? next : best;
  });
}

/** Natural logarithms of the parameters are searched within ± this. */
const searched = 9;
/** Histories that show roughly where the maximum is. */
const roughHistories = 250;
const starts = [
  [-0.7, 0, -0.5, 0.5],
  [0.5, 0.5, -1.5, 1],
] as const;

function parametersAt(kind: BuyingKind, point: readonly number[], unit: number): BuyingParameters {
  const [p, q, s, t] = point.map(Math.exp);
  return kind === 'pareto-nbd'
    ? { kind, r: p!, alpha: q! * unit, s: s!, beta: t! * unit }
    : { kind, r: p!, alpha: q! * unit, a: s!, b: t! };
}

function logLikelihood(
  parameters: BuyingParameters,
  histories: readonly RepeatHistory[],
  counts: readonly number[],
  rule?: Quadrature,
): number {
  return parameters.kind === 'pareto-nbd'
    ? paretoNbdLogLikelihood(parameters, histories, counts, rule)
    : bgNbdLogLikelihood(parameters, histories, counts);
}

/** Probability, 0–1, that a customer still buys at the end of its history, under whichever model. */
export function aliveProbability(parameters: BuyingParameters, history: RepeatHistory): number {
  return parameters.kind === 'pareto-nbd'
    ? paretoNbdAlive(parameters, history)
    : probabilityAlive(parameters, history);
}

/** Orders expected in the `ahead` time units after the history, under whichever model. */
export function ordersAhead(parameters: BuyingParameters, history: RepeatHistory, ahead: number): number {
  return parameters.kind === 'pareto-nbd'
    ? paretoNbdOrders(parameters, history, ahead)
    : expectedOrders(parameters, history, ahead);
}

/** Different histories of a sorted list, with how often each occurs. */
function countEqual(sorted: readonly RepeatHistory[]): {
  readonly distinct: readonly RepeatHistory[];
  readonly counts: readonly number[];
} {
  const distinct: RepeatHistory[] = [];
  const counts: number[] = [];
  for (const history of sorted) {
    const before = distinct.at(-1);
    if (
      before?.repeats === history.repeats &&
      before.last === history.last &&
      before.observed === history.observed
    )
      counts[counts.length - 1]! += 1;
    else {
      distinct.push(history);
      counts.push(1);
    }
  }
  return { distinct, counts };
}
