/**
 * Jaccard similarity of two sets: members in both ÷ members in either, 0–1. Two empty sets count as equal (1).
 *
 * @example
 * jaccard(new Set(['a', 'b', 'c']), new Set(['b', 'c', 'd'])); // => 0.5
 */
export function jaccard<T>(first: ReadonlySet<T>, second: ReadonlySet<T>): number {
  let both = 0;
  for (const member of first) if (second.has(member)) both++;
  const either = first.size + second.size - both;
  return either === 0 ? 1 : both / either;
}

/**
 * The same for sets given as flags (1 = member) over the same rows. O(rows).
 *
 * @example
 * jaccardFlags([1, 1, 0, 0], [1, 0, 1, 0]).toFixed(4); // => '0.3333'
 */
export function jaccardFlags(first: ArrayLike<number>, second: ArrayLike<number>): number {
  if (first.length !== second.length)
    throw new RangeError(`flags over the same rows are needed, got ${first.length} and ${second.length}`);
  let both = 0;
  let either = 0;
  for (let row = 0; row < first.length; row++) {
    if (first[row] === 1 || second[row] === 1) either++;
    if (first[row] === 1 && second[row] === 1) both++;
  }
  return either === 0 ? 1 : both / either;
}
