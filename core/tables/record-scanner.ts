import { countLineEnds, FEED, hasLineEnd, isLineEnd, nextLineEnd, RETURN } from './line-ends.ts';

/** The bytes that structure a delimited text; all of them ASCII, so that UTF-8 needs no decoding to be cut. */
export type ScanDialect = {
  readonly delimiter: number;
  readonly quote: number;
  /** Equal to `quote` where quotes are doubled. */
  readonly escape: number;
  /** Cells every record should have. */
  readonly width: number;
};

export type ScanLimits = {
  /** Bytes a record may have before it is given up. */
  readonly maxRecord: number;
  /** Physical lines one record may span. */
  readonly maxLines: number;
};

export type ScanFault =
  | 'TOO_FEW_CELLS'
  | 'TOO_MANY_CELLS'
  | 'BAD_QUOTE'
  | 'UNTERMINATED_QUOTE'
  | 'RECORD_TOO_LARGE';

/**
 * One record. `bytes[from, to)` is its text without the line end, valid only until the callback returns. Cell `i` is
 * `bytes[starts[i], ends[i])`, quotes included. `literal` says that a quote stands inside an unquoted cell.
 */
export type ScannedRecord = {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** Bytes before the record in the whole text. */
  readonly offset: number;
  /** Physical line it begins on, from 1. */
  readonly line: number;
  readonly cells: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly literal: boolean;
  readonly fault: ScanFault | null;
};

export type RecordScanner = {
  /** Takes the next bytes; any cut between chunks gives the same records. */
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
};

const SPACE = 32;
const TAB = 9;

/** Cells a record is cut into at most; beyond it only the count goes on. */
const MAX_CELLS = 4096;

/**
 * Cuts a delimited text into records, whatever is wrong with it. Lines end with LF, CR LF or CR, also mixed; blank lines are
 * passed over. A quoted cell begins with a quote (blanks before it do not matter) and may span lines. A record that is wrong
 * and spans lines is taken to begin with a stray quote: its first line alone is reported, as `UNTERMINATED_QUOTE`, and
 * scanning resumes on the next line, so one stray quote costs one row. Memory is bounded by `maxRecord`; time is linear.
 */
export function createRecordScanner(
  dialect: ScanDialect,
  limits: ScanLimits,
  onRecord: (record: ScannedRecord) => void,
): RecordScanner {
  const { delimiter, quote, escape: escaping, width } = dialect;
  const starts = new Int32Array(MAX_CELLS);
  const ends = new Int32Array(MAX_CELLS);
  let pending = new Uint8Array(0);
  let base = 0;
  let line = 1;
  /** Skipping to the next line end, after a record that was too large to hold. */
  let skipping = false;
  /** The last line ended with CR: a LF that follows belongs to it. */
  let afterReturn = false;

  const isBlank = (byte: number | undefined): boolean =>
    (byte === SPACE && delimiter !== SPACE) || (byte === TAB && delimiter !== TAB);

  let cells = 0;
  let literal = false;
  let badQuote = false;
  /** A quoted cell holds a line end. */
  let multiline = false;

  const addCell = (from: number, to: number): void => {
    if (cells < MAX_CELLS) {
      starts[cells] = from;
      ends[cells] = to;
    }
    cells += 1;
  };

  /** Index of the record's end (a line end, or the end of the text), or -1 when the bytes at hand do not reach it. */
  const cut = (bytes: Uint8Array, from: number, last: boolean): number => {
    cells = 0;
    literal = false;
    badQuote = false;
    multiline = false;
    const size = bytes.length;
    let at = from;
    for (;;) {
      const cell = at;
      while (at < size && isBlank(bytes[at])) at += 1;
      if (at < size && bytes[at] === quote) {
        at += 1;
        const inside = at;
        for (;;) {
          const next = escaping === quote ? bytes.indexOf(quote, at) : closing(bytes, at);
          if (next < 0) return last ? -2 : -1;
          at = next + 1;
          if (at === size) {
            if (!last) return -1;
            break;
          }
          if (escaping !== quote || bytes[at] !== quote) break;
          at += 1;
        }
        multiline ||= hasLineEnd(bytes, inside, at);
        while (at < size && isBlank(bytes[at])) at += 1;
        if (at < size && bytes[at] !== delimiter && !isLineEnd(bytes[at])) badQuote = true;
      }
      while (at < size) {
        const byte = bytes[at];
        if (byte === delimiter || byte === FEED || byte === RETURN) break;
        if (byte === quote) literal = true;
        at += 1;
      }
      if (at === size && !last) return -1;
      addCell(cell, at);
      if (at === size || bytes[at] !== delimiter) return at;
      at += 1;
    }
  };

  const closing = (bytes: Uint8Array, from: number): number => {
    for (let at = from; at < bytes.length; at += 1) {
      if (bytes[at] === escaping) at += 1;
      else if (bytes[at] === quote) return at;
    }
    return -1;
  };

  /** Lines of a record that would be whole rows by themselves: two of them mean that a stray quote joined rows. */
  const rowsIn = (bytes: Uint8Array, from: number, to: number): number => {
    let rows = 0;
    let found = 1;
    for (let at = from; at <= to; at += 1) {
      if (at === to || isLineEnd(bytes[at])) {
        if (found === width) rows += 1;
        found = 1;
      } else if (bytes[at] === delimiter) found += 1;
    }
    return rows;
  };

  const emit = (bytes: Uint8Array, from: number, to: number, fault: ScanFault | null): void => {
    let text = from;
    while (text < to && (isBlank(bytes[text]) || bytes[text] === TAB)) text += 1;
    if (text === to) return;
    onRecord({ bytes, from, to, offset: base + from, line, cells, starts, ends, literal, fault });
  };

  const scan = (bytes: Uint8Array, last: boolean): number => {
    let at = 0;
    while (at < bytes.length) {
      if (afterReturn && bytes[at] === FEED) at += 1;
      afterReturn = false;
      if (skipping) {
        const end = nextLineEnd(bytes, at);
        if (end < 0) return bytes.length;
        skipping = false;
        at = end;
      } else if (at < bytes.length) {
        let end = cut(bytes, at, last);
        let fault: ScanFault | null = badQuote
          ? 'BAD_QUOTE'
          : width > 0 && cells < width
            ? 'TOO_FEW_CELLS'
            : width > 0 && cells > width
              ? 'TOO_MANY_CELLS'
              : null;
        const open = end < 0;
        if (open && !(last || bytes.length - at > limits.maxRecord)) return at;
        const spanned = open ? 2 : fault === null && !multiline ? 0 : countLineEnds(bytes, at, end);
        const joined = spanned > 0 && width >= 3 && !open && rowsIn(bytes, at, end) >= 2;
        if (open || (fault !== null && spanned > 0) || joined || spanned > limits.maxLines) {
          const first = nextLineEnd(bytes, at);
          fault = first < 0 && !last ? 'RECORD_TOO_LARGE' : 'UNTERMINATED_QUOTE';
          cells = 0;
          if (first < 0) {
            emit(bytes, at, bytes.length, fault);
            skipping = !last;
            return bytes.length;
          }
          end = first;
        } else if (end - at > limits.maxRecord) fault = 'RECORD_TOO_LARGE';
        emit(bytes, at, end, fault);
        line += countLineEnds(bytes, at, end);
        at = end;
      }
      if (at < bytes.length) {
        // A line end: CR LF counts once, also when the cut falls between the two.
        if (bytes[at] === RETURN) {
          at += 1;
          if (at === bytes.length) afterReturn = true;
          else if (bytes[at] === FEED) at += 1;
        } else at += 1;
        line += 1;
      }
    }
    return at;
  };

  const take = (chunk: Uint8Array, last: boolean): void => {
    let bytes = chunk;
    if (pending.length > 0) {
      bytes = new Uint8Array(pending.length + chunk.length);
      bytes.set(pending);
      bytes.set(chunk, pending.length);
    }
    const used = scan(bytes, last);
    pending = bytes.slice(used);
    base += used;
  };
  return { push: (chunk) => take(chunk, false), end: () => take(new Uint8Array(0), true) };
}
