import type { Estimate } from './interval.ts';
import { normalQuantile } from './normal.ts';

/**
 * Ratio of two rates with the interval of Katz (log scale): "2.4 times as often", and how sure that is. With a zero count
 * 0.5 is added to every cell first (Haldane–Anscombe), and the ratio is that of the adjusted rates.
 *
 * Not shrunk: for a table of many traits use {@link file://./shrunken-lift.ts}, whose ranking small counts cannot lead.
 * Source: Katz et al., Biometrics 34 (1978) 469–474.
 *
 * @returns null when a group is empty.
 * @example
 * riskRatio(3, 8, 5, 32).value; // => 2.4
 * riskRatio(3, 8, 5, 32).low.toFixed(2); // => '0.72'
 * riskRatio(3, 8, 5, 32).high.toFixed(2); // => '8.00'
 */
export function riskRatio(
  firstWith: number,
  firstTotal: number,
  secondWith: number,
  secondTotal: number,
  level = 0.95,
): Estimate | null {
  if (!(firstWith >= 0 && firstWith <= firstTotal && secondWith >= 0 && secondWith <= secondTotal))
    throw new RangeError('0 ≤ with ≤ total is needed in both groups');
  if (firstTotal === 0 || secondTotal === 0) return null;
  const empty = firstWith === 0 || secondWith === 0;
  const a = firstWith + (empty ? 0.5 : 0);
  const c = secondWith + (empty ? 0.5 : 0);
  const m = firstTotal + (empty ? 1 : 0);
  const n = secondTotal + (empty ? 1 : 0);
  const value = (a * n) / (c * m);
  const error = Math.sqrt(1 / a - 1 / m + 1 / c - 1 / n);
  const spread = normalQuantile((1 + level) / 2) * error;
  return { value, low: value * Math.exp(-spread), high: value * Math.exp(spread) };
}
