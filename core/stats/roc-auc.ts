import type { Estimate, Interval } from './interval.ts';
import { normalQuantile } from './normal.ts';
import { midRanks } from './ranks.ts';

/**
 * Area under the ROC curve: the chance that a random positive scores above a random negative, ties counting half. 0.5 is
 * coin-tossing, 1 perfect. Says how well scores *order*, nothing about how probable they are, and with few positives it
 * looks better than a short list will feel: show precision at the list's length beside it.
 *
 * `error` is DeLong's; the interval is taken on the logit scale, so it stays in [0, 1]. Where DeLong's error is 0 (perfect
 * order, or constant scores) the interval is that of Hanley and McNeil, half a pair away from perfect. O(n log n) by
 * mid-ranks. Sources: DeLong, DeLong and Clarke-Pearson, Biometrics 44 (1988) 837–845; Sun and Xu, IEEE Signal Processing
 * Letters 21 (2014).
 *
 * @param scores any finite numbers, higher = more likely positive.
 * @param labels 1 positive, 0 negative.
 * @returns null without at least one of each.
 * @example
 * rocAuc([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).value; // => 0.75
 * rocAuc([1, 2], [1, 1]); // => null
 */
export function rocAuc(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
  level = 0.95,
): (Estimate & { readonly error: number }) | null {
  const { upper, lower } = splitByLabel(scores, labels);
  const m = upper.length;
  const n = lower.length;
  if (m === 0 || n === 0) return null;
  const all = new Float64Array(m + n);
  all.set(upper, 0);
  all.set(lower, m);
  const together = midRanks(all).ranks;
  const above = midRanks(upper).ranks;
  const below = midRanks(lower).ranks;
  let rankSum = 0;
  for (let i = 0; i < m; i++) rankSum += together[i]!;
  const value = (rankSum - (m * (m + 1)) / 2) / (m * n);
  const variance =
    sampleVariance(m, (i) => (together[i]! - above[i]!) / n) / m +
    sampleVariance(n, (j) => 1 - (together[m + j]! - below[j]!) / m) / n;
  const error = Math.sqrt(variance);
  return { value, error, ...logitInterval(value, error, m, n, level) };
}

/** Scores of positives and of negatives, in their order. */
export function splitByLabel(
  scores: ArrayLike<number>,
  labels: ArrayLike<number>,
): { readonly upper: Float64Array; readonly lower: Float64Array } {
  if (scores.length !== labels.length)
    throw new RangeError(`a label per score is needed, got ${labels.length} for ${scores.length}`);
  const upper: number[] = [];
  const lower: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] === 1) upper.push(scores[i]!);
    else if (labels[i] === 0) lower.push(scores[i]!);
    else throw new RangeError(`labels are 0 or 1, got ${labels[i]}`);
  }
  return { upper: Float64Array.from(upper), lower: Float64Array.from(lower) };
}

function sampleVariance(size: number, at: (index: number) => number): number {
  if (size < 2) return 0;
  let mean = 0;
  for (let i = 0; i < size; i++) mean += at(i) / size;
  let sum = 0;
  for (let i = 0; i < size; i++) sum += (at(i) - mean) ** 2;
  return sum / (size - 1);
}

function logitInterval(
  value: number,
  error: number,
  positives: number,
  negatives: number,
  level: number,
): Interval {
  const inner = Math.min(1 - 0.5 / (positives * negatives), Math.max(0.5 / (positives * negatives), value));
  const spread = error > 0 ? error : hanleyMcNeilError(inner, positives, negatives);
  const middle = Math.log(inner / (1 - inner));
  const step = (normalQuantile((1 + level) / 2) * spread) / (inner * (1 - inner));
  return {
    low: Math.min(value, 1 / (1 + Math.exp(step - middle))),
    high: Math.max(value, 1 / (1 + Math.exp(-step - middle))),
  };
}

/** Standard error for exponential scores (Hanley and McNeil, Radiology 143, 1982). */
function hanleyMcNeilError(auc: number, positives: number, negatives: number): number {
  const twoPositives = auc / (2 - auc);
  const twoNegatives = (2 * auc * auc) / (1 + auc);
  const sum =
    auc * (1 - auc) +
    (positives - 1) * (twoPositives - auc * auc) +
    (negatives - 1) * (twoNegatives - auc * auc);
  return Math.sqrt(sum / (positives * negatives));
}
