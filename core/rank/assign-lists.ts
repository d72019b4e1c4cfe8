import { type Draw, type DrawnSlot, drawSlots } from './draw-slots.ts';
import type { ListName, PoolName, Slot, TierName } from './target.ts';

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
export type Listed<T> = T & { readonly list: ListName; readonly rank: number; readonly slot: Slot };

/**
 * What lists take when a team says how many it can work in a week: first outreach so many for each of some weeks.
 *
 * @example
 * listCapacity({ tier_a: null, tier_b: null, win_back: null, per_week: 40, weeks: 4 }).tier_a; // => 160
 */
export function listCapacity({
  per_week,
  weeks,
  ...capacity
}: Capacity & { readonly per_week: number | null; readonly weeks: number }): Capacity {
  return per_week === null ? capacity : { ...capacity, tier_a: per_week * weeks };
}

const order: readonly ListName[] = ['tier-a', 'tier-b', 'win-back', 'nurture'];
const asRanked: Slot = { kind: 'ranked', propensity: 1 };
const noDraw: Draw = { exploration: 0, hold_back: 0, seed: '' };

/**
 * Puts every candidate on exactly one list and ranks it there from 1: by `worth` where lists are to be ordered by something else first, by score, then by the finer one, then by id. `tier-a` is first outreach and
 * takes tier A, or as many of the best net-new companies as there is capacity for; `tier-b` takes the next (what tier A overflows, and tier B) in the same way;
 * win-back candidates have their own list; the others are nurtured. With a draw, some slots of first outreach go to companies
 * drawn at random ({@link drawSlots}), and those held back are nurtured. O(n log n).
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
export function assignLists<T extends Rankable>(
  candidates: readonly T[],
  capacity: Capacity,
  draw: Draw = noDraw,
  worth: (candidate: T) => number = () => 0,
): Listed<T>[] {
  const best = [...candidates].sort(
    (a, b) =>
      worth(b) - worth(a) ||
      b.score - a.score ||
      b.finer - a.finer ||
      (a.target_id < b.target_id ? -1 : a.target_id > b.target_id ? 1 : 0),
  );
  const drawn = firstOutreach(best, capacity, draw);
  const filled: Record<ListName, number> = { 'tier-a': 0, 'tier-b': 0, nurture: 0, 'win-back': 0 };
  const room = (list: ListName, limit: number | null): boolean => limit === null || filled[list] < limit;
  const listOf = (candidate: T): ListName => {
    if (candidate.pool === 'win-back') return room('win-back', capacity.win_back) ? 'win-back' : 'nurture';
    const slot = drawn?.get(candidate.target_id);
    if (slot !== undefined) return slot.kind === 'held-back' ? 'nurture' : 'tier-a';
    if (
      drawn === null &&
      (capacity.tier_a === null
        ? candidate.tier === 'A'
        : candidate.tier !== 'D' && room('tier-a', capacity.tier_a))
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
  const listed = best.map((candidate) => {
    const list = listOf(candidate);
    filled[list] += 1;
    const slot = drawn?.get(candidate.target_id);
    return {
      ...candidate,
      list,
      rank: list === 'tier-a' && slot !== undefined ? slot.place : filled[list],
      slot: slot === undefined ? asRanked : { kind: slot.kind, propensity: slot.propensity },
    };
  });
  return listed.sort((a, b) => order.indexOf(a.list) - order.indexOf(b.list) || a.rank - b.rank);
}

/** The slots of first outreach with their places; null where nothing is drawn and rank alone decides. */
function firstOutreach(
  best: readonly Rankable[],
  capacity: Capacity,
  draw: Draw,
): ReadonlyMap<string, DrawnSlot & { readonly place: number }> | null {
  if (draw.exploration === 0 && draw.hold_back === 0) return null;
  const callable = best.filter((candidate) => candidate.pool === 'net-new' && candidate.tier !== 'D');
  const slots = capacity.tier_a ?? callable.filter((candidate) => candidate.tier === 'A').length;
  const drawn = drawSlots(
    callable.map((candidate) => candidate.target_id),
    slots,
    draw,
  );
  return new Map(drawn.map((slot, index) => [slot.target_id, { ...slot, place: index + 1 }]));
}
