import { createRandom } from '../stats/random.ts';
import type { CompanyCell } from '../traits/company-columns.ts';
import { levelFromCell } from '../traits/company-columns.ts';

/** Values fewer companies than this are known to have say nothing about what others may have. */
const least = 5;

/**
 * `draws` values a company may have where it has none, spread evenly over those that are known (their quantiles, so common
 * values come as often as they occur), in seeded random order so that two columns are not tied to each other. Null when
 * fewer than five are known.
 *
 * @example
 * plausibleValues([10, 20, 30, 40, 50], 5, 1)?.toSorted(); // => [10, 20, 30, 40, 50]
 * plausibleValues([10, null], 5, 1); // => null
 */
export function plausibleValues(
  cells: readonly CompanyCell[],
  draws: number,
  seed: number,
): readonly CompanyCell[] | null {
  const known = cells.filter((cell) => levelFromCell(cell) !== null);
  if (known.length < least) return null;
  const numeric = known.every((cell) => typeof cell === 'number' || /^-?\d+(\.\d+)?$/.test(String(cell)));
  const sorted = numeric
    ? known.sort((a, b) => Number(a) - Number(b))
    : known.sort((a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0));
  const at = (draw: number): CompanyCell =>
    sorted[Math.min(sorted.length - 1, Math.floor(((draw + 0.5) / draws) * sorted.length))] ?? null;
  const order = createRandom(seed).permutation(draws);
  return Array.from(order, at);
}
