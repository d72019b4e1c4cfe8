import type { NoFit } from './buying-model.ts';
import { type OrderDays, valueBetween, valueRows } from './order-days.ts';
import { calibrateValue, type ValueCalibration } from './value-bands.ts';
import {
  candidateWords,
  type FittedValue,
  fitCandidate,
  predictValue,
  type ValueCandidate,
  valueCandidates,
} from './value-candidates.ts';

/** How one candidate did on the inner splits; null figures where it could not be fitted. */
export type CandidateFigures = {
  readonly name: ValueCandidate;
  readonly words: string;
  /** Root mean squared error in each split, in the log's unit. */
  readonly rmse: readonly number[] | null;
  /** Share of the actual value held by the 20 % of customers it ranks highest, in each split. */
  readonly captured: readonly number[] | null;
  /** Predicted ÷ actual total, in each split. */
  readonly total_ratio: readonly number[] | null;
  /** Mean squared error relative to predicting nothing, over the splits; and how far it is behind the best, with its error. */
  readonly loss: number | null;
  readonly behind: number | null;
  readonly behind_se: number | null;
  readonly eligible: boolean;
  readonly unavailable_because: string | null;
};

/** A value model chosen on its own history, as plain JSON. */
export type ValueModel = {
  readonly version: 1;
  readonly chosen: ValueCandidate;
  readonly because: string;
  readonly fitted: FittedValue;
  /** Days of the history used, and the cuts (days after its start) at which candidates were compared. */
  readonly history_days: number;
  readonly cuts: readonly number[];
  readonly figures: readonly CandidateFigures[];
  /** The chosen candidate on the cut whose rest is nearest in length to what is asked for; null without a comparison. */
  readonly calibration: ValueCalibration | null;
};

const cutShares = [0.5, 0.625, 0.75];
const topShare = 0.2;
/** Histories that candidates are compared on: Pareto/NBD takes time, and differences show on fewer. */
const mostCompared = 1000;

/**
 * Fits and chooses a model of what each customer will be worth, looking only at days before `cut`. Candidates are fitted
 * to the first ½, ⅝ and ¾ of the history and judged on the rest of it. Those whose squared error is within one standard
 * error (over customers) of the best are equals; of these the one whose ranking holds most of the actual value in its top
 * 20 % wins, for the list is what the model is for; then the simpler. Without a comparison (fewer than 50 customers at a
 * cut) the own rate is carried on, and `because` says so.
 * Deterministic; the log's order does not matter. Method: docs/methods/value.md.
 *
 * @example
 * chooseValueModel([], 100, 50).chosen; // => 'own-rate'
 */
export function chooseValueModel(log: readonly OrderDays[], cut: number, ahead: number): ValueModel {
  const known = log
    .filter(({ days }) => (days[0] ?? cut) < cut)
    .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
  const first = known.reduce((least, { days }) => Math.min(least, days[0]!), cut);
  const length = cut - first;
  const cuts = cutShares.map((share) => first + Math.round(share * length));
  const splits = cuts.map((at) => {
    const rows = valueRows(known, at);
    return { at, rows, actual: valueBetween(known, rows, at, cut) };
  });
  const enough = splits.every(({ rows, actual }) => rows.length >= 50 && actual.some((value) => value > 0));
  const tried = enough ? valueCandidates : (['own-rate'] as const);
  const scores = tried.map((name) => {
    const runs = splits.map(({ at, rows, actual }): Run | NoFit => {
      const fitted = fitCandidate(name, known, at, cut - at, mostCompared);
      if ('unavailable_because' in fitted) return fitted;
      return judge(predictValue(fitted, rows, cut - at), actual);
    });
    return { name, runs };
  });
  const figures = compare(
    scores,
    splits.map(({ rows }) => rows.map((row) => row.customer_id)),
  );
  const calibrationOf = (name: ValueCandidate): ValueCalibration | null => {
    const runs = scores.find((entry) => entry.name === name)?.runs ?? [];
    const nearness = (at: number): number => Math.abs(Math.log((cut - at) / ahead));
    const tested = splits
      .flatMap(({ at, rows, actual }, i) => {
        const run = runs[i];
        return run === undefined || 'unavailable_because' in run ? [] : [{ at, rows, actual, run }];
      })
      .sort((a, b) => nearness(a.at) - nearness(b.at))[0];
    if (tested === undefined) return null;
    const ids = tested.rows.map((row) => row.customer_id);
    return calibrateValue(ids, tested.run.predicted, tested.actual, cut - tested.at);
  };
  // The last fit is on all of the history: a candidate that cannot make it there gives way to the next.
  const order = figures.filter((row) => row.eligible).sort((a, b) => mean(b.captured) - mean(a.captured));
  for (const { name } of order) {
    const fitted = fitCandidate(name, known, cut, ahead);
    if ('unavailable_because' in fitted) continue;
    const because = enough
      ? `of ${order.length} candidates within one standard error of the smallest squared error, its top fifth held most value (${(100 * mean(figures.find((row) => row.name === name)?.captured ?? null)).toFixed(1)} %)`
      : 'too few customers or no value to compare models: the own rate is carried on';
    return {
      version: 1,
      chosen: name,
      because,
      fitted,
      history_days: length,
      cuts: cuts.map((at) => at - first),
      figures,
      calibration: enough ? calibrationOf(name) : null,
    };
  }
  return {
    version: 1,
    chosen: 'own-rate',
    because: 'no candidate could be fitted to the whole history: the own rate is carried on',
    fitted: { kind: 'own-rate' },
    history_days: length,
    cuts: cuts.map((at) => at - first),
    figures,
    calibration: null,
  };
}

type Run = {
  readonly predicted: Float64Array;
  readonly rmse: number;
  readonly captured: number;
  readonly total_ratio: number;
  /** Squared error of each customer ÷ the mean squared actual value. */
  readonly losses: Float64Array;
};

function judge(predicted: Float64Array, actual: Float64Array): Run {
  const n = actual.length;
  const squares = actual.map((value, r) => (predicted[r]! - value) ** 2);
  const total = actual.reduce((sum, value) => sum + value, 0);
  const power = actual.reduce((sum, value) => sum + value * value, 0) / n;
  return {
    predicted,
    rmse: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / n),
    captured: capturedShare(predicted, actual),
    total_ratio: total === 0 ? 0 : predicted.reduce((sum, value) => sum + value, 0) / total,
    losses: squares.map((square) => square / Math.max(power, Number.MIN_VALUE)),
  };
}

/**
 * Share of the actual value held by the ⌈20 %⌉ of customers predicted highest; ties in the given order. 0 when there is
 * no actual value.
 *
 * @example
 * capturedShare(Float64Array.of(9, 1, 5, 2, 3), Float64Array.of(60, 0, 40, 0, 0)); // => 0.6
 */
export function capturedShare(predicted: Float64Array, actual: Float64Array): number {
  const order = [...predicted.keys()].sort((a, b) => predicted[b]! - predicted[a]! || a - b);
  const total = actual.reduce((sum, value) => sum + value, 0);
  const top = order.slice(0, Math.ceil(topShare * order.length));
  return total === 0 ? 0 : top.reduce((sum, r) => sum + actual[r]!, 0) / total;
}

function compare(
  scores: readonly { readonly name: ValueCandidate; readonly runs: readonly (Run | NoFit)[] }[],
  ids: readonly (readonly string[])[],
): readonly CandidateFigures[] {
  const customers = [...new Set(ids.flat())].sort();
  const place = new Map(customers.map((id, i) => [id, i]));
  const perCustomer = scores.map(({ runs }) => {
    const sums = new Float64Array(customers.length);
    for (const [split, run] of runs.entries()) {
      if ('unavailable_because' in run) return null;
      const scale = customers.length / (run.losses.length * runs.length);
      for (const [r, loss] of run.losses.entries()) sums[place.get(ids[split]![r]!)!]! += loss * scale;
    }
    return sums;
  });
  const means = perCustomer.map((sums) => (sums === null ? Infinity : average(sums)));
  const best = means.indexOf(Math.min(...means));
  return scores.map(({ name, runs }, i): CandidateFigures => {
    const own = perCustomer[i];
    const done = runs.flatMap((run) => ('unavailable_because' in run ? [] : [run]));
    const reason = runs.find((run) => 'unavailable_because' in run);
    if (own == null || perCustomer[best] == null)
      return {
        name,
        words: candidateWords[name],
        rmse: null,
        captured: null,
        total_ratio: null,
        loss: null,
        behind: null,
        behind_se: null,
        eligible: false,
        unavailable_because:
          reason !== undefined && 'unavailable_because' in reason ? reason.unavailable_because : null,
      };
    const differences = own.map((loss, c) => loss - perCustomer[best]![c]!);
    const behind = average(differences);
    const spread = average(differences.map((d) => (d - behind) ** 2));
    const se = Math.sqrt(spread / differences.length);
    return {
      name,
      words: candidateWords[name],
      rmse: done.map((run) => run.rmse),
      captured: done.map((run) => run.captured),
      total_ratio: done.map((run) => run.total_ratio),
      loss: means[i]!,
      behind,
      behind_se: se,
      eligible: behind <= se,
      unavailable_because: null,
    };
  });
}

const average = (values: Float64Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const mean = (values: readonly number[] | null): number =>
  values === null || values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
