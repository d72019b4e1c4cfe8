import type { Explanation, FittedBase } from './contract.ts';
import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import { type DesignColumn, type DesignSchema, designFeatures } from './design-schema.ts';
import type { FeatureTable } from './feature-table.ts';
import { type DesignParams, fitDesign } from './fit-design.ts';
import {
  binOffsets,
  type ColumnPenalty,
  fitRidgeLogistic,
  priorLogOdds,
  type RidgeFit,
} from './ridge-logistic.ts';

/**
 * An additive scorecard: base + the points of each column's bin = log-odds of "best" against the contrast's other side,
 * per company, with both sides counted as equally many. Unknown is worth 0 points, by construction.
 */
export type Scorecard = FittedBase & {
  readonly model: 'scorecard';
  readonly design: DesignSchema;
  readonly base: number;
  /** `points[column][bin]`, in log-odds, relative to the mean of the contrast's known companies. */
  readonly points: readonly (readonly number[])[];
  readonly penalty: number;
  readonly degrees_of_freedom: number;
};

export type ScorecardParams = {
  readonly design: DesignParams;
  /** Penalties tried, strongest first; the one with the least AIC within the cap wins. */
  readonly penalties: readonly number[];
  /** Effective parameters allowed per positive row. */
  readonly parametersPerPositive: number;
};

export const scorecardDefaults: ScorecardParams = {
  design: { bins: 12, support: 10, levels: 20, digits: [2, 3, 4] },
  penalties: [400, 160, 64, 24, 8],
  parametersPerPositive: 0.1,
};

/**
 * Fits a ridge logistic scorecard on binned features. Neighbouring bins of a number are drawn together, levels of a
 * category toward each other. The penalty is the one with the least AIC among those whose effective number of parameters
 * stays within a tenth of the positives (the usual ten events per parameter), so that few positives give a flat card
 * rather than a wild one. The bin for "unknown" takes up whatever missingness alone says and is then set to 0: a company
 * is never better or worse for what we do not know about it.
 *
 * @param target 1 for best, 0 for the contrast. @param weights positive, default 1.
 */
export function fitScorecard(
  table: FeatureTable,
  target: Float64Array,
  params: ScorecardParams = scorecardDefaults,
  weights: Float64Array = new Float64Array(target.length).fill(1),
): Scorecard {
  const design = fitDesign(table, params.design);
  const matrix = applyDesign(design, table);
  return fitScorecardOn(design, matrix, target, params, weights);
}

/** The same on rows already encoded. */
export function fitScorecardOn(
  design: DesignSchema,
  matrix: DesignMatrix,
  target: Float64Array,
  params: ScorecardParams,
  weights: Float64Array,
): Scorecard {
  const positives = target.reduce((sum, value) => sum + value, 0);
  const cap = Math.max(1, positives * params.parametersPerPositive);
  let best: { readonly fit: RidgeFit; readonly penalty: number; readonly aic: number } | null = null;
  let previous: RidgeFit | undefined;
  for (const penalty of params.penalties) {
    const penalties = design.columns.map((column) => columnPenalty(column, penalty));
    const fit = fitRidgeLogistic(matrix, target, weights, penalties, previous);
    previous = fit;
    const aic = 2 * fit.degreesOfFreedom - 2 * fit.logLikelihood;
    if (best !== null && (fit.degreesOfFreedom - 1 > cap || aic >= best.aic)) break;
    best = { fit, penalty, aic };
  }
  if (best === null) throw new RangeError('a scorecard needs at least one penalty to try');
  const { fit, penalty } = best;
  const centred = centrePoints(matrix, fit, target, weights);
  return {
    model: 'scorecard',
    version: 1,
    features: designFeatures(design),
    design,
    base: fit.intercept + centred.mean - priorLogOdds(target, weights),
    points: centred.points,
    penalty,
    degrees_of_freedom: fit.degreesOfFreedom,
  };
}

function columnPenalty(column: DesignColumn, penalty: number): ColumnPenalty {
  return column.kind === 'numeric'
    ? { ridge: penalty / 4, difference: penalty }
    : { ridge: penalty, difference: 0 };
}

/** Subtracts from every column its mean over the contrast's known rows; the means go to the base. */
function centrePoints(
  matrix: DesignMatrix,
  fit: RidgeFit,
  target: Float64Array,
  weights: Float64Array,
): { readonly points: number[][]; readonly mean: number } {
  const offsets = binOffsets(matrix.binCounts);
  let total = 0;
  const points = matrix.binCounts.map((count, column) => {
    const coefficients = Array.from(fit.coefficients.subarray(offsets[column]!, offsets[column]! + count));
    let sum = 0;
    let weight = 0;
    for (let r = 0; r < matrix.rows; r++) {
      const bin = matrix.bins[r * matrix.columns + column]!;
      if (target[r] === 1 || bin === 0) continue;
      sum += weights[r]! * coefficients[bin]!;
      weight += weights[r]!;
    }
    const mean = weight > 0 ? sum / weight : 0;
    total += mean;
    return coefficients.map((value, bin) => (bin === 0 ? 0 : value - mean));
  });
  return { points, mean: total };
}

/** Log-odds per encoded row. */
export function scoreCard(card: Pick<Scorecard, 'base' | 'points'>, matrix: DesignMatrix): Float64Array {
  const scores = new Float64Array(matrix.rows);
  for (let r = 0, cell = 0; r < matrix.rows; r++) {
    let sum = card.base;
    for (let c = 0; c < matrix.columns; c++, cell++) sum += card.points[c]![matrix.bins[cell]!]!;
    scores[r] = sum;
  }
  return scores;
}

/** What every feature adds to a row's log-odds; columns of one feature are summed. */
export function explainCard(card: Scorecard, matrix: DesignMatrix): Explanation {
  const place = new Map(card.features.map((feature, index) => [feature, index]));
  const target = card.design.columns.map((column) => place.get(column.feature)!);
  const width = card.features.length;
  const contributions = new Float64Array(matrix.rows * width);
  for (let r = 0, cell = 0; r < matrix.rows; r++) {
    for (let c = 0; c < matrix.columns; c++, cell++) {
      const at = r * width + target[c]!;
      contributions[at] = contributions[at]! + card.points[c]![matrix.bins[cell]!]!;
    }
  }
  return { features: card.features, base: card.base, contributions };
}
