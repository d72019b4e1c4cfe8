/** Three numbers per bin, columns one after the other: sum of gradients, sum of hessians, number of rows. */
export type Histogram = Float64Array;

export type Split = {
  readonly column: number;
  /** Bins up to this one go left. */
  readonly threshold: number;
  readonly unknownLeft: boolean;
  readonly gain: number;
};

export type NodeSums = { readonly gradient: number; readonly hessian: number; readonly rows: number };

export type SplitRules = {
  readonly minLeaf: number;
  readonly l2: number;
  readonly minGain: number;
  readonly unknown: 'majority' | 'learned';
};

/**
 * The cut with the greatest loss reduction, or null when none passes the rules. Known values are cut between bins; the
 * unknown bin goes as a whole to one side. O(bins).
 */
export function findSplit(
  histogram: Histogram,
  offsets: Int32Array,
  columns: Int32Array,
  node: NodeSums,
  rules: SplitRules,
): Split | null {
  const { minLeaf, l2 } = rules;
  const parent = (node.gradient * node.gradient) / (node.hessian + l2);
  let bestGain = rules.minGain;
  let bestColumn = -1;
  let bestThreshold = 0;
  let bestUnknownLeft = false;
  for (const column of columns) {
    const start = 3 * offsets[column]!;
    const end = 3 * offsets[column + 1]!;
    const unknownG = histogram[start]!;
    const unknownH = histogram[start + 1]!;
    const unknownN = histogram[start + 2]!;
    let g = 0;
    let h = 0;
    let n = 0;
    for (let cell = start + 3; cell < end - 3; cell += 3) {
      const rows = histogram[cell + 2]!;
      if (rows === 0) continue;
      g += histogram[cell]!;
      h += histogram[cell + 1]!;
      n += rows;
      const rightKnown = node.rows - unknownN - n;
      if (rightKnown === 0) break;
      // Ways to place the unknown: 1 left, 0 right. With none there is one way; it does not matter which.
      const majorityLeft = n > rightKnown ? 1 : 0;
      const learned = rules.unknown === 'learned' && unknownN > 0;
      for (let way = learned ? 0 : majorityLeft; way <= (learned ? 1 : majorityLeft); way++) {
        const leftN = n + way * unknownN;
        if (leftN < minLeaf || node.rows - leftN < minLeaf) continue;
        const leftG = g + way * unknownG;
        const leftH = h + way * unknownH;
        const rightG = node.gradient - leftG;
        const rightH = node.hessian - leftH;
        const gain = (leftG * leftG) / (leftH + l2) + (rightG * rightG) / (rightH + l2) - parent;
        if (gain > bestGain) {
          bestGain = gain;
          bestColumn = column;
          bestThreshold = (cell - start) / 3;
          bestUnknownLeft = way === 1;
        }
      }
    }
  }
  return bestColumn < 0
    ? null
    : { column: bestColumn, threshold: bestThreshold, unknownLeft: bestUnknownLeft, gain: bestGain };
}
