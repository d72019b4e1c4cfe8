import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';

/** What one pass over a file's bytes tells, before anything parses it. */
export type Survey = {
  readonly bytes: number;
  readonly validUtf8: boolean;
  /** NUL bytes: binary, or UTF-16 without a mark. */
  readonly nul: boolean;
  /** Line ends outside quotes. */
  readonly newline: '\n' | '\r\n' | '\r' | 'mixed';
  /** Physical lines, the last one counted also without a line end. */
  readonly lines: number;
  /** Lines that end inside quotes. */
  readonly quotedLines: number;
  /** Records that are not blank, when quotes are well formed: what a strict reader must find. */
  readonly records: number;
};

const FEED = 10;
const RETURN = 13;
const TAB = 9;
const SPACE = 32;

/**
 * Surveys a file in one streamed pass. Quotes toggle, so a doubled quote changes nothing; a stray one throws `records` off,
 * and the caller, who compares it with what the reader found, then knows that the file is not well formed.
 */
export async function survey(path: string, quote: number): Promise<Survey> {
  let bytes = 0;
  let valid = true;
  let nul = false;
  let tail: Uint8Array = new Uint8Array(0);
  let quoted = false;
  /** Whether the record so far holds more than blanks: known for sure only once a byte above blank was looked at. */
  let filled = false;
  let previous = 0;
  let feeds = 0;
  let pairs = 0;
  let returns = 0;
  let records = 0;
  let lines = 0;
  let quotedLines = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const block: Buffer = chunk;
    bytes += block.length;
    if (valid) {
      const joined = tail.length === 0 ? block : Buffer.concat([tail, block]);
      const whole = wholeCharacters(joined);
      valid = isUtf8(joined.subarray(0, whole));
      tail = Uint8Array.from(joined.subarray(whole));
    }
    nul ||= block.includes(0);
    let from = 0;
    const end = block.length;
    const gate = Math.max(quote, RETURN);
    for (let at = 0; at < end; at += 1) {
      const byte = block[at] ?? 0;
      // One comparison lets nearly every byte pass.
      if (byte > gate) continue;
      if (byte === quote) quoted = !quoted;
      else if (byte === FEED || byte === RETURN) {
        const before = at > 0 ? block[at - 1] : previous;
        const second = byte === FEED && before === RETURN;
        if (!second) lines += 1;
        if (quoted && !second) quotedLines += 1;
        if (!quoted) {
          if (second) {
            pairs += 1;
            returns -= 1;
          } else {
            if (byte === FEED) feeds += 1;
            else returns += 1;
            if (filled || hasText(block, from, at)) records += 1;
          }
          filled = false;
          from = at + 1;
        }
      }
    }
    if (end > 0) previous = block[end - 1] ?? 0;
    filled ||= hasText(block, from, end);
  }
  if (filled) records += 1;
  if (bytes > 0 && previous !== FEED && previous !== RETURN) lines += 1;
  const kinds = [pairs, feeds, returns].filter((count) => count > 0).length;
  const newline = kinds > 1 ? 'mixed' : pairs > 0 ? '\r\n' : returns > 0 ? '\r' : '\n';
  return { bytes, validUtf8: valid && tail.length === 0, nul, newline, lines, quotedLines, records };
}

/** Whether more than blanks, tabs and line ends stand in [from, to). Stops at the first: nearly always at once. */
function hasText(block: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = block[at];
    if (byte !== SPACE && byte !== TAB && byte !== FEED && byte !== RETURN) return true;
  }
  return false;
}

/** Length of the part that does not end inside a multi-byte character. */
function wholeCharacters(block: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, block.length); back += 1) {
    const byte = block[block.length - back] ?? 0;
    if (byte < 0x80) return block.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? block.length - back : block.length;
    }
  }
  return block.length;
}
