import { createRandom } from '../stats/random.ts';
import { chooseLines, usualLines } from './choose-lines.ts';
import { comparePair, levelsOf, type MatchSide, patternCount, patternOf } from './compare-pair.ts';
import { estimateChance } from './estimate-chance.ts';
import { candidateFinder } from './find-candidates.ts';
import { fitMatchRates } from './fit-match-rates.ts';
import type { Identity } from './identity.ts';
import {
  isRelated,
  isWorthScoring,
  type MatchDecision,
  type MatchLines,
  matchDecision,
} from './match-policy.ts';
import { matchRecords } from './match-records.ts';
import {
  type MatchModel,
  matchProbability,
  patternWeights,
  priorWeight,
  usualM,
  usualU,
} from './match-weights.ts';
import { nameRarity } from './name-rarity.ts';
import { pairList } from './pair-list.ts';
import { sideGroups } from './side-groups.ts';
import { wordTable } from './word-table.ts';

/** One pair over the review line, or related, with its weights in hundredths of a bit: prior + rarity + weights = total. */
export type LinkedPair = {
  readonly left_id: string;
  readonly right_id: string;
  readonly pattern: number;
  readonly decision: MatchDecision;
  readonly prior: number;
  /** Per field, in the order of `comparisonFields`. */
  readonly weights: readonly number[];
  /** Term-frequency adjustment of the name: a rare one says more than a common one. */
  readonly rarity: number;
  readonly total: number;
};

export type Linkage = {
  /** Ordered by left id, then right id. Within one file the left id is the later one. */
  readonly pairs: readonly LinkedPair[];
  readonly model: MatchModel;
  readonly lines: MatchLines;
  /** Whether rates and lines were fitted to these files, or why they are the usual ones. */
  readonly fit:
    | { readonly fitted: true; readonly matches: number }
    | { readonly fitted: false; readonly because: string };
  /** Pairs compared. */
  readonly compared: number;
};

/** One file's companies as keys, with its groups; made once, used for every linkage of the file. */
export type KeyedSide = Omit<MatchSide, 'names'>;

/**
 * Prepares one file for `linkCompanies`.
 *
 * @example
 * keyedSide([]).records.size; // => 0
 */
export function keyedSide(companies: readonly Identity[]): KeyedSide {
  const records = matchRecords(companies);
  return { records, groups: sideGroups(records) };
}

/** Fewer pairs over the name or domain bar than this, and the usual rates are used. */
const leastPairs = 50;

/**
 * Links the companies of two files, or finds the repeated ones in one (`right` null), by Fellegi and Sunter's method:
 * blocking, comparison by levels, u by chance, m by expectation–maximisation, a term-frequency adjustment for names, two
 * lines chosen for these files, and the rules of `matchDecision`. Files with fewer than 50 likely pairs, or without domains,
 * get the usual rates; `fit` says so. The same companies in any order give the same linkage.
 *
 * About 30 comparisons a company; memory grows with the companies, never with the pairs compared.
 *
 * @param seed of the random pairs.
 * @example
 * const one = (id, name, city) => ({ id, name, domain: null, postal_code: null, city, region: null });
 * const { pairs, fit } = linkCompanies(keyedSide([one('p1', 'ACME Inc.', 'Dayton')]), keyedSide([one('c1', 'Acme LLC', 'dayton')]), 42);
 * pairs.map((pair) => [pair.left_id, pair.right_id, pair.decision]); // => [['p1', 'c1', 'same']]
 * fit.fitted; // => false
 */
export function linkCompanies(left: KeyedSide, right: KeyedSide | null, seed: number): Linkage {
  const one = right === null;
  const sides = one ? [left] : [left, right];
  const { table, names } = wordTable(sides.map(({ records }) => records.nameKeys));
  const a = { ...left, names: names[0]! };
  const b = one ? a : { ...right, names: names[1]! };
  const finder = candidateFinder(b, table);
  const patterns = new Float64Array(patternCount);
  const found = pairList();
  const rarity = nameRarity(one ? [a] : [a, b], table);
  let compared = 0;
  for (let l = 0; l < a.records.size; l++) {
    finder.of(a, l, (r) => {
      if (one && r >= l) return;
      compared += 1;
      const { levels, rarest } = comparePair(a, l, b, r, table);
      const pattern = patternOf(levels);
      patterns[pattern]! += 1;
      if (!isWorthScoring(levels)) return;
      const namesakes = Math.max(a.groups.namesakes[l]!, one ? 0 : b.groups.namesakes[r]!);
      found.add(l, r, pattern, rarity.of(levels[0], rarest, namesakes));
    });
  }
  const all = one ? (a.records.size * (a.records.size - 1)) / 2 : a.records.size * b.records.size;
  const why = whyUsual(found.size(), a, b);
  const fitted =
    why === null
      ? fitMatchRates(
          patterns,
          all,
          estimateChance(a, b, finder, table, createRandom(seed)),
          (pattern) => isWorthScoring(levelsOf(pattern)) && !isRelated(levelsOf(pattern)),
        )
      : null;
  const model = fitted?.model ?? {
    m: usualM,
    u: usualU,
    prior: 1 / (2 * Math.max(1000, one ? a.records.size : b.records.size)),
  };
  const weightsOf = new Map<number, readonly number[]>();
  const prior = priorWeight(model);
  const totals: number[] = [];
  const totalOf = (pattern: number, adjusted: number): number => {
    let weights = weightsOf.get(pattern);
    if (weights === undefined) {
      weights = patternWeights(model, levelsOf(pattern));
      weightsOf.set(pattern, weights);
    }
    return weights.reduce((sum, weight) => sum + weight, prior + adjusted);
  };
  found.forEach((_l, _r, pattern, adjusted) => {
    if (!isRelated(levelsOf(pattern))) totals.push(totalOf(pattern, adjusted));
  });
  const lines = fitted === null ? usualLines : chooseLines(totals);
  const pairs: LinkedPair[] = [];
  found.forEach((l, r, pattern, adjusted) => {
    const total = totalOf(pattern, adjusted);
    const decision = matchDecision(levelsOf(pattern), total, lines);
    if (decision === null) return;
    pairs.push({
      left_id: a.records.ids[l]!,
      right_id: b.records.ids[r]!,
      pattern,
      decision,
      prior,
      weights: weightsOf.get(pattern)!,
      rarity: adjusted,
      total,
    });
  });
  pairs.sort((x, y) =>
    x.left_id < y.left_id ? -1 : x.left_id > y.left_id ? 1 : x.right_id < y.right_id ? -1 : 1,
  );
  return {
    pairs,
    model,
    lines,
    fit: fitted === null ? { fitted: false, because: why ?? '' } : { fitted: true, matches: fitted.matches },
    compared,
  };
}

function whyUsual(likely: number, a: MatchSide, b: MatchSide): string | null {
  if (likely < leastPairs) return `only ${likely} likely pairs, ${leastPairs} are needed`;
  const known = (side: MatchSide): boolean => side.records.domain.some((code) => code !== 0);
  return known(a) && known(b) ? null : 'no domains to tell matches from namesakes';
}

/**
 * The probability of a linked pair, 0 to 1, four digits.
 *
 * @example
 * pairProbability({ total: 700 }); // => 0.9922
 */
export function pairProbability(pair: { readonly total: number }): number {
  return Math.round(matchProbability(pair.total) * 10_000) / 10_000;
}
