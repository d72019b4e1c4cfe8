/** `elbow`: falls steeply, then flattens (inertia by number of clusters). `knee`: rises steeply, then flattens (gains). */
export type CurveShape = 'elbow' | 'knee';

/**
 * Kneedle: the point of a curve after which going on pays little. Both axes are scaled to [0, 1]; the answer is the first
 * local maximum of the height above the diagonal after which that height falls by more than `sensitivity` mean steps.
 *
 * A hint, not a proof: any bent curve has an elbow, so for a number of clusters put silhouette or stability beside it.
 * O(n). Source: Satopaa, Albrecht, Irwin and Raghavan, ICDCS Workshops 2011; same answers as the Python package kneed 0.9.
 *
 * @param x strictly rising; `y` at each x.
 * @param sensitivity 1 as in the paper; larger waits for a flatter remainder.
 * @returns the x of the elbow or knee; null when there is none (a line, fewer than 3 points).
 * @example
 * kneedle([1, 2, 3, 4, 5, 6], [100, 50, 20, 18, 17, 16], 'elbow'); // => 3
 * kneedle([1, 2, 3], [3, 2, 1], 'elbow'); // => null
 */
export function kneedle(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  shape: CurveShape,
  sensitivity = 1,
): number | null {
  const size = x.length;
  if (y.length !== size) throw new RangeError(`a y for each x is needed, got ${y.length} for ${size}`);
  for (let i = 1; i < size; i++) if (!(x[i]! > x[i - 1]!)) throw new RangeError('x must rise strictly');
  const lowest = Math.min(...Array.from(y));
  const highest = Math.max(...Array.from(y));
  if (size < 3 || lowest === highest) return null;
  const across = x[size - 1]! - x[0]!;
  const along = Array.from(x, (value) => (value - x[0]!) / across);
  const height = Array.from(y, (value, i) => {
    const up = (value - lowest) / (highest - lowest);
    return (shape === 'elbow' ? 1 - up : up) - along[i]!;
  });
  const drop = sensitivity / (size - 1);
  let threshold: number | null = null;
  let candidate = 0;
  for (let i = 0; i < size - 1; i++) {
    const before = height[Math.max(0, i - 1)]!;
    const here = height[i]!;
    const after = height[i + 1]!;
    const isMaximum = here >= before && here >= after;
    const isMinimum = here <= before && here <= after;
    if (isMaximum) {
      threshold = here - drop;
      candidate = i;
    }
    // Past a minimum the curve is on its way to the next bend: wait for that one's maximum.
    if (isMinimum) threshold = null;
    if (threshold !== null && after < threshold) return x[candidate]!;
  }
  return null;
}
