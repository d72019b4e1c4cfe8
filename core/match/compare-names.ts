import { editDistance } from './edit-distance.ts';
import { jaroWinkler } from './jaro-winkler.ts';
import type { NameWords, WordTable } from './word-table.ts';

/** How alike two names are, from nothing to the same key. The position in this list is the level's number. */
export const nameLevels = ['unknown', 'different', 'weak', 'part', 'near', 'words', 'exact'] as const;

export type NameComparison = {
  /** Position in {@link nameLevels}. */
  readonly level: number;
  /** Number of the rarest word both have; −1 for none. */
  readonly rarest: number;
};

const unknown: NameComparison = { level: 0, rarest: -1 };

/**
 * Compares two names word by word, each word weighing as much as it is rare.
 *
 * - `exact`: the same key. `words`: the same words in another order or with other spaces.
 * - `near`: every word has its like, but for typing errors (one edit in words of 4 letters or more, two from 9; never in
 *   words with digits), or the whole names are that close.
 * - `part`: the shared words carry 60 % of all words' weight, or one name contains the other ("Acme", "Acme Services").
 * - `weak`: at least 30 %. `different`: less. `unknown`: a name is missing.
 *
 * Longer names than 30 words compare by their first 30.
 *
 * @example
 * const key = (text) => ({ keys: [text], words: Int32Array.from(text.split(' '), (word) => words.indexOf(word)), start: Uint32Array.of(0, text.split(' ').length) });
 * const words = ['acme', 'group', 'freightwise', 'frieghtwise', 'store', '12', '14', 'weir'];
 * const table = { text: words, count: new Uint32Array(8).fill(1), weight: Float64Array.from(words, (word) => (word === 'group' ? 3 : 9)), code: new Float64Array(8) };
 * const level = (a, b) => nameLevels[compareNames(key(a), 0, key(b), 0, table).level];
 * level('acme group', 'group acme'); // => 'words'
 * level('freightwise', 'frieghtwise'); // => 'near'
 * level('acme', 'acme group'); // => 'part'
 * level('store 12', 'store 14'); // => 'weak'
 * level('acme', 'weir'); // => 'different'
 */
export function compareNames(
  a: NameWords,
  l: number,
  b: NameWords,
  r: number,
  { text, weight }: WordTable,
): NameComparison {
  const from = a.start[l]!;
  const to = b.start[r]!;
  const left = Math.min(30, a.start[l + 1]! - from);
  const right = Math.min(30, b.start[r + 1]! - to);
  if (left === 0 || right === 0) return unknown;
  let rarest = -1;
  let ofLeft = 0;
  let ofRight = 0;
  let shared = 0;
  let usedLeft = 0;
  let usedRight = 0;
  let equal = 0;
  for (let j = 0; j < right; j++) ofRight += weight[b.words[to + j]!]!;
  for (let i = 0; i < left; i++) {
    const word = a.words[from + i]!;
    const value = weight[word]!;
    ofLeft += value;
    for (let j = 0; j < right; j++) {
      if ((usedRight & (1 << j)) !== 0 || b.words[to + j] !== word) continue;
      usedLeft |= 1 << i;
      usedRight |= 1 << j;
      equal += 1;
      shared += value;
      if (rarest < 0 || value > weight[rarest]! || (value === weight[rarest]! && text[word]! < text[rarest]!))
        rarest = word;
      break;
    }
  }
  if (equal === left && equal === right) return { level: a.keys[l] === b.keys[r] ? 6 : 5, rarest };
  let matched = equal;
  for (let i = 0; i < left && matched < right; i++) {
    if ((usedLeft & (1 << i)) !== 0) continue;
    const word = a.words[from + i]!;
    for (let j = 0; j < right; j++) {
      const other = b.words[to + j]!;
      if ((usedRight & (1 << j)) !== 0 || !alikeWord(text[word]!, text[other]!)) continue;
      usedRight |= 1 << j;
      matched += 1;
      shared += Math.min(weight[word]!, weight[other]!);
      break;
    }
  }
  if (matched === left && matched === right) return { level: 4, rarest };
  const whole = wholeNames(a.keys[l]!, b.keys[r]!);
  if (whole !== 0) return { level: whole, rarest };
  const contained = equal === Math.min(left, right);
  if (shared >= 0.6 * (ofLeft + ofRight - shared) || (contained && shared >= 4)) return { level: 3, rarest };
  return { level: shared >= 0.3 * (ofLeft + ofRight - shared) ? 2 : 1, rarest };
}

function alikeWord(a: string, b: string): boolean {
  const least = Math.min(a.length, b.length);
  if (least < 4 || Math.abs(a.length - b.length) > 2) return false;
  // One typing error leaves the first or the last letter alone.
  if (a.charCodeAt(0) !== b.charCodeAt(0) && a.charCodeAt(a.length - 1) !== b.charCodeAt(b.length - 1))
    return false;
  const limit = least >= 9 ? 2 : 1;
  return editDistance(a, b, limit) <= limit && !/\d/.test(a) && !/\d/.test(b);
}

/** 5 for names that differ in spaces only, 4 for whole names with a typing error or two if they are long, else 0. */
function wholeNames(a: string, b: string): 0 | 4 | 5 {
  if (Math.abs(a.length - b.length) > 5) return 0;
  if (a.charCodeAt(0) !== b.charCodeAt(0) && a.charCodeAt(a.length - 1) !== b.charCodeAt(b.length - 1))
    return 0;
  const left = a.replaceAll(' ', '');
  const right = b.replaceAll(' ', '');
  if (left === right) return 5;
  const least = Math.min(left.length, right.length);
  if (least < 6 || Math.abs(left.length - right.length) > 2) return 0;
  const limit = least >= 14 ? 2 : 1;
  if (editDistance(left, right, limit) > limit || jaroWinkler(left, right) < 0.92) return 0;
  return left.replace(/\D/g, '') === right.replace(/\D/g, '') ? 4 : 0;
}
