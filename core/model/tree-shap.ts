import type { DesignMatrix } from './design-matrix.ts';
import { type FlatTree, meanTreeValue, treeDepth } from './flat-trees.ts';

/** The deepest trees explained: tables grow with 2^depth. */
export const deepestExplained = 8;

/**
 * Exact path-dependent TreeSHAP by leaf tables. A leaf is a coalition game of the m distinct columns on its path: column i
 * agrees (1) when the row's bin passes every split on it, disagrees (0), or, unknown, agrees by the share that its splits
 * send this way. The Shapley values of a pattern of agreements are worked out once, when a row first shows it; other
 * rows cost m comparisons and m additions per leaf. The same numbers as Lundberg's Algorithm 2 (Consistent individualized
 * feature attribution, 2018), in the manner of Yang, Fast TreeSHAP (2021) v2. Where unknown values are divided like the
 * covers, they contribute exactly 0. Trees deeper than 8 throw a RangeError: their patterns are too many.
 *
 * @returns the score of a row of which nothing is known (in trees with `learned` directions: the mean prediction over the
 * training rows) and, row-major, what each design column adds to it.
 */
export function treeShap(
  trees: readonly FlatTree[],
  matrix: DesignMatrix,
): { readonly base: number; readonly contributions: Float64Array } {
  const contributions = new Float64Array(matrix.rows * matrix.columns);
  let base = 0;
  for (const tree of trees) {
    if (treeDepth(tree) > deepestExplained)
      throw new RangeError(`a tree of depth ${treeDepth(tree)} is too deep to explain (${deepestExplained})`);
    base += meanTreeValue(tree);
    for (const { path, value } of leavesOf(tree)) addLeaf(path, value, matrix, contributions);
  }
  return { base, contributions };
}

function addLeaf(
  path: readonly Step[],
  value: number,
  { rows, columns, bins }: DesignMatrix,
  contributions: Float64Array,
): void {
  const size = path.length;
  const at = Int32Array.from(path, (step) => step.column);
  const above = Uint8Array.from(path, (step) => step.above);
  const upTo = Uint8Array.from(path, (step) => step.upTo);
  const tables = new Array<Float64Array | undefined>(3 ** size);
  for (let r = 0, start = 0; r < rows; r++, start += columns) {
    let pattern = 0;
    for (let i = 0; i < size; i++) {
      const bin = bins[start + at[i]!]!;
      pattern = 3 * pattern + (bin === 0 ? 2 : bin > above[i]! && bin <= upTo[i]! ? 1 : 0);
    }
    let values = tables[pattern];
    if (values === undefined) {
      values = shapleyValues(path, value, pattern);
      tables[pattern] = values;
    }
    for (let i = 0; i < size; i++) {
      const cell = start + at[i]!;
      contributions[cell] = contributions[cell]! + values[i]!;
    }
  }
}

type Step = {
  readonly column: number;
  readonly above: number;
  readonly upTo: number;
  /** Share of an unknown value that comes this way. */
  readonly unknown: number;
  /** Share of the training rows that would pass anyway. */
  readonly passes: number;
};

type Leaf = { readonly path: readonly Step[]; readonly value: number };

function leavesOf(tree: FlatTree): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (node: number, path: readonly Step[]): void => {
    const column = tree.column[node]!;
    if (column < 0) {
      const value = tree.value[node]!;
      if (path.length > 0 && value !== 0) leaves.push({ path, value });
      return;
    }
    const threshold = tree.threshold[node]!;
    const before = path.find((step) => step.column === column) ?? {
      column,
      above: 0,
      upTo: 255,
      unknown: 1,
      passes: 1,
    };
    const others = path.filter((step) => step.column !== column);
    for (const goesLeft of [true, false]) {
      walk(goesLeft ? tree.left[node]! : tree.right[node]!, [
        ...others,
        {
          column,
          above: goesLeft ? before.above : Math.max(before.above, threshold),
          upTo: goesLeft ? Math.min(before.upTo, threshold) : before.upTo,
          unknown: before.unknown * (goesLeft ? tree.unknown_left[node]! : 1 - tree.unknown_left[node]!),
          passes: before.passes * shareOf(tree, node, goesLeft),
        },
      ]);
    }
  };
  walk(0, []);
  return leaves;
}

/** The part of a node's cover that goes to one child. */
function shareOf(tree: FlatTree, node: number, goesLeft: boolean): number {
  const left = tree.cover[tree.left[node]!]! / tree.cover[node]!;
  return goesLeft ? left : 1 - left;
}

/** Shapley values of the path's columns for one pattern of agreements, written in base 3, first column highest. */
function shapleyValues(path: readonly Step[], value: number, pattern: number): Float64Array {
  const size = path.length;
  const weights = shapleyWeights(size);
  const agrees = new Float64Array(size);
  for (let i = size - 1, rest = pattern; i >= 0; i--, rest = Math.floor(rest / 3)) {
    agrees[i] = rest % 3 === 2 ? path[i]!.unknown : rest % 3;
  }
  const values = new Float64Array(size);
  const sums = new Float64Array(size + 1);
  for (let k = 0; k < size; k++) {
    // sums[t] = Σ over subsets of t of the other columns of the product of agreements inside and passes outside.
    sums.fill(0);
    sums[0] = 1;
    for (let i = 0, others = 0; i < size; i++) {
      if (i === k) continue;
      others++;
      for (let t = others; t > 0; t--) sums[t] = sums[t]! * path[i]!.passes + sums[t - 1]! * agrees[i]!;
      sums[0] = sums[0]! * path[i]!.passes;
    }
    let total = 0;
    for (let t = 0; t < size; t++) total += weights[t]! * sums[t]!;
    values[k] = value * (agrees[k]! - path[k]!.passes) * total;
  }
  return values;
}

/** t! (m − 1 − t)! ÷ m! for t = 0 … m − 1. */
function shapleyWeights(size: number): Float64Array {
  const weights = new Float64Array(size);
  let choose = 1;
  for (let t = 0; t < size; t++) {
    weights[t] = 1 / (size * choose);
    choose = (choose * (size - 1 - t)) / (t + 1);
  }
  return weights;
}
