import type { DesignMatrix } from './design-matrix.ts';

/**
 * One decision tree as parallel arrays, node 0 the root. An inner node sends a row left when its bin in `column` is at
 * most `threshold`, right when it is greater. Of a row whose bin is 0 (unknown), the share `unknown_left` goes left and the
 * rest right: it gets the weighted mean of both sides. A leaf has column −1 and a value. Values of all trees are summed, so
 * shrinkage and averaging are already in them.
 */
export type FlatTree = {
  readonly column: readonly number[];
  readonly threshold: readonly number[];
  /** 0 or 1 sends unknown values to one side; in between they are divided. */
  readonly unknown_left: readonly number[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  readonly value: readonly number[];
  /** Weight of the training rows that passed. */
  readonly cover: readonly number[];
};

/** Adds the trees' values to `scores`, row by row. O(rows × trees × depth) where values are known. */
export function addTreeValues(trees: readonly FlatTree[], matrix: DesignMatrix, scores: Float64Array): void {
  for (const tree of trees) {
    const column = Int32Array.from(tree.column);
    const threshold = Uint8Array.from(tree.threshold);
    const unknownLeft = Float64Array.from(tree.unknown_left);
    const left = Int32Array.from(tree.left);
    const right = Int32Array.from(tree.right);
    const value = Float64Array.from(tree.value);
    const valueFrom = (from: number, start: number): number => {
      let node = from;
      for (let c = column[node]!; c >= 0; c = column[node]!) {
        const bin = matrix.bins[start + c]!;
        if (bin === 0) {
          const share = unknownLeft[node]!;
          if (share > 0 && share < 1)
            return share * valueFrom(left[node]!, start) + (1 - share) * valueFrom(right[node]!, start);
          node = share === 1 ? left[node]! : right[node]!;
        } else {
          node = bin <= threshold[node]! ? left[node]! : right[node]!;
        }
      }
      return value[node]!;
    };
    for (let r = 0, start = 0; r < matrix.rows; r++, start += matrix.columns) {
      // Known values walk straight down; the first unknown one hands over to the walk that can divide.
      let node = 0;
      for (let c = column[0]!; c >= 0; c = column[node]!) {
        const bin = matrix.bins[start + c]!;
        if (bin === 0) break;
        node = bin <= threshold[node]! ? left[node]! : right[node]!;
      }
      scores[r] = scores[r]! + (column[node]! < 0 ? value[node]! : valueFrom(node, start));
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
