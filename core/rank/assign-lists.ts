import type { ListName, PoolName, TierName } from './target.ts';

export type Rankable = {
  readonly target_id: string;
  readonly pool: PoolName;
  readonly tier: TierName;
  readonly score: number;
  /** Finer than the score, for those that share one; higher first. */
  readonly finer: number;
};
/** How many companies a list takes; null takes all of its tier. */
export type Capacity = {
  readonly tier_a: number | null;
  readonly tier_b: number | null;
  readonly win_back: number | null;
};
export type Listed<T> = T & { readonly list: ListName; readonly rank: number };

const order: readonly ListName[] = ['tier-a', 'tier-b', 'win-back', 'nurture'];

/**
 * Puts every candidate on exactly one list and ranks it there from 1: by score, then by the finer one, then by id. `tier-a` is first outreach and
 * takes tier A, or as many of the best net-new companies as there is capacity for; `tier-b` takes the next (what tier A overflows, and tier B) in the same way;
 * win-back candidates have their own list; the others are nurtured. O(n log n).
 *
 * @example
 * assignLists(
 *   [
 *     { target_id: 'a', pool: 'net-new', tier: 'A', score: 90, finer: 0 },
 *     { target_id: 'b', pool: 'net-new', tier: 'A', score: 85, finer: 0 },
 *     { target_id: 'c', pool: 'win-back', tier: 'C', score: 50, finer: 0 },
 *   ],
 *   { tier_a: 1, tier_b: null, win_back: null },
 * ).map((t) => [t.target_id, t.list, t.rank]); // => [['a', 'tier-a', 1], ['b', 'tier-b', 1], ['c', 'win-back', 1]]
 */
export function assignLists<T extends Rankable>(candidates: readonly T[], capacity: Capacity): Listed<T>[] {
  const byScore = [...candidates].sort(
    (a, b) =>
      b.score - a.score ||
      b.finer - a.finer ||
      (a.target_id < b.target_id ? -1 : a.target_id > b.target_id ? 1 : 0),
  );
  const filled: Record<ListName, number> = { 'tier-a': 0, 'tier-b': 0, nurture: 0, 'win-back': 0 };
  const room = (list: ListName, limit: number | null): boolean => limit === null || filled[list] < limit;
  const listOf = (candidate: T): ListName => {
    if (candidate.pool === 'win-back') return room('win-back', capacity.win_back) ? 'win-back' : 'nurture';
    if (
      capacity.tier_a === null
        ? candidate.tier === 'A'
        : candidate.tier !== 'D' && room('tier-a', capacity.tier_a)
    )
      return 'tier-a';
    if (
      capacity.tier_b === null
        ? candidate.tier === 'A' || candidate.tier === 'B'
        : candidate.tier !== 'D' && room('tier-b', capacity.tier_b)
    )
      return 'tier-b';
    return 'nurture';
  };
  const listed = byScore.map((candidate) => {
    const list = listOf(candidate);
    filled[list] += 1;
    return { ...candidate, list, rank: filled[list] };
  });
  return listed.sort((a, b) => order.indexOf(a.list) - order.indexOf(b.list) || a.rank - b.rank);
}
