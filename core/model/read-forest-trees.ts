import type { DesignMatrix } from './design-matrix.ts';
import type { FlatTree } from './flat-trees.ts';

/**
 * Reads the trees out of the JSON of ml-random-forest's regressor. A node has `splitColumn` (an index into the tree's own
 * list of columns), `splitValue` (a row goes left when its value is less), `left` and `right`; a leaf has a
 * `distribution`, its mean. Covers are not reliable there and are counted by routing the training rows. Throws a
 * RangeError on any other shape: the format belongs to the library's version.
 *
 * @param usual the bin that stood for unknown in each column while fitting; when scoring, unknown
 * values are divided as the training rows were. @param toValue turns a leaf's mean into a tree value.
 */
export function readForestTrees(
  exported: unknown,
  matrix: DesignMatrix,
  rows: Int32Array,
  usual: Uint8Array,
  toValue: (mean: number) => number,
): FlatTree[] {
  const base = member(exported, 'baseModel');
  const indexes = list(member(base, 'indexes'));
  return list(member(base, 'estimators')).map((estimator, t) => {
    const columns = list(indexes[t]).map(finite);
    const tree = flatten(member(estimator, 'root'), columns, toValue);
    const cover = countCover(tree, matrix, rows, usual);
    const shares = tree.column.map((column, node) =>
      column < 0 || cover[node] === 0 ? 0 : cover[tree.left[node]!]! / cover[node]!,
    );
    return { ...tree, cover, unknown_left: shares };
  });
}

function flatten(root: unknown, columns: readonly number[], toValue: (mean: number) => number): FlatTree {
  const tree = {
    column: [] as number[],
    threshold: [] as number[],
    unknown_left: [] as (0 | 1)[],
    left: [] as number[],
    right: [] as number[],
    value: [] as number[],
    cover: [] as number[],
  };
  const visit = (node: unknown): number => {
    const index = tree.column.length;
    tree.column.push(-1);
    tree.threshold.push(0);
    tree.unknown_left.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.value.push(0);
    tree.cover.push(0);
    const mean = optional(node, 'distribution');
    if (mean !== undefined) {
      tree.value[index] = toValue(finite(mean));
      return index;
    }
    const column = columns[finite(member(node, 'splitColumn'))];
    if (column === undefined) throw new RangeError('a split on a column the tree does not have');
    tree.column[index] = column;
    tree.threshold[index] = Math.ceil(finite(member(node, 'splitValue'))) - 1;
    tree.left[index] = visit(member(node, 'left'));
    tree.right[index] = visit(member(node, 'right'));
    return index;
  };
  visit(root);
  return tree;
}

function countCover(tree: FlatTree, matrix: DesignMatrix, rows: Int32Array, usual: Uint8Array): number[] {
  const cover = new Array<number>(tree.column.length).fill(0);
  for (const row of rows) {
    let node = 0;
    cover[node]! += 1;
    while (tree.column[node]! >= 0) {
      const column = tree.column[node]!;
      const bin = matrix.bins[row * matrix.columns + column]! || usual[column]!;
      node = bin <= tree.threshold[node]! ? tree.left[node]! : tree.right[node]!;
      cover[node]! += 1;
    }
  }
  return cover;
}

function optional(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) throw new RangeError(`no object where ${key} should be`);
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function member(value: unknown, key: string): unknown {
  const found = optional(value, key);
  if (found === undefined) throw new RangeError(`an exported forest without ${key}`);
  return found;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new RangeError('an exported forest with something other than a list');
  return value;
}

function finite(value: unknown): number {
  const number = Array.isArray(value) ? value[0] : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new RangeError('an exported forest with something other than a number');
  return number;
}
