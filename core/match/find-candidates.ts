import { type BlockIndex, blockIndex } from './block-index.ts';
import { type BlockKind, blockKeys, blockLimit, type NamedSide } from './block-keys.ts';
import type { MatchRecords } from './match-records.ts';
import type { WordTable } from './word-table.ts';

/** Neighbours on either side in the alphabetical order of the names. */
const neighbours = 2;

export type CandidateFinder = {
  /** Calls `visit` once for each indexed row worth comparing with this company, in a fixed order. */
  readonly of: (side: NamedSide, row: number, visit: (candidate: number) => void) => void;
};

/**
 * Indexes one side so that, for any company, the few rows worth comparing are found without looking at the others: those
 * that share a block (see `blockKeys`) and the alphabetical neighbours of the name. Holds the index only, never the pairs: about 200 bytes an
 * indexed company; the pairs of one company at a time.
 */
export function candidateFinder(side: NamedSide, table: WordTable): CandidateFinder {
  const indexed = side.records;
  const index: BlockIndex = blockIndex(indexed.size, (row, add) =>
    blockKeys(side, table, row, (_, key) => add(key)),
  );
  const byName = Uint32Array.from({ length: indexed.size }, (_, row) => row)
    .filter((row) => (indexed.name[row] ?? 0) !== 0)
    .sort((a, b) => byKey(indexed, a, b));
  const stamp = new Int32Array(indexed.size).fill(-1);
  let turn = 0;
  return {
    of: (of, row, visit) => {
      turn += 1;
      const once = (candidate: number): void => {
        if (stamp[candidate] === turn) return;
        stamp[candidate] = turn;
        visit(candidate);
      };
      blockKeys(of, table, row, (kind: BlockKind, key) => {
        const { most, whole } = blockLimit[kind];
        if (whole && index.count(key, most + 1) > most) return;
        index.rows(key, most, once);
      });
      const key = of.records.nameKeys[row] ?? '';
      if (key === '') return;
      const at = firstNotBelow(indexed, byName, key);
      // Equal names come through their own block; beyond them are the neighbours.
      const last = Math.min(byName.length, at + neighbours + 1);
      for (let place = Math.max(0, at - neighbours); place < last; place++) once(byName[place]!);
    },
  };
}

function byKey(records: MatchRecords, a: number, b: number): number {
  const left = records.nameKeys[a] ?? '';
  const right = records.nameKeys[b] ?? '';
  return left < right ? -1 : left > right ? 1 : a - b;
}

function firstNotBelow(records: MatchRecords, order: Uint32Array, key: string): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records.nameKeys[order[middle]!] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
