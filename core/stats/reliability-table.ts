import type { Interval } from './interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** One band of predicted probabilities: what was said and what happened. */
export type ReliabilityBand = {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly predicted: number;
  readonly observed: number;
  /** Wilson interval of the observed rate: calibration holds where it covers `predicted`. */
  readonly interval: Interval;
};

export type ReliabilityTable = {
  readonly bands: readonly ReliabilityBand[];
  /** Mean |predicted − observed| weighted by count (expected calibration error). */
  readonly calibrationError: number;
};

/**
 * Reliability table: rows sorted by predicted probability, cut into bands of about equal size, and in each the mean
 * prediction beside the observed rate. Equal probabilities stay in one band. Fewer bands than asked for come out when
 * there are few distinct probabilities.
 *
 * Use predictions on rows the model and its calibration did not see. About 10 bands with 20 or more rows each can be read;
 * with less, calibration cannot be judged. O(n log n). Source: Murphy and Winkler 1977; scikit-learn's
 * `calibration_curve(strategy='quantile')` cuts at the same places where probabilities do not repeat.
 *
 * @param bands 1 or more.
 * @example
 * reliabilityTable([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 2).bands.map((band) => [band.count, band.observed]); // => [[2, 0], [2, 1]]
 */
export function reliabilityTable(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  bands: number,
): ReliabilityTable {
  const size = probabilities.length;
  if (labels.length !== size)
    throw new RangeError(`a label per probability is needed, got ${labels.length} for ${size}`);
  if (!(Number.isInteger(bands) && bands >= 1))
    throw new RangeError(`at least one band is needed, got ${bands}`);
  const order = Uint32Array.from({ length: size }, (_, index) => index);
  order.sort((i, j) => probabilities[i]! - probabilities[j]! || i - j);
  const table: ReliabilityBand[] = [];
  let calibrationError = 0;
  for (let start = 0, cut = 1; start < size; cut++) {
    let end = Math.max(start, Math.round((cut * size) / bands));
    if (end <= start) continue;
    while (end < size && probabilities[order[end]!] === probabilities[order[end - 1]!]) end++;
    let predicted = 0;
    let happened = 0;
    for (let k = start; k < end; k++) {
      predicted += probabilities[order[k]!]!;
      happened += labels[order[k]!]!;
    }
    const count = end - start;
    table.push({
      count,
      least: probabilities[order[start]!]!,
      most: probabilities[order[end - 1]!]!,
      predicted: predicted / count,
      observed: happened / count,
      interval: wilsonInterval(happened, count),
    });
    calibrationError += Math.abs(predicted - happened) / size;
    start = end;
  }
  return { bands: table, calibrationError };
}
