import { createReadStream } from 'node:fs';
import { createRecordScanner } from '../../core/tables/record-scanner.ts';
import type { Sniffed } from '../../core/tables/sniff-format.ts';
import { MAX_RECORD } from './normalise-file.ts';

/** Where a record begins. */
export type Place = { readonly line: number; readonly offset: number };

/**
 * Finds physical line and byte offset of data records by their number (0 = first below the header): a second pass over the
 * bytes, made only for rows that were refused, and no further than the last of them.
 */
export async function locateRecords(
  path: string,
  sniffed: Sniffed,
  wanted: readonly number[],
): Promise<ReadonlyMap<number, Place>> {
  const found = new Map<number, Place>();
  if (wanted.length === 0) return found;
  const targets = new Set(wanted);
  const last = wanted.reduce((a, b) => Math.max(a, b), 0);
  let record = -sniffed.recordsThrough;
  const scanner = createRecordScanner(
    {
      delimiter: sniffed.delimiter.charCodeAt(0),
      quote: sniffed.quote.charCodeAt(0),
      escape: sniffed.escape.charCodeAt(0),
      width: sniffed.headers.length,
    },
    { maxRecord: MAX_RECORD, maxLines: 1000 },
    ({ line, offset }) => {
      if (targets.has(record)) found.set(record, { line, offset });
      record += 1;
    },
  );
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  for await (const chunk of stream) {
    scanner.push(chunk);
    if (record > last) {
      stream.destroy();
      return found;
    }
  }
  scanner.end();
  return found;
}
