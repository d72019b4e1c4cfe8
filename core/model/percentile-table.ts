/**
 * A published monotone table from a score to a percentile in a reference population: `scores` rise strictly, `percents`
 * never fall, and between two knots the percentile is linear. Anyone can look a score up by hand.
 */
export type PercentileTable = { readonly scores: readonly number[]; readonly percents: readonly number[] };

const knots = [0, 0.1, 0.5, ...Array.from({ length: 99 }, (_, i) => i + 1), 99.25, 99.5, 99.75, 99.9, 100];

/**
 * Reads the table off a reference population. A score's percentile is the share of the reference below it plus half of
 * those equal to it, so that a population of equal scores stands at 50. Source: Hyndman & Fan's mid-distribution; the
 * same convention as SciPy's `percentileofscore(kind='mean')`.
 *
 * @param reference finite scores, at least one.
 * @example
 * percentileTable(new Float64Array([5, 5, 5])); // => { scores: [5], percents: [50] }
 */
export function percentileTable(reference: Float64Array): PercentileTable {
  if (reference.length === 0) throw new RangeError('a percentile table needs a reference population');
  const sorted = reference.slice().sort();
  const size = sorted.length;
  const scores: number[] = [];
  const percents: number[] = [];
  for (const knot of knots) {
    const score = sorted[Math.min(size - 1, Math.floor((knot / 100) * size))]!;
    if (scores.length > 0 && score <= scores.at(-1)!) continue;
    const below = lowerBound(sorted, score);
    const upTo = upperBound(sorted, score);
    scores.push(score);
    percents.push((50 * (below + upTo)) / size);
  }
  return { scores, percents };
}

/**
 * The percentile of one score, 0–100. Below the first knot it is 0 and above the last 100; at a knot it is the knot's.
 *
 * @example
 * percentileOf({ scores: [-10, 0, 30], percents: [5, 50, 95] }, 15); // => 72.5
 * percentileOf({ scores: [-10, 0, 30], percents: [5, 50, 95] }, 31); // => 100
 */
export function percentileOf(table: PercentileTable, score: number): number {
  const { scores, percents } = table;
  const last = scores.length - 1;
  if (score < scores[0]!) return 0;
  if (score > scores[last]!) return 100;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (scores[middle]! <= score) low = middle;
    else high = middle;
  }
  if (score === scores[high]!) return percents[high]!;
  if (score === scores[low]!) return percents[low]!;
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!);
  return percents[low]! + share * (percents[high]! - percents[low]!);
}

/** How many of the sorted values lie below `value`. */
export function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the sorted values lie at or below `value`. */
export function upperBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
