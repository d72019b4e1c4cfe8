/**
 * Cut points that split values into at most `bins` groups of about equal size. A cut lies midway between two
 * neighbouring distinct values, so equal values never part and a cut is never a value. Fewer distinct values than bins
 * give one group per value. The order of the values does not matter.
 *
 * O(n log n). Same idea as scikit-learn's `_BinMapper` (histogram gradient boosting).
 *
 * @returns cuts in rising order; a value v belongs to group (number of cuts below v).
 * @example
 * quantileCuts(new Float64Array([1, 2, 2, 3, 10, 20]), 3); // => [2.5, 15]
 * quantileCuts(new Float64Array([5, 5, 5]), 8); // => []
 */
export function quantileCuts(values: Float64Array, bins: number): number[] {
  if (!(bins >= 1)) throw new RangeError(`bins must be at least 1, got ${bins}`);
  const sorted = values.slice().sort();
  const size = sorted.length;
  let distinct = size === 0 ? 0 : 1;
  for (let i = 1; i < size; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  const everyValue = distinct <= bins;
  const cuts: number[] = [];
  // After a lump of equal values the rest is shared out anew, or the groups behind it would hold one value each.
  let next = size / bins;
  for (let i = 1; i < size; i++) {
    const below = sorted[i - 1]!;
    const above = sorted[i]!;
    if (below === above) continue;
    if (!everyValue && i < next) continue;
    const middle = below + (above - below) / 2;
    cuts.push(middle < above ? middle : below);
    if (cuts.length === bins - 1) break;
    next = i + (size - i) / (bins - cuts.length);
  }
  return cuts;
}

/**
 * How many cuts lie below a value: the index of its group.
 *
 * @example
 * cutIndex([2.5, 6.5], 3); // => 1
 */
export function cutIndex(cuts: readonly number[], value: number): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cuts[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
