/**
 * Adjusted Rand index: agreement of two groupings of the same things, corrected for chance. 1 = same groups (whatever their
 * numbers), about 0 = as if thrown together, negative = less than chance. Groups may differ in number.
 *
 * O(n). Source: Hubert and Arabie, Journal of Classification 2 (1985) 193–218.
 *
 * @param first group of each row (any numbers or strings, compared exactly); `second` likewise.
 * @returns 1 for fewer than two rows and where both groupings are trivial. Throws a RangeError for unequal lengths.
 * @example
 * adjustedRand([0, 0, 1, 1], [5, 5, 3, 3]); // => 1
 * adjustedRand([0, 0, 1, 1], [0, 0, 1, 2]).toFixed(4); // => '0.5714'
 */
export function adjustedRand<T>(first: ArrayLike<T>, second: ArrayLike<T>): number {
  const size = first.length;
  if (second.length !== size)
    throw new RangeError(`the same rows are needed, got ${size} and ${second.length}`);
  const firsts = new Map<T, number>();
  const seconds = new Map<T, number>();
  const cells = new Map<T, Map<T, number>>();
  for (let row = 0; row < size; row++) {
    const a = first[row]!;
    const b = second[row]!;
    firsts.set(a, (firsts.get(a) ?? 0) + 1);
    seconds.set(b, (seconds.get(b) ?? 0) + 1);
    const line = cells.get(a) ?? new Map<T, number>();
    line.set(b, (line.get(b) ?? 0) + 1);
    cells.set(a, line);
  }
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  const sum = (counts: Iterable<number>): number => {
    let total = 0;
    for (const count of counts) total += pairs(count);
    return total;
  };
  let together = 0;
  for (const line of cells.values()) together += sum(line.values());
  const inFirst = sum(firsts.values());
  const inSecond = sum(seconds.values());
  const expected = size < 2 ? 0 : (inFirst * inSecond) / pairs(size);
  const most = (inFirst + inSecond) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
}
