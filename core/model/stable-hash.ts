/**
 * A 32-bit hash of a text that is the same on every machine: FNV-1a over the UTF-16 code units, then the finaliser of
 * MurmurHash3, which spreads the bits so that `hash % k` is even. Use it to put ids into folds or words into buckets;
 * it is no protection against somebody who wants collisions. Source: Noll, FNV; Appleby, MurmurHash3 `fmix32`.
 *
 * @param seed any integer; another seed gives an independent-looking hash.
 * @returns an integer in [0, 2^32).
 * @example
 * stableHash('C-1001', 42) === stableHash('C-1001', 42); // => true
 * stableHash('C-1001', 42) === stableHash('C-1002', 42); // => false
 */
export function stableHash(text: string, seed: number): number {
  let hash = (2166136261 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 255), 16777619);
    hash = Math.imul(hash ^ (unit >>> 8), 16777619);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
