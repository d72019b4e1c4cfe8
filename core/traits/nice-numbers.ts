/**
 * The roundest number in [low, high]: 0 if it is inside, else a multiple of the largest step 1, 5 or 2 · 10^k that has one
 * there; of several, the one nearest the middle (the lower of two). What a person would call "about there".
 *
 * @param low at most high; a RangeError otherwise.
 * @example
 * roundestWithin(173, 260); // => 200
 * roundestWithin(0.137, 0.148); // => 0.14
 * roundestWithin(-3, 4); // => 0
 */
export function roundestWithin(low: number, high: number): number {
  if (!(low <= high && Number.isFinite(low) && Number.isFinite(high)))
    throw new RangeError(`a range of numbers is needed, got ${low} to ${high}`);
  if (low <= 0 && high >= 0) return 0;
  if (low === high) return low;
  const middle = (low + high) / 2;
  const largest = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high))));
  for (let exponent = largest; exponent > largest - 18; exponent--) {
    for (const mantissa of [10, 5, 2]) {
      const nearest = Math.round(middle / scaled(mantissa, exponent - 1));
      const found = [nearest, nearest - 1, nearest + 1]
        .map((count) => scaled(count * mantissa, exponent - 1))
        .filter((value) => value >= low && value <= high)
        .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b);
      if (found[0] !== undefined) return found[0];
    }
  }
  return middle;
}

/**
 * The numbers of the given mantissas times powers of ten strictly between two positive numbers, rising: the readable
 * marks of a long-tailed quantity.
 *
 * @example
 * decadeMarks(3, 600, [1, 2, 5]); // => [5, 10, 20, 50, 100, 200, 500]
 * decadeMarks(3, 600, [1]); // => [10, 100]
 */
export function decadeMarks(above: number, below: number, mantissas: readonly number[]): number[] {
  if (!(above > 0 && below > 0))
    throw new RangeError(`positive bounds are needed, got ${above} and ${below}`);
  const marks: number[] = [];
  for (let exponent = Math.floor(Math.log10(above)); exponent <= Math.log10(below); exponent++)
    for (const mantissa of mantissas) {
      const mark = scaled(mantissa, exponent);
      if (mark > above && mark < below) marks.push(mark);
    }
  return marks;
}

/** Exactly the double nearest to count · 10^exponent, so that 3 · 0.1 is 0.3. */
const scaled = (count: number, exponent: number): number =>
  exponent >= 0 ? count * Number(`1e${exponent}`) : count / Number(`1e${-exponent}`);
