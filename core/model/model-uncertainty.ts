import { type PercentileTable, percentileOf } from './percentile-table.ts';

/**
 * How steady scores are: the standard error of the points, by tenths of the reference universe (lowest first). Read off
 * the fold models by the delete-a-group jackknife.
 */
export type ModelUncertainty = { readonly points_error_by_tenth: readonly number[] };

/**
 * The jackknife error of each reference company's log-odds, √((K − 1) ÷ K × Σ (θ₍ₖ₎ − mean)²) over the K models that each
 * left one fold out, averaged (root mean square) within tenths of the score. A company's own error would need the fold
 * models at scoring time; its tenth's is a fair stand-in, because the error grows toward both ends for everybody.
 *
 * Source: Kott, The delete-a-group jackknife, Journal of Official Statistics 17 (2001).
 *
 * @param folds log-odds of the reference companies by each fold model. @param points of the final model, same order.
 */
export function jackknifeUncertainty(
  folds: readonly Float64Array[],
  points: Int32Array,
  table: PercentileTable,
  pointsPerLogOdds: number,
): ModelUncertainty {
  const count = folds.length;
  const sums = new Float64Array(10);
  const rows = new Float64Array(10);
  points.forEach((value, row) => {
    let mean = 0;
    for (const scores of folds) mean += scores[row]! / count;
    let squares = 0;
    for (const scores of folds) squares += (scores[row]! - mean) ** 2;
    const tenth = Math.min(9, Math.floor(percentileOf(table, value) / 10));
    sums[tenth] = sums[tenth]! + (squares * (count - 1)) / count;
    rows[tenth] = rows[tenth]! + 1;
  });
  const overall = Math.sqrt(sums.reduce((a, b) => a + b, 0) / Math.max(1, points.length));
  return {
    points_error_by_tenth: Array.from(sums, (sum, tenth) =>
      Math.round(pointsPerLogOdds * (rows[tenth]! > 0 ? Math.sqrt(sum / rows[tenth]!) : overall)),
    ),
  };
}
