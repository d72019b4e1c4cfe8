import { type MantelHaenszel, mantelHaenszel } from '../stats/mantel-haenszel.ts';
import type { Trait } from './trait.ts';

/** How two traits go together over the companies whose label and both values are known. */
export type TraitOverlap = {
  /** Correlation of having the one and having the other, −1…1; 0 when one does not vary. */
  readonly phi: number;
  /** What the first is still worth among companies that agree on the second, and the reverse. */
  readonly firstGivenSecond: MantelHaenszel;
  readonly secondGivenFirst: MantelHaenszel;
};

/**
 * Compares two traits row by row. One pass: O(rows).
 *
 * @param first states 1 has it, 0 lacks it, −1 unknown; `second` likewise.
 * @param label 1 best, 0 not best, −1 left out.
 * @example
 * traitOverlap([1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0]).phi; // => 1
 * traitOverlap([1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 0]).phi; // => 0
 */
export function traitOverlap(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  label: ArrayLike<number>,
): TraitOverlap {
  // Indexed by label · 4 + first · 2 + second.
  const cells = new Float64Array(8);
  for (let row = 0; row < label.length; row++) {
    if (label[row]! < 0 || first[row]! < 0 || second[row]! < 0) continue;
    const cell = label[row]! * 4 + first[row]! * 2 + second[row]!;
    cells[cell] = cells[cell]! + 1;
  }
  const at = (best: number, one: number, two: number): number => cells[best * 4 + one * 2 + two]!;
  const both = (one: number, two: number): number => at(0, one, two) + at(1, one, two);
  const hasFirst = both(1, 0) + both(1, 1);
  const lacksFirst = both(0, 0) + both(0, 1);
  const hasSecond = both(0, 1) + both(1, 1);
  const lacksSecond = both(0, 0) + both(1, 0);
  const spread = Math.sqrt(hasFirst * lacksFirst * hasSecond * lacksSecond);
  const stratum = (
    of: (best: number, having: number) => number,
  ): Parameters<typeof mantelHaenszel>[0][0] => ({
    firstWith: of(1, 1),
    firstWithout: of(1, 0),
    secondWith: of(0, 1),
    secondWithout: of(0, 0),
  });
  return {
    phi: spread > 0 ? (both(1, 1) * both(0, 0) - both(1, 0) * both(0, 1)) / spread : 0,
    firstGivenSecond: mantelHaenszel([0, 1].map((two) => stratum((best, one) => at(best, one, two)))),
    secondGivenFirst: mantelHaenszel([0, 1].map((one) => stratum((best, two) => at(best, one, two)))),
  };
}

/**
 * Whether two traits of one feature say the same by their wording alone: ranges that overlap or touch, or a code and one
 * of its prefixes. Traits of different features never do.
 *
 * @example
 * sameGround({ feature: 'naics', condition: { kind: 'prefix', prefix: '33' } }, { feature: 'naics', condition: { kind: 'prefix', prefix: '3331' } }); // => true
 * sameGround({ feature: 'employees', condition: { kind: 'range', from: 0, to: 50 } }, { feature: 'employees', condition: { kind: 'range', from: 100, to: null } }); // => false
 */
export function sameGround(
  first: Pick<Trait, 'feature' | 'condition'>,
  second: Pick<Trait, 'feature' | 'condition'>,
): boolean {
  if (first.feature !== second.feature) return false;
  const one = first.condition;
  const two = second.condition;
  if (one.kind === 'range' && two.kind === 'range')
    return (
      (one.from ?? Number.NEGATIVE_INFINITY) <= (two.to ?? Number.POSITIVE_INFINITY) &&
      (two.from ?? Number.NEGATIVE_INFINITY) <= (one.to ?? Number.POSITIVE_INFINITY)
    );
  if (one.kind === 'prefix' && two.kind === 'prefix')
    return one.prefix.startsWith(two.prefix) || two.prefix.startsWith(one.prefix);
  return one.kind === 'level' && two.kind === 'level' && one.level === two.level;
}
