import type { DesignMatrix } from './design-matrix.ts';

/**
 * One decision tree as parallel arrays, node 0 the root. An inner node sends a row left when its bin in `column` is at
 * most `threshold`, right when it is greater; bin 0 (unknown) goes where `unknown_left` says. A leaf has column −1 and a
 * value. Values of all trees are summed, so shrinkage and averaging are already in them.
 */
export type FlatTree = {
  readonly column: readonly number[];
  readonly threshold: readonly number[];
  readonly unknown_left: readonly (0 | 1)[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
  /** Weight of the training rows that passed. */
  readonly cover: readonly number[];
};

/** Adds the trees' values to `scores`, row by row. O(rows × trees × depth). */
export function addTreeValues(trees: readonly FlatTree[], matrix: DesignMatrix, scores: Float64Array): void {
  for (const tree of trees) {
    const column = Int32Array.from(tree.column);
    const threshold = Uint8Array.from(tree.threshold);
    const unknownLeft = Uint8Array.from(tree.unknown_left);
    const left = Int32Array.from(tree.left);
    const right = Int32Array.from(tree.right);
    const value = Float64Array.from(tree.value);
    for (let r = 0, start = 0; r < matrix.rows; r++, start += matrix.columns) {
      let node = 0;
      for (let c = column[0]!; c >= 0; c = column[node]!) {
        const bin = matrix.bins[start + c]!;
        const goesLeft = bin === 0 ? unknownLeft[node] === 1 : bin <= threshold[node]!;
        node = goesLeft ? left[node]! : right[node]!;
      }
      scores[r] = scores[r]! + value[node]!;
    }
  }
}

/** The tree's mean value over its training rows: Σ cover × value of the leaves ÷ cover of the root. */
export function meanTreeValue(tree: FlatTree): number {
  let sum = 0;
  tree.column.forEach((column, node) => {
    if (column < 0) sum += tree.cover[node]! * tree.value[node]!;
  });
  return sum / tree.cover[0]!;
}

/** The longest way from the root to a leaf, in splits. */
export function treeDepth(tree: FlatTree): number {
  const depth = new Int32Array(tree.column.length);
  let deepest = 0;
  tree.column.forEach((column, node) => {
    if (column < 0) return;
    for (const child of [tree.left[node]!, tree.right[node]!]) {
      depth[child] = depth[node]! + 1;
      deepest = Math.max(deepest, depth[child]!);
    }
  });
  return deepest;
}
