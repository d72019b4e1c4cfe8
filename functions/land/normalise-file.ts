import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createRecordScanner, type ScannedRecord } from '../../core/tables/record-scanner.ts';
import type { Sniffed } from '../../core/tables/sniff-format.ts';
import type { RefusalCode } from '../../core/tables/typed-rows.sql.ts';
import { decodeWindows1252 } from '../../core/tables/windows-1252.ts';

/** A record that cannot be a row, with where it stands. */
export type BrokenRecord = {
  readonly record: number;
  readonly line: number;
  readonly offset: number;
  readonly code: RefusalCode;
  /** Its beginning. */
  readonly text: string;
};

export type Normalised = {
  /** Rows written. */
  readonly rows: number;
  /** Broken records in file order, the first `listed` of them. */
  readonly broken: readonly BrokenRecord[];
  readonly brokenBy: { readonly [code: string]: number };
  readonly skipped: { readonly [kind: string]: number };
};

export const MAX_RECORD = 2 * 1024 * 1024;
const MAX_LINES = 1000;
const LISTED = 50_000;
const FLUSH = 4 * 1024 * 1024;

/**
 * Rewrites a file that a strict reader refuses into one that it reads: the same records in the same order, each behind its
 * number (0 = first below the header), LF line ends, the width of the header. What cannot be a row is reported, never
 * repaired by guessing; rule lines, repeated headers and lines of a single cell are passed over and counted. A cell too many
 * that is empty and last is dropped; a last cell whose column has no name may be missing.
 */
export async function normaliseFile(
  from: string,
  to: string,
  sniffed: Sniffed,
  checkUtf8: boolean,
): Promise<Normalised> {
  const width = sniffed.headers.length;
  const unnamedLast = sniffed.headers.at(-1) === '';
  const out = await open(to, 'w');
  const sink = createSink(out);
  const delimiter = sniffed.delimiter.charCodeAt(0);
  const quote = sniffed.quote.charCodeAt(0);
  const escaping = sniffed.escape.charCodeAt(0);
  const broken: BrokenRecord[] = [];
  const brokenBy: Record<string, number> = {};
  const skipped: Record<string, number> = {};
  let record = -sniffed.recordsThrough;
  let header = '';
  let rows = 0;
  const skip = (kind: string): void => {
    skipped[kind] = (skipped[kind] ?? 0) + 1;
  };
  const refuse = (scanned: ScannedRecord, code: RefusalCode): void => {
    brokenBy[code] = (brokenBy[code] ?? 0) + 1;
    if (broken.length >= LISTED) return;
    const start = Buffer.from(scanned.bytes.subarray(scanned.from, Math.min(scanned.to, scanned.from + 400)));
    // What is no UTF-8 is shown byte by byte, so that nobody has to guess what stood there.
    const text = isUtf8(start) ? start.toString('utf8') : decodeWindows1252(start);
    broken.push({ record, line: scanned.line, offset: scanned.offset, code, text });
  };
  const verdictOf = (
    scanned: ScannedRecord,
  ): { readonly skip: string } | { readonly skip: null; readonly code: RefusalCode } | null => {
    const { bytes, from: start, to: stop, cells, starts, ends, fault } = scanned;
    if (isRuleLine(bytes, start, stop)) return { skip: 'rule' };
    if (
      stop - start === header.length &&
      header !== '' &&
      Buffer.from(bytes.subarray(start, stop)).toString('latin1') === header
    )
      return { skip: 'repeated_header' };
    if (checkUtf8 && !isUtf8(bytes.subarray(start, stop))) return { skip: null, code: 'BAD_ENCODING' };
    if (fault === null) return null;
    if (
      fault === 'TOO_MANY_CELLS' &&
      cells === width + 1 &&
      isEmpty(bytes, starts[width] ?? 0, ends[width] ?? 0, quote)
    )
      return null;
    if (fault === 'TOO_FEW_CELLS' && cells === width - 1 && unnamedLast) return null;
    if (fault === 'TOO_FEW_CELLS' && cells === 1 && width >= 3) return { skip: 'note' };
    return { skip: null, code: fault };
  };
  const take = (scanned: ScannedRecord): void => {
    const { bytes, from: start, to: stop, cells, starts, ends } = scanned;
    const refusal = verdictOf(scanned);
    if (refusal !== null) {
      if (refusal.skip !== null) skip(refusal.skip);
      else refuse(scanned, refusal.code);
      return;
    }
    const spare = cells > width;
    const short = cells < width;
    sink.text(String(record));
    sink.byte(delimiter);
    const plain = !scanned.literal && !spare && !bytes.subarray(start, stop).includes(RETURN);
    if (plain) sink.bytes(bytes, start, stop);
    else {
      for (let cell = 0; cell < Math.min(cells, width); cell += 1) {
        if (cell > 0) sink.byte(delimiter);
        writeCell(sink, bytes, starts[cell] ?? 0, ends[cell] ?? 0, quote, escaping);
      }
    }
    if (short) sink.byte(delimiter);
    sink.byte(FEED);
    rows += 1;
  };
  const scanner = createRecordScanner(
    { delimiter, quote, escape: escaping, width },
    { maxRecord: MAX_RECORD, maxLines: MAX_LINES },
    (scanned) => {
      if (record === -1)
        header = Buffer.from(scanned.bytes.subarray(scanned.from, scanned.to))
          .toString('latin1')
          .replace(/^\u00ef\u00bb\u00bf/, '');
      if (record >= 0) take(scanned);
      record += 1;
    },
  );
  try {
    for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 })) {
      scanner.push(chunk);
      if (sink.size() > FLUSH) await sink.flush();
    }
    scanner.end();
    await sink.flush();
  } finally {
    await out.close();
  }
  return { rows, broken, brokenBy, skipped };
}

const FEED = 10;
const RETURN = 13;
/** - = + | _ * and blanks: what rules are drawn with. */
const RULE_BYTES = new Set([45, 61, 43, 124, 95, 42, 32, 9]);

function isRuleLine(bytes: Uint8Array, from: number, to: number): boolean {
  let drawn = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (!RULE_BYTES.has(byte)) return false;
    if (byte !== 32 && byte !== 9 && byte !== 124) drawn += 1;
  }
  return drawn >= 3;
}

function isEmpty(bytes: Uint8Array, from: number, to: number, quote: number): boolean {
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== quote) return false;
  }
  return true;
}

type Sink = {
  readonly byte: (value: number) => void;
  readonly bytes: (source: Uint8Array, from: number, to: number) => void;
  readonly text: (ascii: string) => void;
  readonly size: () => number;
  readonly flush: () => Promise<void>;
};

/** A growing buffer in front of a file. */
function createSink(out: FileHandle): Sink {
  let buffer = new Uint8Array(FLUSH + (1 << 20));
  let used = 0;
  const room = (count: number): void => {
    if (used + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, used + count));
    larger.set(buffer.subarray(0, used));
    buffer = larger;
  };
  return {
    byte: (value) => {
      room(1);
      buffer[used] = value;
      used += 1;
    },
    bytes: (source, from, to) => {
      room(to - from);
      buffer.set(source.subarray(from, to), used);
      used += to - from;
    },
    text: (ascii) => {
      room(ascii.length);
      for (let at = 0; at < ascii.length; at += 1) buffer[used + at] = ascii.charCodeAt(at);
      used += ascii.length;
    },
    size: () => used,
    flush: async () => {
      await out.write(buffer, 0, used);
      used = 0;
    },
  };
}

/** A cell as a strict reader takes it: quoted where a quote stands in it, line ends as LF. */
function writeCell(
  sink: Sink,
  bytes: Uint8Array,
  from: number,
  to: number,
  quote: number,
  escaping: number,
): void {
  let first = from;
  while (first < to && (bytes[first] === 32 || bytes[first] === 9)) first += 1;
  const quoted = first < to && bytes[first] === quote;
  const literal = !quoted && bytes.subarray(from, to).includes(quote);
  if (literal) sink.byte(quote);
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === RETURN) {
      if (bytes[at + 1] !== FEED) sink.byte(FEED);
      continue;
    }
    if (literal && (byte === quote || byte === escaping)) sink.byte(escaping);
    sink.byte(byte);
  }
  if (literal) sink.byte(quote);
}
