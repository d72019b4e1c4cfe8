/** Three numbers per bin, columns one after the other: sum of gradients, sum of hessians, number of rows. */
export type Histogram = Float64Array;

export type Split = {
  readonly column: number;
  /** Bins up to this one go left. */
  readonly threshold: number;
  /** Share of the unknown rows that goes left. */
  readonly unknownLeft: number;
  readonly gain: number;
};

export type NodeSums = { readonly gradient: number; readonly hessian: number; readonly rows: number };

export type SplitRules = {
  readonly minLeaf: number;
  readonly l2: number;
  readonly minGain: number;
  readonly unknown: 'neutral' | 'learned';
};

/**
 * The cut with the greatest loss reduction, or null when none passes the rules. Known values are cut between bins; the
 * unknown bin is divided like the known rows (`neutral`) or goes as a whole to the better side (`learned`). O(bins).
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
  let bestUnknownLeft = 0;
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
      const divided = n / (n + rightKnown);
      const learned = rules.unknown === 'learned' && unknownN > 0;
      for (let way = 0; way <= (learned ? 1 : 0); way++) {
        const share = learned ? way : divided;
        const leftN = n + share * unknownN;
        if (leftN < minLeaf || node.rows - leftN < minLeaf) continue;
        const leftG = g + share * unknownG;
        const leftH = h + share * unknownH;
        const rightG = node.gradient - leftG;
        const rightH = node.hessian - leftH;
        const gain = (leftG * leftG) / (leftH + l2) + (rightG * rightG) / (rightH + l2) - parent;
        if (gain > bestGain) {
          bestGain = gain;
          bestColumn = column;
          bestThreshold = (cell - start) / 3;
          bestUnknownLeft = share;
        }
      }
    }
  }
  return bestColumn < 0
    ? null
    : { column: bestColumn, threshold: bestThreshold, unknownLeft: bestUnknownLeft, gain: bestGain };
}
