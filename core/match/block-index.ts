/** Rows by key, for very many rows: three flat arrays instead of a map of lists. */
export type BlockIndex = {
  /** Calls `visit` for the rows under a key in rising order, at most `most`; stops early when it returns false. */
  readonly rows: (key: number, most: number, visit: (row: number) => void) => void;
  /** How many rows a key has, counted up to `most`. */
  readonly count: (key: number, most: number) => number;
};

/**
 * Indexes rows 0…size−1 under any number of keys each. Keys are whole numbers below 2^53, 0 is
 * none. O(rows × keys) time; 16 bytes an entry, twice that while it is built.
 *
 * @example
 * const index = blockIndex(3, (row, add) => { add(row === 1 ? 7 : 5); });
 * const found = [];
 * index.rows(5, 10, (row) => found.push(row));
 * found; // => [0, 2]
 * index.count(5, 1); // => 1
 * index.count(0, 9); // => 0
 */
export function blockIndex(
  size: number,
  keysOf: (row: number, add: (key: number) => void) => void,
): BlockIndex {
  let entries = 0;
  let givenKeys = new Float64Array(Math.max(16, 8 * size));
  let givenRows = new Uint32Array(givenKeys.length);
  for (let row = 0; row < size; row++)
    keysOf(row, (key) => {
      if (key === 0) return;
      if (entries === givenKeys.length) {
        givenKeys = grown(givenKeys, new Float64Array(entries * 2));
        givenRows = grown(givenRows, new Uint32Array(entries * 2));
      }
      givenKeys[entries] = key;
      givenRows[entries] = row;
      entries += 1;
    });
  let slots = 16;
  while (slots < entries) slots *= 2;
  const start = new Uint32Array(slots + 1);
  const slotOf = (key: number): number => {
    const mixed = Math.imul((key % 4294967296) ^ Math.floor(key / 4294967296), 0x9e3779b1) >>> 0;
    return (mixed ^ (mixed >>> 15)) & (slots - 1);
  };
  for (let at = 0; at < entries; at++) start[slotOf(givenKeys[at]!) + 1]! += 1;
  for (let slot = 0; slot < slots; slot++) start[slot + 1]! += start[slot]!;
  const next = start.slice(0, slots);
  const keys = new Float64Array(entries);
  const rowOf = new Uint32Array(entries);
  for (let given = 0; given < entries; given++) {
    const key = givenKeys[given]!;
    const slot = slotOf(key);
    const at = next[slot]!;
    next[slot] = at + 1;
    keys[at] = key;
    rowOf[at] = givenRows[given]!;
  }
  const rows = (key: number, most: number, visit: (row: number) => void): number => {
    if (key === 0) return 0;
    const slot = slotOf(key);
    const end = start[slot + 1]!;
    let seen = 0;
    for (let at = start[slot]!; at < end && seen < most; at++) {
      if (keys[at] !== key) continue;
      seen += 1;
      visit(rowOf[at]!);
    }
    return seen;
  };
  return { rows, count: (key, most) => rows(key, most, () => undefined) };
}

function grown<T extends Float64Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
