import type { Target } from './target.ts';

/** The facts a list is filtered, sorted and searched by. */
export const indexColumns = [
  'target_id',
  'pool',
  'list',
  'rank',
  'tier',
  'score',
  'similarity',
  'opportunity',
  'confidence',
  'name',
  'domain',
  'archetype',
  'region',
  'country',
  'industry',
  'owner',
  'employees',
] as const;
export type IndexColumn = (typeof indexColumns)[number];

/** One row per listed target, column by column: small enough to be held in memory by every reader of a run. */
export type TargetIndex = {
  readonly rows: number;
  readonly columns: { readonly [column in IndexColumn]: readonly (string | number | null)[] };
};

/**
 * The compact index of a run's listed targets, in list order. Size is about 150 bytes a target.
 *
 * @example
 * targetIndex([]).rows; // => 0
 */
export function targetIndex(targets: readonly Target[]): TargetIndex {
  const column = (name: IndexColumn): readonly (string | number | null)[] =>
    targets.map((target) => target[name]);
  return {
    rows: targets.length,
    columns: Object.fromEntries(indexColumns.map((name) => [name, column(name)])) as {
      [column in IndexColumn]: readonly (string | number | null)[];
    },
  };
}

/**
 * Indexes of the parts of one list, in their order, as the index of all of it.
 *
 * @example
 * joinIndexes([targetIndex([]), targetIndex([])]).rows; // => 0
 */
export function joinIndexes(parts: readonly TargetIndex[]): TargetIndex {
  const column = (name: IndexColumn): readonly (string | number | null)[] =>
    parts.flatMap((part) => part.columns[name]);
  return {
    rows: parts.reduce((rows, part) => rows + part.rows, 0),
    columns: Object.fromEntries(indexColumns.map((name) => [name, column(name)])) as {
      [column in IndexColumn]: readonly (string | number | null)[];
    },
  };
}
