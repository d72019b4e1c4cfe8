import { type Calibration, calibrate } from '../model/calibrate.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import { createRandom } from '../stats/random.ts';
import { backtestLine } from './backtest-line.ts';
import { baselines } from './baselines.ts';
import { leakageFirewall, predictionFeatures, type RefusedFeature } from './leakage-firewall.ts';
import { crossFittedScores, scorePrediction } from './prediction.ts';
import { type Ranking, type RankingFigures, rankingFigures, rankingOrder } from './ranking-figures.ts';

/**
 * One cut in time. Rows are the customers that had ordered before it; features end before it, `best` and `value` are
 * measured after it. Customers that never came back are rows with `best` 0 and value 0: leaving them out would flatter
 * every ranking.
 */
export type BacktestOrigin = {
  /** First day of the outcome window, YYYY-MM-DD, and the day after its last. */
  readonly cut: string;
  readonly to: string;
  readonly table: FeatureTable;
  readonly best: Int8Array;
  readonly value: Float64Array;
  /** In the period before the cut: what the baselines rank by. */
  readonly revenue: Float64Array;
  /** Margin in that period, where margin decides who is best; null or left out where it does not. */
  readonly margin?: Float64Array | null;
  readonly recencyDays: Float64Array;
  readonly orders: Float64Array;
  /** Value foretold from the orders before the cut; null or left out where none was. */
  readonly forecast?: Float64Array | null;
};

export type BacktestParams = {
  readonly seed: number;
  readonly folds: number;
  readonly resamples: number;
  /** Least customers, and least that turned out best, to say anything. */
  readonly leastCustomers: number;
  readonly leastBest: number;
  /** Features the settings ask for: a refusal of one is marked. */
  readonly declared: readonly string[];
};

export const backtestDefaults: BacktestParams = {
  seed: 42,
  folds: 5,
  resamples: 500,
  leastCustomers: 50,
  leastBest: 10,
  declared: [],
};

/** One ranking, its headline figures at `k` beside the whole. */
export type BacktestRanking = {
  readonly name: string;
  readonly precision: number;
  readonly low: number;
  readonly high: number;
  readonly lift: number;
  readonly figures: RankingFigures;
};

export type Backtest = {
  readonly version: 1;
  /** For people; says why where there is no backtest. */
  readonly line: string;
  readonly unavailable_because: string | null;
  readonly cut: string | null;
  readonly to: string | null;
  /** `rolling-origin`: fitted on earlier cuts. `cross-fitted`: one cut, each customer judged by a model fitted on others. */
  readonly scheme: 'rolling-origin' | 'cross-fitted' | null;
  readonly customers: number;
  readonly best: number;
  /** Length of the list the headline speaks of: 100, or as many as turned out best where that is fewer. */
  readonly k: number | null;
  readonly model: string | null;
  readonly refused: readonly RefusedFeature[];
  /** The model first, then the baselines. */
  readonly rankings: readonly BacktestRanking[];
  /** Of the model's score as a probability of being best after the cut. */
  readonly calibration: Calibration | null;
  /** The first `k` of the model's ranking, best first, and whether each turned out best: for a person to check. */
  readonly listed: readonly { readonly customer_id: string; readonly best: boolean }[];
  /** The model's precision at the headline length at every cut that could be tested, oldest first. */
  readonly origins: readonly {
    readonly cut: string;
    readonly precision: number;
    readonly low: number;
    readonly high: number;
  }[];
};

/** A backtest that could not be made, with the reason. */
export function noBacktest(because: string, customers = 0, best = 0): Backtest {
  return {
    version: 1,
    line: `There is no backtest: ${because}.`,
    unavailable_because: because,
    cut: null,
    to: null,
    scheme: null,
    customers,
    best,
    k: null,
    model: null,
    refused: [],
    rankings: [],
    calibration: null,
    listed: [],
    origins: [],
  };
}

/**
 * Would the ranking have worked? Goes back to a cut, ranks the customers by what was known then, and counts how many of
 * the top turned out best in the window after it, beside a random order, last-period revenue, RFM and the published
 * scorer. With two or more cuts the model for each is fitted on the cuts before it; with one, every customer is judged by a
 * model fitted on other customers at the same cut. All figures have bootstrap intervals over customers.
 *
 * @param given cuts, oldest first, same horizon each. The order of rows and features decides nothing.
 */
export function backtest(
  given: readonly BacktestOrigin[],
  params: BacktestParams = backtestDefaults,
): Backtest {
  const last = given.at(-1);
  if (last === undefined) return noBacktest('there is no cut with customers before and after it');
  const size = last.table.ids.length;
  const best = countBest(last);
  if (size < params.leastCustomers)
    return noBacktest(`${size} customers before the cut are too few`, size, best);
  if (best < params.leastBest) return noBacktest(`${best} customers turned out best: too few`, size, best);
  const origins = given
    .filter(
      (origin) =>
        origin === last ||
        (countBest(origin) >= params.leastBest && origin.best.length >= params.leastCustomers),
    )
    .map(sortOrigin);
  const k = Math.min(100, best);
  const tested = origins.map((_, i) => i).slice(origins.length > 1 ? 1 : 0);
  const results = tested.map((i) =>
    testOrigin(origins[i]!, origins.slice(0, i), i === origins.length - 1, k, params),
  );
  const result = results.at(-1)!;
  const labelled = origins.at(-1)!;
  const scheme = origins.length > 1 ? 'rolling-origin' : 'cross-fitted';
  const rankings = result.figures.map((figures) => headline(figures, k));
  return {
    version: 1,
    line: backtestLine({ cut: last.cut, to: last.to, k, best, customers: size, rankings }),
    unavailable_because: null,
    cut: last.cut,
    to: last.to,
    scheme,
    customers: size,
    best,
    k,
    model: result.model,
    refused: result.refused,
    rankings,
    calibration: calibrate(
      result.scores,
      labelled.best,
      foldsOf(labelled.table.ids, params.folds, params.seed),
    ),
    listed: listedFirst(result.scores, labelled, params.seed, k),
    origins: tested.map((i, place) => {
      const { precision, low, high } = headline(
        results[place]!.figures[0]!,
        Math.min(k, origins[i]!.best.length),
      );
      return { cut: origins[i]!.cut, precision, low, high };
    }),
  };
}

/** Ties as {@link rankingFigures} breaks them. */
function listedFirst(
  scores: Float64Array,
  { table, best }: BacktestOrigin,
  seed: number,
  k: number,
): Backtest['listed'] {
  const order = rankingOrder(scores, createRandom(seed).permutation(scores.length));
  return Array.from(order.slice(0, k), (row) => ({
    customer_id: table.ids[row]!,
    best: best[row] === 1,
  }));
}

/** The same cut with rows by id and features by name. */
function sortOrigin(origin: BacktestOrigin): BacktestOrigin {
  const { ids, features } = origin.table;
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  const rows = Array.from(ids.keys()).sort((a, b) => byText(ids[a]!, ids[b]!));
  const names = features.map(({ name }) => name).sort(byText);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(rows, (row) => values[row]!);
  return {
    ...origin,
    table: selectRows(selectFeatures(origin.table, names), rows),
    best: Int8Array.from(rows, (row) => origin.best[row]!),
    value: pick(origin.value),
    revenue: pick(origin.revenue),
    recencyDays: pick(origin.recencyDays),
    orders: pick(origin.orders),
    forecast: origin.forecast ? pick(origin.forecast) : null,
  };
}

function countBest({ best }: BacktestOrigin): number {
  return best.reduce((sum, value) => sum + value, 0);
}

function headline(figures: RankingFigures, k: number): BacktestRanking {
  const { precision, lift } = figures.at.find((entry) => entry.k === k)!;
  return {
    name: figures.name,
    precision: precision.value,
    low: precision.low,
    high: precision.high,
    lift: lift.value,
    figures,
  };
}

function testOrigin(
  origin: BacktestOrigin,
  earlier: readonly BacktestOrigin[],
  compare: boolean,
  k: number,
  params: BacktestParams,
) {
  const { table, refused } = leakageFirewall(origin.table, origin.best, predictionFeatures, params.declared);
  const safe = { ...origin, table };
  const { method, scores } =
    earlier.length > 0 ? scorePrediction(earlier, safe, params) : crossFittedScores(safe, params);
  const model: Ranking = { name: 'Kindred', scores };
  const rankings = compare ? [model, ...baselines(safe, earlier, params)] : [model];
  const best = countBest(origin);
  const size = scores.length;
  const ks = [...new Set([25, 50, 100, 250, 500, Math.min(k, size), best])].filter((k) => k <= size && k > 0);
  ks.sort((a, b) => a - b);
  return { model: method, scores, refused, figures: rankingFigures(rankings, origin, ks, params) };
}
