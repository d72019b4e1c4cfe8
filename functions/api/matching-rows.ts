import { matchTargets, type TargetFilter } from '../../core/rank/match-targets.ts';
import type { TargetIndex } from '../../core/rank/target-index.ts';

/** Filters kept for each run: people page through one list, and programs ask the same again and again. */
const keptFilters = 50;
const kept = new WeakMap<TargetIndex, Map<string, readonly number[]>>();

/** Rows of an index that pass a filter, found once for each filter: an index never changes under its hash. */
export function matchingRows(index: TargetIndex, filter: TargetFilter): readonly number[] {
  const known = kept.get(index) ?? new Map<string, readonly number[]>();
  kept.set(index, known);
  const key = JSON.stringify(filter);
  const before = known.get(key);
  if (before !== undefined) return before;
  const rows = matchTargets(index, filter);
  if (known.size >= keptFilters) known.delete(known.keys().next().value ?? '');
  known.set(key, rows);
  return rows;
}
