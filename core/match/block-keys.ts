import type { MatchRecords } from './match-records.ts';
import { textCode } from './text-code.ts';
import type { NameWords, WordTable } from './word-table.ts';

/** One side's keys, with the words of its names. */
export type NamedSide = { readonly records: MatchRecords; readonly names: NameWords };

/** The kinds of blocks a company is put into. Two companies are compared when they share a block of any kind. */
export const blockKinds = [
  'domain',
  'phone',
  'address',
  'name',
  'name_place',
  'rare_word',
  'word_pair',
  'head_place',
  'tail_place',
] as const;
export type BlockKind = (typeof blockKinds)[number];

/**
 * How many companies of a block are compared at most. Blocks of the first group are proof of something: their first rows are
 * taken. Those of the second only hint: a block that is larger than this tells nothing and is left out.
 */
export const blockLimit: Readonly<Record<BlockKind, { readonly most: number; readonly whole: boolean }>> = {
  domain: { most: 40, whole: false },
  phone: { most: 20, whole: false },
  address: { most: 20, whole: false },
  name: { most: 40, whole: false },
  name_place: { most: 20, whole: false },
  rare_word: { most: 30, whole: true },
  word_pair: { most: 30, whole: true },
  head_place: { most: 30, whole: true },
  tail_place: { most: 30, whole: true },
};

/** Mixes a kind and texts' codes into one key. */
const mixed = (kind: number, a: number, b = 0): number => {
  if (a === 0) return 0;
  const key = (a * 31 + b * 17 + kind * 1_000_003) % 9_007_199_254_740_881;
  return key === 0 ? 1 : key;
};

/**
 * Hands the keys of one company to `add`, kind by kind. A rare word is one of its two rarest that at most 30 companies of
 * both sides have; head and tail are the first and last four letters of the name without spaces, each with the city and
 * with the postal code, so that one typing error leaves one of them whole.
 *
 * @example
 * typeof blockKeys; // => 'function'
 */
export function blockKeys(
  { records, names }: NamedSide,
  table: WordTable,
  row: number,
  add: (kind: BlockKind, key: number) => void,
): void {
  add('domain', mixed(1, records.domain[row] ?? 0));
  add('phone', mixed(2, records.phone[row] ?? 0));
  const city = records.city[row] ?? 0;
  const postal = records.postal[row] ?? 0;
  const place = city === 0 ? postal : city;
  const address = records.address[row] ?? 0;
  if (address !== 0 && place !== 0) add('address', mixed(3, address, place));
  const name = records.name[row] ?? 0;
  if (name === 0) return;
  add('name', mixed(4, name));
  if (city !== 0) add('name_place', mixed(5, name, city));
  if (postal !== 0) add('name_place', mixed(6, name, postal));
  const { text, count } = table;
  const words = [...new Set(names.words.subarray(names.start[row]!, names.start[row + 1]!))].sort(
    (a, b) => count[a]! - count[b]! || (text[a]! < text[b]! ? -1 : 1),
  );
  const codes = words.slice(0, 3).map((word) => table.code[word]!);
  for (let at = 0; at < Math.min(2, words.length); at++)
    if (count[words[at]!]! <= blockLimit.rare_word.most) add('rare_word', mixed(7, codes[at]!));
  // Every pair of the three rarest, so that one misspelled word leaves the other two together.
  for (let one = 0; one < codes.length; one++)
    for (let other = one + 1; other < codes.length; other++) {
      const a = codes[one]!;
      const b = codes[other]!;
      add('word_pair', mixed(8, Math.min(a, b), Math.max(a, b)));
    }
  const whole = (records.nameKeys[row] ?? '').replaceAll(' ', '');
  if (whole.length < 4) return;
  const head = textCode(whole.slice(0, 4));
  const tail = textCode(whole.slice(-4));
  if (city !== 0) {
    add('head_place', mixed(9, head, city));
    add('tail_place', mixed(10, tail, city));
  }
  if (postal !== 0) {
    add('head_place', mixed(11, head, postal));
    add('tail_place', mixed(12, tail, postal));
  }
}
