import type { MatchSide } from './compare-pair.ts';
import type { WordTable } from './word-table.ts';

export type NameRarity = {
  /** The adjustment for a name level, its rarest common word and how many namesakes it has, in hundredths of a bit. */
  readonly of: (level: number, rarest: number, namesakes: number) => number;
};

/** Bounds of the word part: four times as common as usual costs 2 bits, rarer words earn at most 1.5. */
const most = 4;
const least = 0.35;

/**
 * Term-frequency adjustment of name agreement: log2 of how much rarer than usual this agreement is by chance. Names that
 * other places bear too, and names of common words, say less; names of rare words more. The average name gets about 0.
 * Source: Winkler (1989) on value-specific weights; here with the file's own namesakes and word counts.
 */
export function nameRarity(sides: readonly MatchSide[], { count }: WordTable): NameRarity {
  let logs = 0;
  let names = 0;
  let others = 0;
  for (const {
    groups,
    names: { keys, words, start },
  } of sides) {
    others += groups.meanNamesakes;
    for (let row = 0; row < keys.length; row++) {
      if (start[row] === start[row + 1]) continue;
      let rarest = Number.POSITIVE_INFINITY;
      for (let at = start[row]!; at < start[row + 1]!; at++) rarest = Math.min(rarest, count[words[at]!]!);
      logs += Math.log2(rarest);
      names += 1;
    }
  }
  const usual = names === 0 ? 1 : 2 ** (logs / names);
  const expected = Math.max(0.05, others);
  return {
    of: (level, rarest, namesakes) => {
      if (level < 2 || rarest < 0) return 0;
      const word = Math.min(most, Math.max(least, count[rarest]! / usual));
      const chance = level >= 4 ? namesakes / expected + word : word;
      return Math.round(-100 * Math.log2(chance));
    },
  };
}
