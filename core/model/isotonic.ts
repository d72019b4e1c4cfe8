/** A rising curve through knots; constant beyond the ends, linear between them. */
export type Isotonic = {
  readonly kind: 'isotonic';
  readonly scores: readonly number[];
  readonly probabilities: readonly number[];
};

/**
 * Isotonic calibration: the non-decreasing curve with the least squared error, by pooling adjacent violators. Follows any
 * monotone shape and therefore overfits below some hundreds of each outcome; ends in exact 0 or 1. Equal scores are pooled
 * first. Of each run of equal probabilities only the two ends are kept, which changes no prediction.
 *
 * O(n log n). Source: Barlow et al. 1972; the same curve as scikit-learn's `IsotonicRegression`.
 *
 * @example
 * fitIsotonic([1, 2, 3, 4], [0, 1, 0, 1]); // => { kind: 'isotonic', scores: [1, 2, 3, 4], probabilities: [0, 0.5, 0.5, 1] }
 */
export function fitIsotonic(scores: ArrayLike<number>, labels: ArrayLike<number>): Isotonic {
  if (scores.length === 0) throw new RangeError('calibration needs rows');
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b);
  const blocks: { first: number; last: number; sum: number; count: number }[] = [];
  for (const i of order) {
    const score = scores[i]!;
    const last = blocks.at(-1);
    if (last !== undefined && last.last === score) {
      last.sum += labels[i]!;
      last.count += 1;
    } else {
      blocks.push({ first: score, last: score, sum: labels[i]!, count: 1 });
    }
  }
  const pooled: typeof blocks = [];
  for (const block of blocks) {
    pooled.push(block);
    while (pooled.length > 1) {
      const [before, after] = [pooled.at(-2)!, pooled.at(-1)!];
      if (before.sum * after.count < after.sum * before.count) break;
      pooled.splice(-2, 2, {
        first: before.first,
        last: after.last,
        sum: before.sum + after.sum,
        count: before.count + after.count,
      });
    }
  }
  const knots = pooled.flatMap(({ first, last, sum, count }) =>
    first === last
      ? [{ score: first, mean: sum / count }]
      : [first, last].map((score) => ({ score, mean: sum / count })),
  );
  return {
    kind: 'isotonic',
    scores: knots.map(({ score }) => score),
    probabilities: knots.map(({ mean }) => mean),
  };
}
