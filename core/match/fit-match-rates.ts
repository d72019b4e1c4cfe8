import { comparisonFields, comparisons, levelsOf, perField } from './compare-pair.ts';
import { type LevelRates, type MatchModel, usualM } from './match-weights.ts';

export type MatchFit = {
  readonly model: MatchModel;
  readonly iterations: number;
  /** Expected number of pairs that are one company. */
  readonly matches: number;
};

const rounds = 200;
const settled = 1e-7;
/** How many pairs the usual rates count for. */
const usualPairs = 15;

/**
 * Expectation–maximisation of the m rates and the share of matches over the patterns of the compared pairs, with u fixed. Every
 * pair that was not compared counts as a pair of two companies, so that comparing only the likely ones biases nothing.
 * Patterns where `use` is false are left out: pairs that cannot match whatever their weights, and relations, which are neither.
 *
 * Levels are taken as independent given the truth. O(rounds × patterns that occur). Source: Fellegi and Sunter, JASA 64 (1969)
 * 1183–1210; Winkler, ASA Survey Research Methods (1988) 667–671 for EM.
 *
 * @param counts how many compared pairs show each pattern.
 * @param pairs how many pairs there are at all, compared or not.
 */
export function fitMatchRates(
  counts: Float64Array,
  pairs: number,
  u: LevelRates,
  use: (pattern: number) => boolean,
): MatchFit {
  const patterns: { readonly count: number; readonly levels: readonly number[] }[] = [];
  counts.forEach((count, pattern) => {
    if (count > 0 && use(pattern)) patterns.push({ count, levels: levelsOf(pattern) });
  });
  let m: LevelRates = usualM;
  let prior = Math.min(0.5, Math.max(1e-12, 1 / Math.sqrt(Math.max(pairs, 4))));
  let matches = prior * pairs;
  let iterations = 0;
  for (; iterations < rounds; iterations++) {
    const sums = comparisonFields.map((field) => comparisons[field].map(() => 0));
    const ratios = comparisonFields.map((field) =>
      comparisons[field].map((_, level) => (level === 0 ? 1 : m[field][level]! / u[field][level]!)),
    );
    let expected = 0;
    for (const { count, levels } of patterns) {
      let odds = prior / (1 - prior);
      levels.forEach((level, at) => {
        odds *= ratios[at]![level]!;
      });
      const weight = count * (odds === Infinity ? 1 : odds / (1 + odds));
      expected += weight;
      levels.forEach((level, at) => {
        sums[at]![level]! += weight;
      });
    }
    const next: LevelRates = perField((field, at) => {
      const known = sums[at]!.reduce((all, sum, level) => (level === 0 ? all : all + sum), 0);
      return sums[at]!.map((sum, level) =>
        level === 0 ? 0 : (sum + usualPairs * usualM[field][level]!) / (known + usualPairs),
      );
    });
    const nextPrior = Math.min(0.5, Math.max(1e-12, (expected + 0.5) / (pairs + 1)));
    const moved = Math.max(
      Math.abs(nextPrior - prior) / prior,
      ...comparisonFields.flatMap((field) =>
        next[field].map((rate, level) => Math.abs(rate - m[field][level]!)),
      ),
    );
    m = next;
    prior = nextPrior;
    matches = expected;
    if (moved < settled) break;
  }
  return { model: { m, u, prior }, iterations, matches };
}
