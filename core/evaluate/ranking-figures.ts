import type { Estimate } from '../stats/interval.ts';
import { quantileSorted } from '../stats/quantile.ts';
import { createRandom } from '../stats/random.ts';

/** What a ranking of customers is worth, judged by what came after the cut. */
export type RankingFigures = {
  readonly name: string;
  /** Area under the precision-recall curve; a random order gives about the base rate. */
  readonly pr_auc: Estimate;
  readonly at: readonly RankingAt[];
  /** For each tenth of the ranking, best first: rate of best customers ÷ base rate. */
  readonly lift_by_decile: readonly number[];
};

export type RankingAt = {
  readonly k: number;
  /** Share of the top k that turned out best. */
  readonly precision: Estimate;
  /** Share of those who turned out best that are in the top k. */
  readonly recall: Estimate;
  readonly lift: Estimate;
  /** Share of all positive value of the outcome window that the top k brought; null when there is none. */
  readonly value_captured: Estimate | null;
};

export type RankedOutcome = {
  /** 1 turned out best, 0 did not. */
  readonly best: Int8Array;
  /** Value in the outcome window, any unit. */
  readonly value: Float64Array;
};

export type Ranking = { readonly name: string; readonly scores: Float64Array };

/**
 * Judges rankings of the same customers, with 95 % bootstrap intervals over customers. All rankings see the same
 * resamples, so their differences are as steady as can be. Equal scores are ordered by `tie` (a random but fixed
 * permutation), so that a constant score is a random order and not the order of the file.
 *
 * O(resamples × rankings × customers): 2,000 customers, 5 rankings, 500 resamples take about 0.1 s.
 */
export function rankingFigures(
  rankings: readonly Ranking[],
  outcome: RankedOutcome,
  ks: readonly number[],
  params: { readonly resamples: number; readonly seed: number },
): RankingFigures[] {
  const size = outcome.best.length;
  if (size === 0) throw new RangeError('there is nobody to rank');
  const random = createRandom(params.seed);
  const tie = random.permutation(size);
  const orders = rankings.map(({ scores }) => rankingOrder(scores, tie));
  const once = new Int32Array(size).fill(1);
  const points = orders.map((order) => walk(order, once, outcome, ks));
  const samples = orders.map(() => [] as Walk[]);
  // The intervals of many customers are narrow, and steady with fewer resamples.
  const resamples = Math.min(params.resamples, Math.max(100, Math.round(5_000_000 / size)));
  for (let s = 0; s < resamples; s++) {
    const counts = new Int32Array(size);
    for (let i = 0; i < size; i++) counts[random.int(size)]! += 1;
    orders.forEach((order, r) => {
      samples[r]!.push(walk(order, counts, outcome, ks));
    });
  }
  return rankings.map(({ name }, r) => {
    const estimate = (read: (walk: Walk) => number): Estimate =>
      estimateOf(read(points[r]!), samples[r]!.map(read));
    return {
      name,
      pr_auc: estimate((walk) => walk.averagePrecision),
      at: ks.map((k, i): RankingAt => {
        const worth = points[r]!.captured[i]!;
        return {
          k,
          precision: estimate((walk) => walk.hits[i]! / Math.min(k, size)),
          recall: estimate((walk) => walk.hits[i]! / Math.max(1, walk.best)),
          lift: estimate((walk) => walk.hits[i]! / Math.min(k, size) / Math.max(walk.best / size, 1e-12)),
          value_captured: worth === null ? null : estimate((walk) => walk.captured[i] ?? 0),
        };
      }),
      lift_by_decile: liftByDecile(orders[r]!, outcome.best),
    };
  });
}

/** Rows from the highest score down; equal scores by `tie`. */
export function rankingOrder(scores: Float64Array, tie: ArrayLike<number>): Int32Array {
  return Int32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || tie[a]! - tie[b]!);
}

type Walk = {
  readonly best: number;
  readonly averagePrecision: number;
  readonly hits: readonly number[];
  readonly captured: readonly (number | null)[];
};

/** One pass down a ranking in which customer i counts `counts[i]` times; `ks` rise and are at most the row count. */
function walk(order: Int32Array, counts: Int32Array, outcome: RankedOutcome, ks: readonly number[]): Walk {
  const hits = new Array<number>(ks.length).fill(0);
  const value = new Array<number>(ks.length).fill(0);
  let seen = 0;
  let found = 0;
  let brought = 0;
  let next = 0;
  let precision = 0;
  let total = 0;
  for (const row of order) {
    const times = counts[row]!;
    if (times === 0) continue;
    const best = outcome.best[row]!;
    const worth = outcome.value[row]!;
    while (next < ks.length && seen + times >= ks[next]!) {
      const within = ks[next]! - seen;
      hits[next] = found + within * best;
      value[next] = brought + within * worth;
      next++;
    }
    for (let t = 1; t <= times * best; t++) precision += (found + t) / (seen + t);
    if (worth > 0) total += times * worth;
    seen += times;
    found += times * best;
    brought += times * worth;
  }
  return {
    best: found,
    averagePrecision: found === 0 ? 0 : precision / found,
    hits,
    captured: value.map((sum) => (total > 0 ? sum / total : null)),
  };
}

function liftByDecile(order: Int32Array, best: Int8Array): number[] {
  const size = order.length;
  const rate = best.reduce((sum, value) => sum + value, 0) / size;
  return Array.from({ length: 10 }, (_, tenth) => {
    const from = Math.round((tenth * size) / 10);
    const to = Math.round(((tenth + 1) * size) / 10);
    let hits = 0;
    for (let i = from; i < to; i++) hits += best[order[i]!]!;
    return to > from && rate > 0 ? hits / (to - from) / rate : 0;
  });
}

function estimateOf(value: number, samples: readonly number[]): Estimate {
  const sorted = Float64Array.from(samples).sort();
  if (sorted.length === 0) return { value, low: value, high: value };
  return { value, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}
