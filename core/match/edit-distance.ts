/**
 * How many single-character insertions, deletions, replacements and swaps of neighbours turn one text into the other, where
 * that is at most `limit`; `limit + 1` otherwise. Optimal string alignment: no part is edited twice. O(n·limit).
 * Source: Damerau, CACM 7 (1964) 171–176.
 *
 * @param limit how far to look, a small whole number.
 * @example
 * editDistance('freightwise', 'frieghtwise', 2); // => 1
 * editDistance('acme', 'apex', 2); // => 3
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (limit === 1) return isOneEdit(a, b) ? 1 : 2;
  let older: number[] = [];
  let old = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(limit + 1);
    row[0] = i;
    let least = i;
    const from = Math.max(1, i - limit);
    const to = Math.min(b.length, i + limit);
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (old[j] ?? limit) + 1,
        (row[j - 1] ?? limit) + 1,
        (old[j - 1] ?? limit) + (same ? 0 : 1),
      );
      if (
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      )
        cost = Math.min(cost, (older[j - 2] ?? limit) + 1);
      row[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > limit + 1) return limit + 1;
    older = old;
    old = row;
  }
  return Math.min(old[b.length] ?? limit + 1, limit + 1);
}

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
