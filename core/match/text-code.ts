import { stableHash } from '../model/stable-hash.ts';

/**
 * A text as a whole number below 2^53 that stands for it, 0 for the empty text: millions of them fit into a
 * `Float64Array` and compare at once. Two hashes make it, so two different texts of ten million share a code with
 * probability below 1 in 100.
 *
 * @example
 * textCode(''); // => 0
 * textCode('acme.com') === textCode('acme.com'); // => true
 * textCode('acme.com') === textCode('acme.co'); // => false
 */
export function textCode(text: string): number {
  if (text === '') return 0;
  return stableHash(text, 101) * 2 ** 21 + (stableHash(text, 211) >>> 11) + 1;
}
