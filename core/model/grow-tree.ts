import type { DesignMatrix } from './design-matrix.ts';
import type { FlatTree } from './flat-trees.ts';
import { binOffsets } from './ridge-logistic.ts';
import { findSplit, type Histogram, type Split } from './tree-split.ts';

export type GrowParams = {
  readonly depth: number;
  /** Rows a leaf needs. */
  readonly minLeaf: number;
  /** Added to the second derivatives of a leaf: shrinks leaves with little evidence. */
  readonly l2: number;
  /** Loss reduction a split needs (strictly more). */
  readonly minGain: number;
  /**
   * Where unknown values go. `neutral`: divided between both sides like the known ones, so that being unknown never
   * decides anything and a company is worth what its known values say. `learned`: where they fit better, for data in
   * which a gap means something.
   */
  readonly unknown: 'neutral' | 'learned';
  /** Leaf value = −rate × G ÷ (H + l2). */
  readonly rate: number;
};

/** First and second derivatives of the loss, by row, and the rows' weights (for cover). */
export type Derivatives = {
  readonly gradient: Float64Array;
  readonly hessian: Float64Array;
  readonly weights: Float64Array;
};

/** Where each cell of a matrix counts in a histogram: worked out once, used by every tree. */
export type HistogramCells = {
  readonly stride: number;
  readonly offsets: Int32Array;
  readonly places: Int32Array;
};

export function histogramCells(matrix: DesignMatrix): HistogramCells {
  const offsets = binOffsets(matrix.binCounts);
  const places = new Int32Array(matrix.bins.length);
  for (let r = 0, cell = 0; r < matrix.rows; r++) {
    for (let c = 0; c < matrix.columns; c++, cell++) {
      places[cell] = 3 * (offsets[c]! + matrix.bins[cell]!);
    }
  }
  return { stride: matrix.columns, offsets, places };
}

/**
 * Grows one tree depth-first on histograms: per node and column the derivatives are summed by bin, and the best cut
 * between bins is taken. A larger child's histogram is its parent's minus its sibling's, so only the smaller child is
 * counted. `rows` is permuted in place; afterwards every leaf owns a contiguous part of it. Ties go to the first column
 * and the lowest bin: the same input always grows the same tree.
 *
 * @param columns which columns a node may split on; called once per node, all when absent (then histograms are not
 * subtracted, because siblings look at different columns).
 * @param onLeaf told the rows of each leaf and its value, to update predictions without routing.
 * Source: Ke et al., LightGBM, NIPS 2017; Friedman, Greedy function approximation, 2001.
 */
export function growTree(
  matrix: DesignMatrix,
  cells: HistogramCells,
  derivatives: Derivatives,
  rows: Int32Array,
  params: GrowParams,
  onLeaf: (rows: Int32Array, value: number) => void,
  columns?: () => Int32Array,
): FlatTree {
  const { offsets } = cells;
  const every = Int32Array.from(matrix.binCounts.keys());
  const size = offsets[matrix.columns]! * 3;
  const spare: Histogram[] = [];
  const take = (): Histogram => spare.pop()?.fill(0) ?? new Float64Array(size);
  const scratch = new Int32Array(rows.length);
  const tree: { -readonly [K in keyof FlatTree]: FlatTree[K][number][] } = {
    column: [],
    threshold: [],
    unknown_left: [],
    left: [],
    right: [],
    value: [],
    cover: [],
  };

  const grow = (from: number, to: number, depth: number, known: Histogram | null): number => {
    const node = tree.column.length;
    const part = rows.subarray(from, to);
    let cover = 0;
    let gradient = 0;
    let hessian = 0;
    for (const row of part) {
      cover += derivatives.weights[row]!;
      gradient += derivatives.gradient[row]!;
      hessian += derivatives.hessian[row]!;
    }
    tree.column.push(-1);
    tree.threshold.push(0);
    tree.unknown_left.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(0);
    tree.cover.push(cover);
    let split: Split | null = null;
    let histogram = known;
    if (depth < params.depth && to - from >= 2 * params.minLeaf) {
      const allowed = columns?.() ?? null;
      histogram ??= fillHistogram(take(), cells, derivatives, part, allowed);
      split = findSplit(histogram, offsets, allowed ?? every, { gradient, hessian, rows: to - from }, params);
    }
    if (split === null) {
      if (histogram !== null) spare.push(histogram);
      const value = hessian + params.l2 > 0 ? (-params.rate * gradient) / (hessian + params.l2) : 0;
      tree.value[node] = value;
      onLeaf(part, value);
      return node;
    }
    const middle = from + partition(part, scratch, matrix, split);
    tree.column[node] = split.column;
    tree.threshold[node] = split.threshold;
    const [leftHistogram, rightHistogram] =
      columns !== undefined || depth + 1 >= params.depth
        ? [null, null]
        : childHistograms(histogram!, middle - from, to - middle, (smaller) =>
            fillHistogram(
              take(),
              cells,
              derivatives,
              smaller === 'left' ? rows.subarray(from, middle) : rows.subarray(middle, to),
              null,
            ),
          );
    if (leftHistogram === null) spare.push(histogram!);
    tree.left[node] = grow(from, middle, depth + 1, leftHistogram);
    tree.right[node] = grow(middle, to, depth + 1, rightHistogram);
    // The same share as the covers have: an unknown value then adds exactly nothing to what the tree expects.
    tree.unknown_left[node] =
      params.unknown === 'learned' ? split.unknownLeft : tree.cover[tree.left[node]!]! / cover;
    return node;
  };
  grow(0, rows.length, 0, null);
  return tree;
}

/** Counts the smaller child and turns the parent's histogram into the larger child's. */
function childHistograms(
  parent: Histogram,
  leftRows: number,
  rightRows: number,
  count: (smaller: 'left' | 'right') => Histogram,
): [Histogram, Histogram] {
  const smaller = count(leftRows <= rightRows ? 'left' : 'right');
  for (let i = 0; i < parent.length; i++) parent[i] = parent[i]! - smaller[i]!;
  return leftRows <= rightRows ? [smaller, parent] : [parent, smaller];
}

/** Per bin: sum of gradients, sum of hessians, number of rows. */
function fillHistogram(
  histogram: Histogram,
  cells: HistogramCells,
  { gradient, hessian }: Derivatives,
  rows: Int32Array,
  columns: Int32Array | null,
): Histogram {
  const { stride, places } = cells;
  const width = columns === null ? stride : columns.length;
  for (let k = 0; k < rows.length; k++) {
    const row = rows[k]!;
    const g = gradient[row]!;
    const h = hessian[row]!;
    const start = row * stride;
    for (let i = 0; i < width; i++) {
      const cell = places[start + (columns === null ? i : columns[i]!)]!;
      histogram[cell] = histogram[cell]! + g;
      histogram[cell + 1] = histogram[cell + 1]! + h;
      histogram[cell + 2] = histogram[cell + 2]! + 1;
    }
  }
  return histogram;
}

/**
 * Moves the rows that go left to the front, both sides in their old order; returns how many do. Unknown rows are dealt out
 * evenly in their order, so many to the left as the split's share says.
 */
function partition(rows: Int32Array, scratch: Int32Array, matrix: DesignMatrix, split: Split): number {
  let left = 0;
  let right = 0;
  let owed = 0.5;
  for (const row of rows) {
    const bin = matrix.bins[row * matrix.columns + split.column]!;
    let goesLeft = bin <= split.threshold;
    if (bin === 0) {
      owed += split.unknownLeft;
      goesLeft = owed >= 1;
      if (goesLeft) owed -= 1;
    }
    if (goesLeft) rows[left++] = row;
    else scratch[right++] = row;
  }
  rows.set(scratch.subarray(0, right), left);
  return left;
}
