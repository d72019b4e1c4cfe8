/** probability = 1 ÷ (1 + exp(−(intercept + slope × score))). */
export type Platt = { readonly kind: 'platt'; readonly intercept: number; readonly slope: number };

/**
 * Platt scaling: a logistic curve from scores to probabilities, fitted to Platt's softened targets, (n₊ + 1) ÷ (n₊ + 2) and
 * 1 ÷ (n₋ + 2), which keep the curve finite on separable scores. Two parameters: right for little data, and wrong when the
 * true relation is not S-shaped. Fit it on scores of rows the model has not seen.
 *
 * Newton's method with step halving. Source: Platt 1999; Lin, Lin & Weng, A note on Platt's probabilistic outputs, 2007.
 *
 * @param labels 0 or 1. Throws a RangeError without both.
 */
export function fitPlatt(scores: ArrayLike<number>, labels: ArrayLike<number>): Platt {
  const size = scores.length;
  let positives = 0;
  for (let i = 0; i < size; i++) positives += labels[i]!;
  const negatives = size - positives;
  if (positives === 0 || negatives === 0) throw new RangeError('calibration needs both outcomes');
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  let mean = 0;
  for (let i = 0; i < size; i++) mean += scores[i]! / size;
  let spread = 0;
  for (let i = 0; i < size; i++) spread += (scores[i]! - mean) ** 2 / size;
  spread = Math.sqrt(spread) || 1;

  const loss = (a: number, b: number): number => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const target = labels[i] === 1 ? high : low;
      const eta = a + (b * (scores[i]! - mean)) / spread;
      sum +=
        eta > 0 ? Math.log1p(Math.exp(-eta)) + (1 - target) * eta : Math.log1p(Math.exp(eta)) - target * eta;
    }
    return sum;
  };
  let a = Math.log((positives + 1) / (negatives + 1));
  let b = 0;
  let current = loss(a, b);
  for (let iteration = 0; iteration < 100; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-12, 0, 1e-12];
    for (let i = 0; i < size; i++) {
      const x = (scores[i]! - mean) / spread;
      const p = 1 / (1 + Math.exp(-(a + b * x)));
      const residual = (labels[i] === 1 ? high : low) - p;
      ga += residual;
      gb += residual * x;
      haa += p * (1 - p);
      hab += p * (1 - p) * x;
      hbb += p * (1 - p) * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    const stepA = (hbb * ga - hab * gb) / determinant;
    const stepB = (haa * gb - hab * ga) / determinant;
    let scale = 1;
    let next = loss(a + stepA, b + stepB);
    while (next > current + 1e-12 && scale > 1e-10) {
      scale /= 2;
      next = loss(a + scale * stepA, b + scale * stepB);
    }
    a += scale * stepA;
    b += scale * stepB;
    current = next;
    if (Math.abs(stepA) + Math.abs(stepB) < 1e-12) break;
  }
  return { kind: 'platt', intercept: a - (b * mean) / spread, slope: b / spread };
}
