/**
 * Ranks 1…n of values, equal values sharing the mean of their ranks; with Σ (t³ − t) over tie groups of size t, which
 * rank tests need. O(n log n).
 *
 * @param values without NaN; a RangeError otherwise.
 * @example
 * Array.from(midRanks([10, 20, 10, 5]).ranks); // => [2.5, 4, 2.5, 1]
 * midRanks([10, 20, 10, 5]).tieSum; // => 6
 */
export function midRanks(values: ArrayLike<number>): {
  readonly ranks: Float64Array;
  readonly tieSum: number;
} {
  const size = values.length;
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++) {
    if (Number.isNaN(values[i])) throw new RangeError('ranks need numbers');
    order[i] = i;
  }
  order.sort((i, j) => values[i]! - values[j]! || i - j);
  const ranks = new Float64Array(size);
  let tieSum = 0;
  for (let start = 0; start < size; ) {
    let end = start + 1;
    while (end < size && values[order[end]!] === values[order[start]!]) end++;
    const ties = end - start;
    for (let k = start; k < end; k++) ranks[order[k]!] = (start + end + 1) / 2;
    tieSum += ties * (ties * ties - 1);
    start = end;
  }
  return { ranks, tieSum };
}
