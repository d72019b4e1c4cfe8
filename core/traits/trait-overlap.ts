import { type MantelHaenszel, mantelHaenszel } from '../stats/mantel-haenszel.ts';
import type { Trait } from './trait.ts';

/**
 * Correlation of having one trait and having another (phi), −1…1, over the companies whose label and both values are
 * known; 0 when one of them does not vary. O(rows).
 *
 * @param first states 1 has it, 0 lacks it, −1 unknown; `second` likewise.
 * @param label 1 best, 0 not best, −1 left out.
 * @example
 * traitCorrelation([1, 1, 0, 0], [1, 1, 0, 0], [1, 0, 1, 0]); // => 1
 * traitCorrelation([1, 1, 0, 0], [1, 0, 1, 0], [1, 0, 1, 0]); // => 0
 */
export function traitCorrelation(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  label: ArrayLike<number>,
): number {
  // Indexed by first · 2 + second.
  const cells = new Float64Array(4);
  for (let row = 0; row < label.length; row++) {
    if (label[row]! < 0 || first[row]! < 0 || second[row]! < 0) continue;
    const cell = first[row]! * 2 + second[row]!;
    cells[cell] = cells[cell]! + 1;
  }
  const [neither = 0, onlySecond = 0, onlyFirst = 0, both = 0] = cells;
  const spread = Math.sqrt(
    (onlyFirst + both) * (neither + onlySecond) * (onlySecond + both) * (neither + onlyFirst),
  );
  return spread > 0 ? (both * neither - onlyFirst * onlySecond) / spread : 0;
}

/**
 * What is left of a trait among companies that are alike in all the others: Mantel–Haenszel over every combination of the
 * others' states, unknown being a state of its own. O(rows × others).
 *
 * @example
 * traitBeyond([1, 1, 0, 0], [[1, 1, 0, 0]], [1, 0, 1, 0]); // => { riskRatio: 1, p: 1 }
 */
export function traitBeyond(
  trait: ArrayLike<number>,
  others: readonly ArrayLike<number>[],
  label: ArrayLike<number>,
): MantelHaenszel {
  const strata = new Map<number, Float64Array>();
  for (let row = 0; row < label.length; row++) {
    if (label[row]! < 0 || trait[row]! < 0) continue;
    let key = 0;
    for (const other of others) key = key * 3 + other[row]! + 1;
    let counts = strata.get(key);
    if (counts === undefined) {
      counts = new Float64Array(4);
      strata.set(key, counts);
    }
    // Best with, best without, rest with, rest without.
    const cell = 2 * (1 - label[row]!) + 1 - trait[row]!;
    counts[cell] = counts[cell]! + 1;
  }
  const inOrder = [...strata].sort(([a], [b]) => a - b);
  return mantelHaenszel(
    inOrder.map(([, [firstWith = 0, firstWithout = 0, secondWith = 0, secondWithout = 0]]) => ({
      firstWith,
      firstWithout,
      secondWith,
      secondWithout,
    })),
  );
}

/**
 * Whether two traits say something about the same thing: ranges of one feature, or a code and one of its prefixes. Levels
 * of one feature are alternatives, and so are codes apart.
 *
 * @example
 * sameGround({ feature: 'naics', condition: { kind: 'prefix', prefix: '33' } }, { feature: 'naics', condition: { kind: 'prefix', prefix: '3331' } }); // => true
 * sameGround({ feature: 'naics', condition: { kind: 'prefix', prefix: '333' } }, { feature: 'naics', condition: { kind: 'prefix', prefix: '325' } }); // => false
 */
export function sameGround(first: Statement, second: Statement): boolean {
  if (first.feature !== second.feature) return false;
  const one = first.condition;
  const two = second.condition;
  if (one.kind === 'prefix' && two.kind === 'prefix')
    return one.prefix.startsWith(two.prefix) || two.prefix.startsWith(one.prefix);
  return one.kind === 'range' && two.kind === 'range';
}

/**
 * Whether a range holds another range of the same feature, or is that range.
 *
 * @example
 * covers({ feature: 'employees', condition: { kind: 'range', from: 200, to: null } }, { feature: 'employees', condition: { kind: 'range', from: 200, to: 500 } }); // => true
 */
export function covers(wide: Statement, narrow: Statement): boolean {
  const one = bounds(wide);
  const two = bounds(narrow);
  return (
    wide.feature === narrow.feature &&
    one !== null &&
    two !== null &&
    one.from <= two.from &&
    one.to >= two.to
  );
}

/**
 * Whether two ranges of one feature have no company in common.
 *
 * @example
 * disjoint({ feature: 'employees', condition: { kind: 'range', from: null, to: 200 } }, { feature: 'employees', condition: { kind: 'range', from: 200, to: 500 } }); // => true
 */
export function disjoint(first: Statement, second: Statement): boolean {
  const one = bounds(first);
  const two = bounds(second);
  return (
    first.feature === second.feature &&
    one !== null &&
    two !== null &&
    (one.to <= two.from || two.to <= one.from)
  );
}

type Statement = Pick<Trait, 'feature' | 'condition'>;

function bounds({ condition }: Statement): { readonly from: number; readonly to: number } | null {
  if (condition.kind !== 'range') return null;
  return {
    from: condition.from ?? Number.NEGATIVE_INFINITY,
    to: condition.to ?? Number.POSITIVE_INFINITY,
  };
}
