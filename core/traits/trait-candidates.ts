import type { CategoryColumn, Column, FeatureDefinition, NumericColumn } from '../model/feature-table.ts';
import { rangeEdges } from './range-edges.ts';
import type { TraitCondition } from './trait.ts';

/** How many best customers and how many of the rest have a trait, of those whose value is known. */
export type TraitCounts = {
  readonly best_with: number;
  readonly best_known: number;
  readonly rest_with: number;
  readonly rest_known: number;
};

/** `mirror`: says the opposite of another candidate of the same feature, so it is the same test and counts once. */
export type TraitCandidate = {
  readonly condition: TraitCondition;
  readonly counts: TraitCounts;
  readonly mirror: boolean;
};

export type CandidateParams = {
  readonly support: number;
  /** Ranges to aim at for numbers that are neither long-tailed nor few-valued. */
  readonly bins: number;
  /** Leading digits that are tried for hierarchies. */
  readonly digits: readonly number[];
  /** Bands of features that have their own. */
  readonly bands: { readonly [feature: string]: readonly number[] };
};

/**
 * Every statement about one feature that is worth testing: levels, "yes" of a boolean, code prefixes, and for numbers the
 * ranges between readable edges with everything below and above each edge. Which statements are tried depends on the
 * values and never on the label. Each has `support` companies that meet it and as many that do not.
 *
 * @param label 1 best, 0 not best, −1 left out, per row.
 * @example
 * const column = { kind: 'category', levels: ['Food', 'Pumps'], codes: [0, 1, 1, 1, 0, -1] };
 * const found = traitCandidates({ name: 'industry', form: 'category' }, column, [1, 1, 0, 0, 0, 1], { support: 2, bands: {} });
 * found[0]; // => { condition: { kind: 'level', level: 'Food' }, counts: { best_with: 1, best_known: 2, rest_with: 1, rest_known: 3 }, mirror: false }
 * found[1].mirror; // => true
 */
export function traitCandidates(
  feature: Pick<FeatureDefinition, 'name' | 'form'>,
  column: Column,
  label: Int8Array,
  params: CandidateParams,
): TraitCandidate[] {
  if (column.kind === 'numeric') return ranges(column, label, params, params.bands[feature.name]);
  const perLevel = levelCounts(column, label);
  return feature.form === 'hierarchy'
    ? prefixes(column.levels, perLevel, params)
    : levels(column.levels, perLevel, params.support, feature.form === 'boolean');
}

type Split = { best: number; rest: number };

function levelCounts(column: CategoryColumn, label: Int8Array): Split[] {
  const counts = column.levels.map(() => ({ best: 0, rest: 0 }));
  for (let row = 0; row < label.length; row++) {
    const split = counts[column.codes[row]!];
    if (split === undefined) continue;
    if (label[row] === 1) split.best++;
    else if (label[row] === 0) split.rest++;
  }
  return counts;
}

function total(splits: readonly Split[]): Split {
  const sum = { best: 0, rest: 0 };
  for (const { best, rest } of splits) {
    sum.best += best;
    sum.rest += rest;
  }
  return sum;
}

function candidate(
  condition: TraitCondition,
  having: Split,
  known: Split,
  support: number,
  mirror: boolean,
): TraitCandidate[] {
  const rows = having.best + having.rest;
  if (rows < support || known.best + known.rest - rows < support) return [];
  if (known.best === 0 || known.rest === 0) return [];
  const counts = {
    best_with: having.best,
    best_known: known.best,
    rest_with: having.rest,
    rest_known: known.rest,
  };
  return [{ condition, counts, mirror }];
}

function levels(
  names: readonly string[],
  counts: readonly Split[],
  support: number,
  boolean: boolean,
): TraitCandidate[] {
  const known = total(counts);
  const used = counts.filter((split) => split.best + split.rest > 0).length;
  let tried = 0;
  return names.flatMap((level, code) => {
    if (boolean && level !== 'yes') return [];
    // Of two levels the second says the opposite of the first.
    const found = candidate({ kind: 'level', level }, counts[code]!, known, support, used === 2 && tried > 0);
    tried += found.length;
    return found;
  });
}

function prefixes(
  codes: readonly string[],
  counts: readonly Split[],
  { support, digits }: CandidateParams,
): TraitCandidate[] {
  const known = total(counts);
  const exact = new Map(codes.map((code, index) => [code, counts[index]!]));
  const having = new Map<string, Split>();
  codes.forEach((code, index) => {
    for (const length of digits) {
      if (code.length < length) continue;
      const prefix = code.slice(0, length);
      having.set(prefix, total([having.get(prefix) ?? { best: 0, rest: 0 }, counts[index]!]));
    }
  });
  const found = [...having].map(([prefix, split]) => {
    // Codes that stop short of the prefix but agree with it are unknown for it.
    let short: Split = { best: 0, rest: 0 };
    for (let length = 1; length < prefix.length; length++)
      short = total([short, exact.get(prefix.slice(0, length)) ?? { best: 0, rest: 0 }]);
    return { prefix, split, known: { best: known.best - short.best, rest: known.rest - short.rest } };
  });
  // A longer prefix met by the very same companies says the same, more exactly: it replaces the shorter one.
  const repeated = new Set(
    found.flatMap(({ prefix, split, known: of }) => {
      const same = found.filter(
        (other) =>
          other.prefix.length < prefix.length &&
          prefix.startsWith(other.prefix) &&
          size(other.split) === size(split) &&
          size(other.known) === size(of),
      );
      return same.map((other) => other.prefix);
    }),
  );
  return found
    .filter(({ prefix }) => !repeated.has(prefix))
    .sort((a, b) => (a.prefix < b.prefix ? -1 : 1))
    .flatMap(({ prefix, split, known: of }) =>
      candidate({ kind: 'prefix', prefix }, split, of, support, false),
    );
}

const size = (split: Split): number => split.best + split.rest;

function ranges(
  column: NumericColumn,
  label: Int8Array,
  { support, bins }: CandidateParams,
  fixed: readonly number[] | undefined,
): TraitCandidate[] {
  const base = column.values.filter((_, row) => column.known[row] === 1 && label[row] !== -1).sort();
  const edges = rangeEdges(base, { support, bins, ...(fixed === undefined ? {} : { fixed }) });
  const last = edges.length;
  if (last === 0) return [];
  const counts = Array.from({ length: last + 1 }, () => ({ best: 0, rest: 0 }));
  for (let row = 0; row < label.length; row++) {
    if (column.known[row] !== 1 || label[row] === -1) continue;
    const value = column.values[row]!;
    let bin = 0;
    while (bin < last && value >= edges[bin]!) bin++;
    if (label[row] === 1) counts[bin]!.best++;
    else counts[bin]!.rest++;
  }
  const known = total(counts);
  const range = (first: number, after: number, mirror: boolean): TraitCandidate[] =>
    candidate(
      { kind: 'range', from: edges[first - 1] ?? null, to: edges[after - 1] ?? null },
      total(counts.slice(first, after)),
      known,
      support,
      mirror,
    );
  const found: TraitCandidate[] = [];
  for (let bin = 0; bin <= last; bin++) found.push(...range(bin, bin + 1, last === 1 && bin === 1));
  for (let edge = 1; edge <= last; edge++) {
    // Above the first edge mirrors the first range; below the last edge mirrors the last range.
    if (edge < last) found.push(...range(edge, last + 1, edge === 1));
    if (edge > 1) found.push(...range(0, edge, true));
  }
  return found;
}
