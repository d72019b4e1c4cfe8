import type { ListName, PoolName, TierName } from '../rank/target.ts';
import type { Cause, SplitMove } from './split-move.ts';

export type Place = {
  readonly list: ListName;
  readonly rank: number;
  readonly tier: TierName;
  readonly score: number;
};

/** A company that both runs rank, in another tier or list than before. */
export type Move = {
  readonly target_id: string;
  readonly name: string | null;
  readonly pool: PoolName;
  readonly from: Place;
  readonly to: Place;
  readonly because: Cause | 'capacity';
  readonly split: SplitMove;
};

export type Arrival = {
  readonly target_id: string;
  readonly name: string | null;
  readonly list: ListName;
  readonly tier: TierName;
};

/** `what-changed.json`: what is different from the run before, and why. Belongs to the pair of runs. */
export type WhatChanged = {
  readonly version: 1;
  readonly previous_run: string;
  readonly run: string;
  readonly previous_as_of: string;
  readonly as_of: string;
  /** Settings that differ, as dotted paths with both values. */
  readonly settings: readonly { readonly path: string; readonly from: string; readonly to: string }[];
  readonly weights: {
    readonly from: { readonly similarity: number; readonly opportunity: number };
    readonly to: { readonly similarity: number; readonly opportunity: number };
  };
  readonly counts: {
    readonly ranked_by_both: number;
    readonly tier_moved: number;
    readonly list_moved: number;
    readonly entered: number;
    readonly left: number;
  };
  /** Tier moves by main cause; they add up to `tier_moved`. */
  readonly tier_moves_by_cause: { readonly [cause in Cause]: number };
  /** Largest score that a split left over, over all moves: 0. */
  readonly residual: number;
  /** Working lists first, then by size of the change; the first 10,000. */
  readonly moves: readonly Move[];
  readonly moves_left_out: number;
  /** On a working list now and ranked by only one of the runs; the first 1,000 of each. */
  readonly entered: readonly Arrival[];
  readonly left: readonly (Arrival & { readonly because: string })[];
};

/**
 * Settings that differ, as dotted paths in code-point order.
 *
 * @example
 * settingsDifference({ weights: { similarity: 0.7 }, order: 'score' }, { weights: { similarity: 0.6 }, order: 'score' }); // => [{ path: 'weights.similarity', from: '0.7', to: '0.6' }]
 */
export function settingsDifference(
  before: unknown,
  after: unknown,
): { readonly path: string; readonly from: string; readonly to: string }[] {
  const [a, b] = [new Map(leaves(before, '')), new Map(leaves(after, ''))];
  return [...new Set([...a.keys(), ...b.keys()])]
    .sort()
    .filter((path) => a.get(path) !== b.get(path))
    .map((path) => ({ path, from: a.get(path) ?? 'not set', to: b.get(path) ?? 'not set' }));
}

function leaves(value: unknown, path: string): (readonly [string, string])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([name, member]) =>
    leaves(member, path === '' ? name : `${path}.${name}`),
  );
}
