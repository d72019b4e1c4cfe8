import type { Explanation } from './contract.ts';
import { applyDesign, type DesignMatrix } from './design-matrix.ts';
import type { FeatureTable } from './feature-table.ts';
import { compareColumns, type GowerTables, gowerTables, similarityToAll } from './gower.ts';
import { meanOfTop, type NearestBest } from './nearest-best.ts';
import { percentileOf } from './percentile-table.ts';
import { selectRows } from './select-rows.ts';

/** A best customer a company resembles, and on what. */
export type ClosestBest = {
  readonly customer_id: string;
  /** Trait-weighted Gower similarity, 0–1. */
  readonly similarity: number;
  /**
   * 0–100, whole: how many of a hundred reference companies are less like *their* closest best customer. The share of
   * all pairs would be above 99 for everybody, because the closest of many is always close.
   */
  readonly similarity_percent: number;
  /** Features on which both are known and alike (≥ 0.8), by weight; and unlike (≤ 0.4). */
  readonly shared: readonly string[];
  readonly differing: readonly string[];
};

/** Log-odds per encoded row. */
export function scoreNearest(model: NearestBest, matrix: DesignMatrix): Float64Array {
  const tables = gowerTables(model);
  return Float64Array.from({ length: matrix.rows }, (_, row) => {
    const raw = tables.best === 0 ? 0 : meanOfTop(similarityToAll(tables, matrix, row), model.neighbours);
    return model.link.intercept + model.link.slope * raw;
  });
}

/**
 * Names the closest best customers of the given rows. A row whose id is itself a best customer is not compared with
 * itself. Cost: rows × best customers × columns; meant for listed targets, not for a whole market.
 */
export function closestBest(
  model: NearestBest,
  table: FeatureTable,
  rows: ArrayLike<number>,
  count: number,
): ClosestBest[][] {
  const chosen = selectRows(table, rows);
  const matrix = applyDesign(model.design, chosen);
  const tables = gowerTables(model);
  return chosen.ids.map((id, row) => {
    const similar = similarityToAll(tables, matrix, row);
    const order = Array.from(similar.keys()).filter((k) => model.ids[k] !== id);
    order.sort((a, b) => similar[b]! - similar[a]! || a - b);
    return order.slice(0, count).map((k): ClosestBest => {
      const { shared, differing } = compareFeatures(model, tables, matrix, row, k);
      return {
        customer_id: model.ids[k]!,
        similarity: similar[k]!,
        similarity_percent: Math.round(percentileOf(model.closest, similar[k]!)),
        shared,
        differing,
      };
    });
  });
}

function compareFeatures(
  model: NearestBest,
  tables: GowerTables,
  matrix: DesignMatrix,
  row: number,
  k: number,
): { readonly shared: string[]; readonly differing: string[] } {
  const sums = new Map<string, { weight: number; similar: number }>();
  model.design.columns.forEach((column, c) => {
    const a = matrix.bins[row * matrix.columns + c]!;
    const b = tables.bins[k * tables.columns + c]!;
    if (a === 0 || b === 0) return;
    const sum = sums.get(column.feature) ?? { weight: 0, similar: 0 };
    sum.weight += model.weights[c]!;
    sum.similar += model.weights[c]! * compareColumns(column, a, b);
    sums.set(column.feature, sum);
  });
  const byWeight = [...sums.entries()].sort(
    ([a, m], [b, n]) => n.weight - m.weight || (a < b ? -1 : a > b ? 1 : 0),
  );
  const pick = (passes: (similar: number) => boolean): string[] =>
    byWeight.filter(([, sum]) => passes(sum.similar / sum.weight)).map(([feature]) => feature);
  return { shared: pick((value) => value >= 0.8), differing: pick((value) => value <= 0.4) };
}

/** Base = log-odds of a company of which nothing is known; a feature adds what its similarity differs from neutral. */
export function explainNearest(model: NearestBest, matrix: DesignMatrix): Explanation {
  const tables = gowerTables(model);
  const width = model.features.length;
  const place = new Map(model.features.map((feature, index) => [feature, index]));
  const contributions = new Float64Array(matrix.rows * width);
  const { slope, intercept } = model.link;
  let neutral = 0;
  model.weights.forEach((weight, c) => {
    neutral += weight * model.neutral[c]!;
  });
  for (let row = 0; row < matrix.rows; row++) {
    const similar = similarityToAll(tables, matrix, row);
    const order = Array.from(similar.keys()).sort((a, b) => similar[b]! - similar[a]! || a - b);
    const top = order.slice(0, model.neighbours);
    model.design.columns.forEach((column, c) => {
      const start = tables.starts[c]! + matrix.bins[row * matrix.columns + c]! * tables.sizes[c]!;
      let sum = 0;
      for (const k of top) sum += tables.cells[start + tables.bins[k * tables.columns + c]!]!;
      const at = row * width + place.get(column.feature)!;
      const mean = sum / Math.max(1, top.length);
      contributions[at] = contributions[at]! + slope * (mean - model.weights[c]! * model.neutral[c]!);
    });
  }
  return { features: model.features, base: intercept + slope * neutral, contributions };
}
