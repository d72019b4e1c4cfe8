/** A straight line from a raw score to log-odds. */
export type LogOddsLink = { readonly intercept: number; readonly slope: number };

/**
 * Fits log-odds = intercept + slope × score by weighted logistic regression with a weak ridge on the standardised slope,
 * so that a score that separates perfectly still gets a finite slope. The intercept is moved by log(positives ÷
 * negatives): 0 then means "as likely as in the contrast". A constant score gets slope 0. A negative slope is set to 0:
 * a similarity that points the wrong way carries no evidence.
 */
export function fitLogOddsLink(
  scores: Float64Array,
  target: Float64Array,
  weights: Float64Array,
): LogOddsLink {
  let total = 0;
  let mean = 0;
  scores.forEach((score, row) => {
    total += weights[row]!;
    mean += weights[row]! * score;
  });
  mean /= total;
  let variance = 0;
  scores.forEach((score, row) => {
    variance += weights[row]! * (score - mean) ** 2;
  });
  const spread = Math.sqrt(variance / total);
  if (!(spread > 1e-12)) return { intercept: 0, slope: 0 };
  let ones = 0;
  target.forEach((value, row) => {
    ones += value * weights[row]!;
  });
  const prior = Math.log((ones + 0.5) / (total - ones + 0.5));
  let a = prior;
  let b = 0;
  for (let iteration = 0; iteration < 50; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, -b, 0, 0, 1];
    scores.forEach((score, row) => {
      const x = (score - mean) / spread;
      const p = 1 / (1 + Math.exp(-(a + b * x)));
      const residual = weights[row]! * (target[row]! - p);
      const curvature = weights[row]! * p * (1 - p);
      ga += residual;
      gb += residual * x;
      haa += curvature;
      hab += curvature * x;
      hbb += curvature * x * x;
    });
    const determinant = haa * hbb - hab * hab;
    if (!(determinant > 0)) break;
    const stepA = (hbb * ga - hab * gb) / determinant;
    const stepB = (haa * gb - hab * ga) / determinant;
    const damp = Math.min(1, 2 / Math.max(Math.abs(stepA), Math.abs(stepB), 1e-300));
    a += damp * stepA;
    b += damp * stepB;
    if (Math.abs(stepA) + Math.abs(stepB) < 1e-10) break;
  }
  if (b <= 0) return { intercept: 0, slope: 0 };
  const slope = b / spread;
  return { intercept: a - prior - slope * mean, slope };
}
