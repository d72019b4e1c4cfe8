/**
 * Rounds a sum and its parts to whole numbers that still add up: `base + Σ points = total`, where `total` is the rounded
 * true sum. Every number is first rounded down; the units still missing go to the parts with the largest remainders, ties
 * to the earlier one, the base first (Hamilton's largest-remainder method). No part moves by a whole unit or more.
 *
 * @param base the part every row has. @param parts contributions, in the same unit. @param scale units per point: 100
 * turns log-odds into hundredths.
 * @example
 * integerPoints(0.104, [0.333, -0.218], 100); // => { base: 11, points: [33, -22], total: 22 }
 * integerPoints(0, [0.004, 0.004], 100); // => { base: 0, points: [1, 0], total: 1 }
 */
export function integerPoints(
  base: number,
  parts: ArrayLike<number>,
  scale: number,
): { readonly base: number; readonly points: number[]; readonly total: number } {
  const exact = [base, ...Array.from(parts)].map((value) => value * scale);
  const sum = exact.reduce((running, value) => running + value, 0);
  if (!Number.isFinite(sum)) throw new RangeError('points need finite numbers');
  const total = Math.round(sum) + 0;
  const whole = exact.map((value) => Math.floor(value) + 0);
  const missing = total - whole.reduce((running, value) => running + value, 0);
  const order = exact
    .map((value, index) => ({ index, remainder: value - whole[index]! }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let i = 0; i < missing; i++) whole[order[i % order.length]!.index]! += 1;
  return { base: whole[0]!, points: whole.slice(1), total };
}
