import { createReadStream } from 'node:fs';
import type { Understood } from './understand-file.ts';

/** Where a record begins. */
export type Place = { readonly line: number; readonly offset: number };

const FEED = 10;
const RETURN = 13;

/**
 * Finds physical line and byte offset of data records by their number (0 = first below the header): a second pass over the
 * bytes, made only for rows that were refused, and no further than the last of them.
 */
export async function locateRecords(
  { plain, sniffed }: Understood,
  wanted: readonly number[],
): Promise<ReadonlyMap<number, Place>> {
  const found = new Map<number, Place>();
  if (wanted.length === 0 || sniffed === null) return found;
  const targets = new Set(wanted);
  const last = wanted.reduce((a, b) => Math.max(a, b), 0);
  const quote = sniffed.quote.charCodeAt(0);
  let quoted = false;
  let filled = false;
  let record = -sniffed.recordsThrough;
  let line = 1;
  let offset = 0;
  let start: Place = { line: 1, offset: 0 };
  let previous = 0;
  const stream = createReadStream(plain.path, { highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    const block: Buffer = chunk;
    for (let at = 0; at < block.length; at += 1) {
      const byte = block[at] ?? 0;
      if (byte === quote) {
        quoted = !quoted;
        filled = true;
      } else if (byte === FEED || byte === RETURN) {
        const second = byte === FEED && previous === RETURN;
        if (!second) line += 1;
        if (!quoted) {
          if (filled) {
            if (targets.has(record)) found.set(record, start);
            record += 1;
            if (record > last) {
              stream.destroy();
              return found;
            }
          }
          filled = false;
          start = { line, offset: offset + at + 1 };
        }
      } else if (byte !== 32 && byte !== 9) filled = true;
      previous = byte;
    }
    offset += block.length;
  }
  if (filled && targets.has(record)) found.set(record, start);
  return found;
}
