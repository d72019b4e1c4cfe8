import { textCode } from './text-code.ts';

/** All words of the names of one or two files, each with a number. */
export type WordTable = {
  readonly text: readonly string[];
  /** In how many companies the word occurs, over all files. */
  readonly count: Uint32Array;
  /** What sharing the word says, in bits: log2(1 + companies ÷ companies with the word). */
  readonly weight: Float64Array;
  /** The word's `textCode`. */
  readonly code: Float64Array;
};

/** The names of one file as word numbers: row r has `words[start[r] … start[r + 1])`, in the name's order. */
export type NameWords = {
  readonly keys: readonly string[];
  readonly words: Int32Array;
  readonly start: Uint32Array;
};

/**
 * Numbers the words of some files' name keys, so that names compare by numbers. O(words); about 60 bytes a different word.
 *
 * @param files name keys as `companyNameKey` gives them, '' where there is no name.
 * @example
 * const { table, names } = wordTable([['acme pumps', ''], ['weir pumps']]);
 * table.text; // => ['acme', 'pumps', 'weir']
 * Array.from(table.count); // => [1, 2, 1]
 * Array.from(names[1].words); // => [2, 1]
 */
export function wordTable(files: readonly (readonly string[])[]): {
  readonly table: WordTable;
  readonly names: readonly NameWords[];
} {
  const numbers = new Map<string, number>();
  const text: string[] = [];
  const names = files.map((keys): NameWords => {
    const start = new Uint32Array(keys.length + 1);
    keys.forEach((key, row) => {
      let words = key === '' ? 0 : 1;
      for (let at = 0; at < key.length; at++) if (key.charCodeAt(at) === 32) words += 1;
      start[row + 1] = start[row]! + words;
    });
    const words = new Int32Array(start[keys.length]!);
    keys.forEach((key, row) => {
      if (key === '') return;
      key.split(' ').forEach((word, at) => {
        let number = numbers.get(word);
        if (number === undefined) {
          number = text.length;
          numbers.set(word, number);
          text.push(word);
        }
        words[start[row]! + at] = number;
      });
    });
    return { keys, words, start };
  });
  const count = new Uint32Array(text.length);
  let companies = 0;
  for (const { keys, words, start } of names)
    for (let row = 0; row < keys.length; row++) {
      companies += 1;
      for (let at = start[row]!; at < start[row + 1]!; at++)
        if (words.indexOf(words[at]!, start[row]!) === at) count[words[at]!]! += 1;
    }
  const weight = Float64Array.from(count, (occurrences) => Math.log2(1 + companies / occurrences));
  return { table: { text, count, weight, code: Float64Array.from(text, textCode) }, names };
}
