import type { FittedBase } from './contract.ts';
import { contrastRows } from './contrast.ts';
import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import { type DesignColumn, type DesignSchema, designFeatures } from './design-schema.ts';
import { fitDesign } from './fit-design.ts';
import { compareColumns, gowerTables, similarityToAll } from './gower.ts';
import { fitLogOddsLink, type LogOddsLink } from './log-odds-link.ts';
import { type LookalikeSet, side } from './lookalike-set.ts';
import { type PercentileTable, percentileTable } from './percentile-table.ts';
import { selectRows } from './select-rows.ts';
import { stableHash } from './stable-hash.ts';

/**
 * Trait-weighted Gower similarity to named best customers. The score of a company is the mean similarity to its five
 * closest best customers, taken to log-odds by a line.
 */
export type NearestBest = FittedBase & {
  readonly model: 'nearest-best';
  readonly design: DesignSchema;
  /** Per design column; the weights add up to 1. */
  readonly weights: readonly number[];
  /** Per design column: the similarity assumed where a value is unknown, the mean over pairs. */
  readonly neutral: readonly number[];
  /** The best customers compared with, sorted by id. */
  readonly ids: readonly string[];
  /** Their bins, row-major. */
  readonly bins: readonly number[];
  readonly neighbours: number;
  readonly link: LogOddsLink;
  /** Similarity to the closest best customer → percentile among reference companies, each with its own closest. */
  readonly closest: PercentileTable;
};

export type NearestParams = {
  readonly neighbours: number;
  /** Best customers kept at most (lowest hash of the id beyond that): bounds the cost per company. */
  readonly most: number;
  /** Companies the link and the percentiles are read from. */
  readonly reference: number;
  readonly seed: number;
};

export const nearestDefaults: NearestParams = { neighbours: 5, most: 300, reference: 500, seed: 42 };

/**
 * Learns which best customers to compare with and what counts as close. Numbers are compared by quantile, so that
 * outliers move nothing; a hierarchy by how many leading digits agree; unknown is neutral. Features weigh by the
 * strongest evidence on them (`importance`, e.g. |log lift| of their strongest trait); one without any weighs a tenth of
 * the strongest, so that look-alikes agree on more than a single trait.
 */
export function fitNearestBest(
  set: LookalikeSet,
  importance: ReadonlyMap<string, number>,
  params: NearestParams = nearestDefaults,
): NearestBest {
  const design = fitDesign(set.table, { bins: 32, support: 5, levels: 200, digits: [2, 3, 4, 6] });
  const best = hashSample(set, (where) => where === side.best, params.most, params.seed);
  const bestTable = selectRows(set.table, best);
  const bestBins = applyDesign(design, bestTable);
  const others = hashSample(set, (where) => where !== side.best, params.reference, params.seed);
  const otherBins = applyDesign(design, selectRows(set.table, others));
  const weights = columnWeights(design, importance);
  const neutral = design.columns.map((column, c) => meanSimilarity(column, c, bestBins, otherBins));
  const base = { design, weights, neutral, bins: Array.from(bestBins.bins) };
  const neighbours = Math.min(params.neighbours, Math.max(1, best.length - 1));
  const tables = gowerTables(base);

  const learn = contrastRows(set, 'both');
  const chosen = new Set([...best, ...others]);
  const kept = Array.from(learn.rows.keys()).filter((i) => chosen.has(learn.rows[i]!));
  const learnTable = selectRows(
    set.table,
    kept.map((i) => learn.rows[i]!),
  );
  const learnBins = applyDesign(design, learnTable);
  const own = new Map(bestTable.ids.map((id, index) => [id, index]));
  const raw = Float64Array.from(learnTable.ids, (id, row) => {
    const similar = similarityToAll(tables, learnBins, row);
    const self = own.get(id);
    if (self !== undefined) similar[self] = -1;
    return meanOfTop(similar, neighbours);
  });
  const link = fitLogOddsLink(
    raw,
    Float64Array.from(kept, (i) => learn.target[i]!),
    Float64Array.from(kept, (i) => learn.weights[i]!),
  );
  const nearest = Float64Array.from({ length: otherBins.rows }, (_, row) =>
    similarityToAll(tables, otherBins, row).reduce((most, value) => Math.max(most, value), 0),
  );
  return {
    model: 'nearest-best',
    version: 1,
    features: designFeatures(design),
    ...base,
    ids: bestTable.ids,
    neighbours,
    link,
    closest: percentileTable(nearest.length > 0 ? nearest : new Float64Array([0])),
  };
}

/**
 * Mean of the k largest values.
 *
 * @example
 * meanOfTop(new Float64Array([1, 5, 3]), 2); // => 4
 */
export function meanOfTop(values: Float64Array, k: number): number {
  const size = Math.min(k, values.length);
  const top = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (const value of values) {
    if (value <= top[size - 1]!) continue;
    let place = size - 1;
    while (place > 0 && top[place - 1]! < value) {
      top[place] = top[place - 1]!;
      place--;
    }
    top[place] = value;
  }
  return size === 0 ? 0 : top.reduce((sum, value) => sum + value, 0) / size;
}

function columnWeights(design: DesignSchema, importance: ReadonlyMap<string, number>): number[] {
  const strongest = Math.max(0, ...importance.values());
  const floor = strongest > 0 ? strongest / 10 : 1;
  const columns = new Map<string, number>();
  for (const { feature } of design.columns) columns.set(feature, (columns.get(feature) ?? 0) + 1);
  const raw = design.columns.map(
    ({ feature }) => Math.max(floor, importance.get(feature) ?? 0) / columns.get(feature)!,
  );
  const total = raw.reduce((sum, value) => sum + value, 0);
  return raw.map((value) => value / total);
}

/** Mean similarity of a column over all pairs of known values. */
function meanSimilarity(
  column: DesignColumn,
  index: number,
  upper: DesignMatrix,
  lower: DesignMatrix,
): number {
  const size = upper.binCounts[index]!;
  const count = (matrix: DesignMatrix): Float64Array => {
    const counts = new Float64Array(size);
    for (let r = 0; r < matrix.rows; r++) {
      const bin = matrix.bins[r * matrix.columns + index]!;
      counts[bin] = counts[bin]! + 1;
    }
    return counts;
  };
  const [above, below] = [count(upper), count(lower)];
  let sum = 0;
  let pairs = 0;
  for (let a = 1; a < size; a++) {
    for (let b = 1; b < size; b++) {
      const weight = above[a]! * below[b]!;
      sum += weight * compareColumns(column, a, b);
      pairs += weight;
    }
  }
  return pairs > 0 ? sum / pairs : 0.5;
}

function hashSample(
  set: LookalikeSet,
  passes: (where: number) => boolean,
  most: number,
  seed: number,
): number[] {
  const rows = Array.from(set.sides.keys()).filter((row) => passes(set.sides[row]!));
  const hash = (row: number): number => stableHash(set.table.ids[row]!, seed);
  return rows
    .map((row) => ({ row, key: hash(row) }))
    .sort((a, b) => a.key - b.key || a.row - b.row)
    .slice(0, most)
    .map(({ row }) => row)
    .sort((a, b) => a - b);
}

/** |log lift| of the strongest trait of each feature. */
export function traitImportance(
  traits: readonly { readonly feature: string; readonly lift: number; readonly strongest: number | null }[],
): ReadonlyMap<string, number> {
  const importance = new Map<string, number>();
  for (const { feature, lift, strongest } of traits) {
    if (strongest === null || !(lift > 0)) continue;
    importance.set(feature, Math.max(importance.get(feature) ?? 0, Math.abs(Math.log(lift))));
  }
  return importance;
}
