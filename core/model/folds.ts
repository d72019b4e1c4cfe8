import { stableHash } from './stable-hash.ts';

/**
 * The fold of each id, by its hash: the same company is in the same fold whatever the order of the rows and whoever else
 * is there. Folds are about equal in size for many ids, not exactly.
 *
 * @example
 * Array.from(foldsOf(['a', 'b', 'a'], 5, 42)).length; // => 3
 */
export function foldsOf(ids: readonly string[], folds: number, seed: number): Uint8Array {
  if (!(folds >= 2 && folds <= 255)) throw new RangeError(`folds must be 2–255, got ${folds}`);
  return Uint8Array.from(ids, (id) => stableHash(id, seed) % folds);
}
