import { applyCalibration } from './calibrate.ts';
import type { FeatureTable } from './feature-table.ts';
import { integerPoints } from './integer-points.ts';
import type { CompanyTexts } from './lookalike-set.ts';
import { percentileOf } from './percentile-table.ts';
import { selectRows } from './select-rows.ts';
import { explainFit, scoreFit } from './similarity-fit.ts';
import { pointsPerLogOdds, type SimilarityModel } from './similarity-model.ts';
import { supportShare } from './training-support.ts';

/** Parallel to the rows of the table. */
export type SimilarityScores = {
  readonly logOdds: Float64Array;
  /** Log-odds × 100 in whole points: what the reasons add up to. */
  readonly points: Int32Array;
  /** 0–100 with one decimal: the percentile of the points in the reference universe. */
  readonly similarity: Float64Array;
  /** Share of the model's features that are known, 0–1. */
  readonly known: Float64Array;
  /** Share of the known features whose value lies where the model learnt, 0–1. */
  readonly support: Float64Array;
};

/** Why a company has its points: base + the points of all parts = total, exactly. */
export type SimilarityExplanation = {
  readonly id: string;
  readonly base: number;
  readonly total: number;
  readonly similarity: number;
  /** One per feature that the company's value moves; largest effect first, ties by name. */
  readonly parts: readonly { readonly feature: string; readonly points: number }[];
};

/**
 * Scores companies. Columns are found by name; a missing column is unknown everywhere, unknown levels go to "other".
 * Works through the table in chunks of 16,384 rows, so memory beyond the result does not grow with it. Sort targets by
 * `logOdds` (finer) and show `similarity`.
 */
export function scoreSimilarity(
  model: SimilarityModel,
  table: FeatureTable,
  texts: CompanyTexts | null = null,
): SimilarityScores {
  const logOdds = scoreFit(model.fit, table, texts);
  const points = pointsOf(logOdds);
  return {
    logOdds,
    points,
    similarity: Float64Array.from(points, (value) => similarityOf(model, value)),
    known: knownFeatures(model, table, texts),
    support: supportShare(model.support, table),
  };
}

/** The published step from points to similarity. */
export function similarityOf(model: Pick<SimilarityModel, 'reference'>, points: number): number {
  return Math.round(percentileOf(model.reference.table, points) * 10) / 10;
}

/**
 * The probability that a company with these log-odds is among the best once it is a customer; null with the reason where
 * the calibration did not pass its test.
 */
export function probabilityHighValue(
  { calibration }: Pick<SimilarityModel, 'calibration'>,
  logOdds: number,
): { readonly probability: number | null; readonly unavailable_because: string | null } {
  if (calibration === null) return { probability: null, unavailable_because: 'no customers were held out' };
  if (calibration.map === null || !calibration.reliable)
    return { probability: null, unavailable_because: calibration.unreliable_because };
  return { probability: applyCalibration(calibration.map, logOdds), unavailable_because: null };
}

/** Whole points of log-odds. */
export function pointsOf(logOdds: Float64Array): Int32Array {
  return Int32Array.from(logOdds, (value) => Math.round(value * pointsPerLogOdds));
}

/**
 * Explains the given rows. Throws a RangeError naming the row when contributions and score do not agree within 1e-9,
 * which would mean a fault in the model code.
 */
export function explainSimilarity(
  model: SimilarityModel,
  table: FeatureTable,
  rows: ArrayLike<number>,
  texts: CompanyTexts | null = null,
): SimilarityExplanation[] {
  const chosen = selectRows(table, rows);
  const chosenTexts = texts && Array.from(rows, (row) => texts[row] ?? null);
  const scores = scoreFit(model.fit, chosen, chosenTexts);
  const { features, base, contributions } = explainFit(model.fit, chosen, chosenTexts);
  const width = features.length;
  return chosen.ids.map((id, r) => {
    const own = contributions.subarray(r * width, (r + 1) * width);
    const sum = own.reduce((running, value) => running + value, base);
    if (!(Math.abs(sum - scores[r]!) <= 1e-9 * Math.max(1, Math.abs(sum))))
      throw new RangeError(`the reasons of ${id} add up to ${sum}, its score is ${scores[r]}`);
    const whole = integerPoints(base, own, pointsPerLogOdds);
    const total = Math.round(scores[r]! * pointsPerLogOdds) + 0;
    // A sum that ends within rounding error of a half point may round the other way: the score decides.
    const shifted = whole.base + total - whole.total;
    return {
      id,
      base: shifted,
      total,
      similarity: similarityOf(model, total),
      parts: features
        .map((feature, index) => ({ feature, points: whole.points[index]! }))
        .filter((part) => part.points !== 0)
        .sort((a, b) => Math.abs(b.points) - Math.abs(a.points) || (a.feature < b.feature ? -1 : 1)),
    };
  });
}

/** Share of the features the fitted method reads that are known. */
function knownFeatures(
  { fit }: SimilarityModel,
  table: FeatureTable,
  texts: CompanyTexts | null,
): Float64Array {
  if (fit.model === 'text') return Float64Array.from(table.ids, (_, row) => Number(Boolean(texts?.[row])));
  const shares = new Float64Array(table.ids.length);
  const position = new Map(table.features.map((feature, index) => [feature.name, index]));
  for (const name of fit.features) {
    const column = table.columns[position.get(name) ?? -1];
    if (column === undefined) continue;
    for (let r = 0; r < shares.length; r++) {
      const known = column.kind === 'numeric' ? column.known[r] === 1 : column.codes[r]! >= 0;
      if (known) shares[r] = shares[r]! + 1;
    }
  }
  return fit.features.length === 0 ? shares : shares.map((count) => count / fit.features.length);
}
