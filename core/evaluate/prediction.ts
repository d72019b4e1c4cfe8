import { type BoostingParams, boostingDefaults, fitBoosting } from '../model/boosting.ts';
import type { FeatureTable } from '../model/feature-table.ts';
import { foldsOf } from '../model/folds.ts';
import { preferSimpler } from '../model/prefer-simpler.ts';
import { fitScorecard } from '../model/scorecard.ts';
import { selectFeatures, selectRows } from '../model/select-rows.ts';
import { type SimilarityFit, scoreFit } from '../model/similarity-fit.ts';
import { stableHash } from '../model/stable-hash.ts';
import { stackTables } from '../model/stack-tables.ts';
import { midRanks } from '../stats/ranks.ts';

/** Customers with features from before a cut and labels from after it. */
export type LabelledCustomers = {
  readonly table: FeatureTable;
  readonly best: Int8Array;
  /** Value foretold from the orders before the cut, in any unit that rises with it; null where none was. */
  readonly forecast?: Float64Array | null;
};

export type PredictionParams = { readonly folds: number; readonly seed: number };

type Method = {
  readonly name: string;
  readonly complexity: number;
  readonly leastBest: number;
  readonly learn: (table: FeatureTable, target: Float64Array) => SimilarityFit;
};

/** Ranks by the forecast: nothing is learnt from who turned out best, so its scores are held out as they are. */
const byForecast = { name: 'value forecast', complexity: 1 } as const;

const shallow: BoostingParams = { ...boostingDefaults, trees: 100, depth: 3, rate: 0.06, l2: 3 };

const methods: readonly Method[] = [
  { name: 'scorecard', complexity: 1, leastBest: 0, learn: (table, target) => fitScorecard(table, target) },
  {
    name: 'boosted trees',
    complexity: 2,
    leastBest: 100,
    learn: (table, target) => fitBoosting(table, target, shallow),
  },
];

/** Scores of customers by models that did not see them, and the method used. */
export type Prediction = { readonly method: string; readonly scores: Float64Array };

/**
 * Cross-fitted scores at one cut: each customer by a model fitted on the customers of the other folds, of the method that is
 * best on *those*: a method chosen on the outcomes it is then judged by would look better than it is (by 7 % in lift on
 * shuffled labels). The choice is the simplest within one standard error of the best by the rank given to customers that
 * turned out best. Where the folds' choices differ, each fold's scores are its own percentiles.
 */
export function crossFittedScores(data: LabelledCustomers, params: PredictionParams): Prediction {
  const { best } = data;
  const tried = tryMethods(data, params);
  const folds = foldsOf(data.table.ids, params.folds, params.seed);
  const all = Array.from(best.keys());
  const chosen = Array.from({ length: params.folds }, (_, k) =>
    prefer(
      tried,
      best,
      all.filter((row) => folds[row] !== k),
    ),
  );
  const counts = Map.groupBy(chosen, (entry) => entry);
  const most = tried.reduce((leader, entry) =>
    (counts.get(entry)?.length ?? 0) > (counts.get(leader)?.length ?? 0) ? entry : leader,
  );
  if (counts.size === 1) return { method: most.name, scores: most.scores };
  const scores = new Float64Array(best.length);
  for (const [k, { scores: own }] of chosen.entries()) {
    const rows = all.filter((row) => folds[row] === k);
    const { ranks } = midRanks(Float64Array.from(rows, (row) => own[row]!));
    rows.forEach((row, i) => {
      scores[row] = ranks[i]! / rows.length;
    });
  }
  return { method: most.name, scores };
}

/** Fits on earlier cuts, in which the method is also chosen, and scores a later one. */
export function scorePrediction(
  earlier: readonly LabelledCustomers[],
  later: LabelledCustomers,
  params: PredictionParams,
): Prediction {
  const names = later.table.features.map(({ name }) => name);
  const known = earlier.map((data) => ({ ...data, table: selectFeatures(data.table, names) }));
  const stacked = known.reduce((upper, lower) => ({
    table: stackTables(upper.table, lower.table),
    best: Int8Array.from([...upper.best, ...lower.best]),
    forecast:
      upper.forecast && lower.forecast ? Float64Array.from([...upper.forecast, ...lower.forecast]) : null,
  }));
  const forecast = later.forecast ?? null;
  const { method } = choosePrediction(forecast === null ? { ...stacked, forecast } : stacked, params);
  if (method === null) return { method: byForecast.name, scores: forecast! };
  const rows = thinned(Array.from(stacked.best.keys()), stacked.table.ids, params.seed);
  const fitted = method.learn(
    selectRows(stacked.table, rows),
    Float64Array.from(rows, (row) => stacked.best[row]!),
  );
  return { method: method.name, scores: scoreFit(fitted, later.table, null) };
}

/** Cross-fits every method the data allow and chooses one; `method` is null where the forecast itself ranks best. */
export function choosePrediction(
  data: LabelledCustomers,
  params: PredictionParams,
): { readonly method: Method | null } {
  return { method: prefer(tryMethods(data, params), data.best, Array.from(data.best.keys())).method };
}

type Tried = { readonly method: Method | null; readonly name: string; readonly scores: Float64Array };

function tryMethods({ table, best, forecast = null }: LabelledCustomers, params: PredictionParams): Tried[] {
  const folds = foldsOf(table.ids, params.folds, params.seed);
  const positives = best.reduce((sum, value) => sum + value, 0);
  return [
    ...(forecast === null ? [] : [{ method: null, name: byForecast.name, scores: forecast }]),
    ...methods
      .filter(({ leastBest }) => positives >= leastBest)
      .map((method) => ({
        method,
        name: method.name,
        scores: heldOutScores(method, table, best, folds, params),
      })),
  ];
}

/** The simplest within one standard error of the best, judged on the given rows alone. */
function prefer(tried: readonly Tried[], best: Int8Array, rows: readonly number[]): Tried {
  const label = Int8Array.from(rows, (row) => best[row]!);
  const choice = preferSimpler(
    tried.map(({ method, name, scores }) => ({
      name,
      complexity: method?.complexity ?? byForecast.complexity,
      figures: topRanks(
        Float64Array.from(rows, (row) => scores[row]!),
        label,
      ),
    })),
  );
  return tried.find((entry) => entry.name === choice.name)!;
}

function heldOutScores(
  method: Method,
  table: FeatureTable,
  best: Int8Array,
  folds: Uint8Array,
  params: PredictionParams,
): Float64Array {
  const scores = new Float64Array(best.length);
  for (let k = 0; k < params.folds; k++) {
    const rows = Array.from(folds.keys());
    const held = rows.filter((row) => folds[row] === k);
    const train = thinned(
      rows.filter((row) => folds[row] !== k),
      table.ids,
      params.seed,
    );
    const target = Float64Array.from(train, (row) => best[row]!);
    const fitted = method.learn(selectRows(table, train), target);
    const own = scoreFit(fitted, selectRows(table, held), null);
    held.forEach((row, i) => {
      scores[row] = own[i]!;
    });
  }
  return scores;
}

/** Rows a model is fitted on at most: more change nothing that a backtest could show. */
const mostRows = 10_000;

function thinned(rows: readonly number[], ids: readonly string[], seed: number): readonly number[] {
  if (rows.length <= mostRows) return rows;
  const kept = rows.map((row) => ({ row, key: stableHash(ids[row]!, seed + 1) }));
  kept.sort((a, b) => a.key - b.key || a.row - b.row);
  return kept
    .slice(0, mostRows)
    .map(({ row }) => row)
    .sort((a, b) => a - b);
}

/** For each customer that turned out best: how far into the top fifth it was ranked, 0 outside and 1 at the very top. */
function topRanks(scores: Float64Array, best: Int8Array): Map<number, number> {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const ranks = new Map<number, number>();
  order.forEach((row, place) => {
    if (best[row] === 1) ranks.set(row, Math.max(0, 1 - (place + 0.5) / scores.length / 0.2));
  });
  return ranks;
}
