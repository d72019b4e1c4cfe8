/**
 * How many single-character insertions, deletions, replacements and swaps of neighbours turn one text into the other, where
 * that is at most `limit`; `limit + 1` otherwise. Optimal string alignment: no part is edited twice. O(n·limit).
 * Source: Damerau, CACM 7 (1964) 171–176.
 *
 * @param limit how far to look, a whole number from 0 to 100.
 * @example
 * editDistance('freightwise', 'frieghtwise', 2); // => 1
 * editDistance('acme', 'apex', 2); // => 3
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (!(Number.isInteger(limit) && limit >= 0 && limit <= 100))
    throw new RangeError(`a limit from 0 to 100 is needed, got ${limit}`);
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (limit === 1) return isOneEdit(a, b) ? 1 : 2;
  const width = b.length + 1;
  const cells = width <= shortest ? scratch : new Uint8Array(3 * width);
  // Three rows in turn, every cell at most limit + 1; outside the band around the diagonal all are limit + 1.
  const far = limit + 1;
  cells.fill(far, 0, 3 * width);
  for (let j = 0; j <= Math.min(limit, b.length); j++) cells[j] = j;
  let older = 2 * width;
  let old = 0;
  let row = width;
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - limit);
    const to = Math.min(b.length, i + limit);
    cells[row + from - 1] = from === 1 ? Math.min(i, far) : far;
    if (to < b.length) cells[row + to + 1] = far;
    let least = cells[row + from - 1]!;
    const letter = a.charCodeAt(i - 1);
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = cells[old + j - 1]! + (letter === other ? 0 : 1);
      if (cells[old + j]! + 1 < cost) cost = cells[old + j]! + 1;
      if (cells[row + j - 1]! + 1 < cost) cost = cells[row + j - 1]! + 1;
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        cost = Math.min(cost, cells[older + j - 2]! + 1);
      if (cost > far) cost = far;
      cells[row + j] = cost;
      if (cost < least) least = cost;
    }
    if (least > limit) return far;
    const free = older;
    older = old;
    old = row;
    row = free;
  }
  return cells[old + b.length]!;
}

/** Room for texts of up to 127 characters, so that millions of comparisons allocate nothing. */
const shortest = 128;
const scratch = new Uint8Array(3 * shortest);

/** Whether two different texts are one edit apart: what follows the first difference must fit. */
function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let at = 0;
  while (at < short.length && short.charCodeAt(at) === long.charCodeAt(at)) at += 1;
  if (short.length < long.length) return endsAlike(short, at, long, at + 1);
  if (endsAlike(short, at + 1, long, at + 1)) return true;
  return (
    short.charCodeAt(at) === long.charCodeAt(at + 1) &&
    short.charCodeAt(at + 1) === long.charCodeAt(at) &&
    endsAlike(short, at + 2, long, at + 2)
  );
}

function endsAlike(a: string, from: number, b: string, to: number): boolean {
  const length = a.length - from;
  if (length !== b.length - to) return false;
  for (let at = 0; at < length; at++) if (a.charCodeAt(from + at) !== b.charCodeAt(to + at)) return false;
  return true;
}
