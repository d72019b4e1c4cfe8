import { brierScore } from '../stats/brier-score.ts';
import { upperGamma } from '../stats/incomplete-gamma.ts';
import { type ReliabilityBand, reliabilityTable } from '../stats/reliability-table.ts';
import { meanAndError } from './held-out-figures.ts';
import { fitIsotonic, type Isotonic } from './isotonic.ts';
import { fitPlatt, type Platt } from './platt.ts';

export type CalibrationMap = Platt | Isotonic;

/** Scores to probabilities, with the evidence that the probabilities may be shown. */
export type Calibration = {
  /** Null where there was too little to fit one. */
  readonly map: CalibrationMap | null;
  /** Probabilities may be shown. */
  readonly reliable: boolean;
  /** Why they may not; null when they may. */
  readonly unreliable_because: string | null;
  readonly rows: number;
  readonly positives: number;
  /** On rows the curve was not fitted to. */
  readonly bands: readonly ReliabilityBand[];
  readonly calibration_error: number | null;
  readonly brier: number | null;
  readonly brier_base_rate: number | null;
  /** Hosmer–Lemeshow over the bands: below 0.01 said and observed rates do not agree. */
  readonly p_value: number | null;
};

/** Isotonic needs this many of each outcome, as scikit-learn advises; below it two parameters must do. */
export const isotonicNeeds = 1000;
/** Fewer positives or negatives cannot be judged. */
export const calibrationNeeds = 30;

/**
 * Chooses and tests a calibration: Platt's curve, or an isotonic one from 1,000 rows of each outcome on.
 * The isotonic curve's ends, often exact 0 or 1 from a handful of rows, are held to what the outermost fifty rows show. The test is
 * cross-fitted: each fold's probabilities come from a curve fitted to the other folds. Probabilities are reliable when a
 * Hosmer–Lemeshow test does not reject them (p ≥ 0.01) and their Brier score beats the base rate's by more than 1.645
 * standard errors (one-sided 5 %): always saying the base rate is calibrated too, and says nothing.
 *
 * @param scores of rows the model did not see, e.g. cross-fitted. @param folds of the rows, any small integers.
 */
export function calibrate(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  folds: ArrayLike<number>,
): Calibration {
  const rows = scores.length;
  let positives = 0;
  for (let i = 0; i < rows; i++) positives += labels[i]!;
  const smaller = Math.min(positives, rows - positives);
  const nothing = {
    map: null,
    bands: [],
    calibration_error: null,
    brier: null,
    brier_base_rate: null,
    p_value: null,
  };
  if (smaller < calibrationNeeds) {
    const because = `${smaller} of the rarer outcome are too few to judge probabilities (${calibrationNeeds})`;
    return { ...nothing, reliable: false, unreliable_because: because, rows, positives };
  }
  const fitCurve = smaller >= isotonicNeeds ? fitBoundedIsotonic : fitPlatt;
  const probabilities = new Float64Array(rows);
  for (const fold of new Set(Array.from(folds))) {
    const others = Array.from({ length: rows }, (_, i) => i).filter((i) => folds[i] !== fold);
    const known = others.map((i) => labels[i]!);
    if (!known.includes(1) || !known.includes(0)) {
      const because = 'one fold holds all of an outcome';
      return { ...nothing, reliable: false, unreliable_because: because, rows, positives };
    }
    const map = fitCurve(
      others.map((i) => scores[i]!),
      known,
    );
    for (let i = 0; i < rows; i++)
      if (folds[i] === fold) probabilities[i] = applyCalibration(map, scores[i]!);
  }
  const table = reliabilityTable(probabilities, labels, 10);
  const brier = brierScore(probabilities, labels)!;
  const p = hosmerLemeshow(table.bands);
  const because =
    p < 0.01
      ? `said and observed rates differ (Hosmer–Lemeshow p ${p.toFixed(4)})`
      : !beatsBaseRate(probabilities, labels)
        ? 'not clearly better than always saying the base rate'
        : null;
  return {
    map: fitCurve(scores, labels),
    reliable: because === null,
    unreliable_because: because,
    rows,
    positives,
    bands: table.bands,
    calibration_error: table.calibrationError,
    brier: brier.score,
    brier_base_rate: brier.baseRateScore,
    p_value: p,
  };
}

function fitBoundedIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>): Isotonic {
  const map = fitIsotonic(scores, labels);
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const rate = (rows: readonly number[]): number =>
    (rows.reduce((sum, i) => sum + labels[i]!, 0) + 0.5) / (rows.length + 1);
  const low = rate(order.slice(0, 50));
  const high = rate(order.slice(-50));
  return { ...map, probabilities: map.probabilities.map((p) => Math.min(high, Math.max(low, p))) };
}

function beatsBaseRate(probabilities: Float64Array, labels: ArrayLike<number>): boolean {
  let rate = 0;
  for (let i = 0; i < labels.length; i++) rate += labels[i]! / labels.length;
  const gains = probabilities.map((p, i) => (rate - labels[i]!) ** 2 - (p - labels[i]!) ** 2);
  const { mean, error } = meanAndError(gains);
  return mean > 1.645 * error;
}

/**
 * Chi-square test of observed against predicted counts by band. For probabilities that were not fitted to these rows the
 * degrees of freedom are the number of bands. Source: Hosmer & Lemeshow, Applied Logistic Regression, §5.2.
 */
export function hosmerLemeshow(
  bands: readonly { readonly count: number; readonly predicted: number; readonly observed: number }[],
): number {
  let statistic = 0;
  for (const { count, predicted, observed } of bands) {
    const variance = Math.max(count * predicted * (1 - predicted), 1e-9);
    statistic += (count * (observed - predicted)) ** 2 / variance;
  }
  return bands.length === 0 ? 1 : upperGamma(bands.length / 2, statistic / 2);
}

/**
 * The probability of a score, 0–1.
 *
 * @example
 * applyCalibration({ kind: 'platt', intercept: 0, slope: 1 }, 0); // => 0.5
 * applyCalibration({ kind: 'isotonic', scores: [0, 10], probabilities: [0.2, 0.6] }, 5); // => 0.4
 */
export function applyCalibration(map: CalibrationMap, score: number): number {
  if (map.kind === 'platt') return 1 / (1 + Math.exp(-(map.intercept + map.slope * score)));
  const { scores, probabilities } = map;
  const last = scores.length - 1;
  if (score <= scores[0]!) return probabilities[0]!;
  if (score >= scores[last]!) return probabilities[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return probabilities[low]! + share * (probabilities[high]! - probabilities[low]!);
}
