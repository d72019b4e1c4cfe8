import {
  type ComparisonField,
  comparisonFields,
  comparisons,
  levelsOf,
  type PairLevels,
  perField,
} from './compare-pair.ts';

/** Per field and level: the probability of the level where both values are known. Level 0 ("unknown") is 0. */
export type LevelRates = Readonly<Record<ComparisonField, readonly number[]>>;

/**
 * A fitted Fellegi–Sunter model: `m` among pairs of one company, `u` among pairs of two, `prior` the share of matches among
 * all pairs.
 */
export type MatchModel = {
  readonly m: LevelRates;
  readonly u: LevelRates;
  readonly prior: number;
};

/**
 * Rates as lists of firms mostly show them, used as they are where a file is too small to learn from and as the starting
 * point, worth 15 pairs, where it is not.
 */
export const usualM: LevelRates = {
  name: [0, 0.01, 0.02, 0.05, 0.1, 0.04, 0.78],
  domain: [0, 0.05, 0.05, 0.9],
  place: [0, 0.06, 0.06, 0.28, 0.6],
  phone: [0, 0.3, 0.7],
  address: [0, 0.35, 0.65],
  founded: [0, 0.1, 0.1, 0.8],
};

export const usualU: LevelRates = {
  name: [0, 0.9998898, 1e-4, 8e-6, 1e-6, 2e-7, 1e-6],
  domain: [0, 0.9999989, 1e-6, 1e-7],
  place: [0, 0.95, 0.038, 0.01, 0.002],
  phone: [0, 0.99999, 1e-5],
  address: [0, 0.99999, 1e-5],
  founded: [0, 0.92, 0.05, 0.03],
};

/** One hundredth of a bit: weights are whole numbers of it, so that a waterfall adds up exactly. */
const hundredths = 100;

/**
 * A field's weight for a level, log2(m ÷ u), in hundredths of a bit; 0 for "unknown": what is missing is no evidence.
 *
 * @example
 * fieldWeight({ m: usualM, u: usualU, prior: 0.001 }, 'phone', 2); // => 1610
 * fieldWeight({ m: usualM, u: usualU, prior: 0.001 }, 'phone', 0); // => 0
 */
export function fieldWeight(model: MatchModel, field: ComparisonField, level: number): number {
  if (level === 0) return 0;
  const m = model.m[field][level];
  const u = model.u[field][level];
  if (m === undefined || u === undefined || !(m > 0 && u > 0))
    throw new RangeError(`no rate for level ${level} of ${field}`);
  return Math.round(hundredths * Math.log2(m / u));
}

/** The prior's weight, log2 of its odds, in hundredths of a bit. */
export function priorWeight(model: MatchModel): number {
  return Math.round(hundredths * Math.log2(model.prior / (1 - model.prior)));
}

/**
 * The weights of all fields for a pattern of levels, in hundredths of a bit, in the order of `comparisonFields`.
 */
export function patternWeights(model: MatchModel, levels: PairLevels): readonly number[] {
  return comparisonFields.map((field, at) => fieldWeight(model, field, levels[at] ?? 0));
}

/**
 * The probability that a pair is one company, from its total weight in hundredths of a bit.
 *
 * @example
 * matchProbability(0); // => 0.5
 * matchProbability(700).toFixed(4); // => '0.9922'
 */
export function matchProbability(total: number): number {
  return 1 / (1 + 2 ** (-total / hundredths));
}

/** The words of a pattern's levels, for evidence and documents. */
export function levelWords(pattern: number): Readonly<Record<ComparisonField, string>> {
  const levels = levelsOf(pattern);
  return perField((field, at) => comparisons[field][levels[at] ?? 0] ?? 'unknown');
}
