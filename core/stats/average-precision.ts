/**
 * Area under the precision-recall curve as average precision: the mean, over the positives, of the precision at each
 * one's place in the ranking. Random order gives about the base rate, so always show that beside it. Prefer it to the
 * ROC AUC when positives are rare and only the top of the list will be used.
 *
 * Ties share one place (the curve steps over them at once), as in scikit-learn's `average_precision_score`; no
 * interpolation, which would be too kind. O(n log n). Source: Davis and Goadrich, ICML 2006.
 *
 * @param labels 1 positive, 0 negative.
 * @returns null without a positive.
 * @example
 * averagePrecision([0.9, 0.8, 0.7, 0.6], [1, 0, 1, 0]).toFixed(4); // => '0.8333'
 * averagePrecision([1, 2], [0, 0]); // => null
 */
export function averagePrecision(scores: ArrayLike<number>, labels: ArrayLike<number>): number | null {
  const size = scores.length;
  if (labels.length !== size)
    throw new RangeError(`a label per score is needed, got ${labels.length} for ${size}`);
  const order = new Uint32Array(size);
  let positives = 0;
  for (let i = 0; i < size; i++) {
    if (Number.isNaN(scores[i])) throw new RangeError('scores are numbers');
    if (labels[i] !== 0 && labels[i] !== 1) throw new RangeError(`labels are 0 or 1, got ${labels[i]}`);
    positives += labels[i]!;
    order[i] = i;
  }
  if (positives === 0) return null;
  order.sort((i, j) => scores[j]! - scores[i]! || i - j);
  let sum = 0;
  let found = 0;
  for (let start = 0; start < size; ) {
    let end = start;
    let here = 0;
    while (end < size && scores[order[end]!] === scores[order[start]!]) here += labels[order[end++]!]!;
    found += here;
    sum += here * (found / end);
    start = end;
  }
  return sum / positives;
}
