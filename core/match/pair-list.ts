/** A growing list of pairs in flat arrays: 14 bytes a pair. */
export type PairList = {
  readonly add: (left: number, right: number, pattern: number, adjusted: number) => void;
  readonly forEach: (visit: (left: number, right: number, pattern: number, adjusted: number) => void) => void;
  readonly size: () => number;
};

/**
 * An empty {@link PairList}.
 *
 * @example
 * const list = pairList();
 * list.add(1, 2, 30, -5);
 * list.size(); // => 1
 */
export function pairList(): PairList {
  let used = 0;
  let rows = new Uint32Array(2048);
  let patterns = new Uint16Array(1024);
  let adjustments = new Int16Array(1024);
  const grow = (): void => {
    const moreRows = new Uint32Array(rows.length * 2);
    moreRows.set(rows);
    const morePatterns = new Uint16Array(patterns.length * 2);
    morePatterns.set(patterns);
    const moreAdjustments = new Int16Array(adjustments.length * 2);
    moreAdjustments.set(adjustments);
    rows = moreRows;
    patterns = morePatterns;
    adjustments = moreAdjustments;
  };
  return {
    add: (left, right, pattern, adjusted) => {
      if (used === patterns.length) grow();
      rows[2 * used] = left;
      rows[2 * used + 1] = right;
      patterns[used] = pattern;
      adjustments[used] = adjusted;
      used += 1;
    },
    forEach: (visit) => {
      for (let at = 0; at < used; at++)
        visit(rows[2 * at]!, rows[2 * at + 1]!, patterns[at]!, adjustments[at]!);
    },
    size: () => used,
  };
}
