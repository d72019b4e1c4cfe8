export const FEED = 10;
export const RETURN = 13;

/** Whether a byte ends a line, alone or as part of CR LF. */
export function isLineEnd(byte: number | undefined): boolean {
  return byte === FEED || byte === RETURN;
}

/** Index of the first line end at or after `from`; -1 where there is none. */
export function nextLineEnd(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at += 1) if (isLineEnd(bytes[at])) return at;
  return -1;
}

/** Whether a line ends within [from, to). */
export function hasLineEnd(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isLineEnd(bytes[at])) return true;
  return false;
}

/** How many lines end within [from, to); CR LF counts once. */
export function countLineEnds(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte === RETURN || (byte === FEED && (at === from || bytes[at - 1] !== RETURN))) count += 1;
  }
  return count;
}
