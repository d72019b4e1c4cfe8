import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { crc32, createDeflateRaw } from 'node:zlib';

/** A text file written line by line. Call `flush` when it is `full`, and `close` at the end; both wait for the disk. */
export type CsvFile = {
  readonly line: (text: string) => void;
  readonly full: () => boolean;
  readonly flush: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export type CsvStyle = {
  readonly newline?: '\n' | '\r\n';
  /** Starts with a byte order mark, as spreadsheets write CSV. */
  readonly mark?: boolean;
  readonly gzip?: boolean;
};

const pendingChars = 1 << 18;

/** Opens a file for writing, replacing what is there. */
export function createCsvFile(path: string, style: CsvStyle = {}): CsvFile {
  const newline = style.newline ?? '\n';
  const target = createWriteStream(path);
  let failure: unknown = null;
  target.on('error', (error) => {
    failure = error;
  });
  const pack = style.gzip === true ? gzipInto(target) : null;
  let pending = style.mark === true ? '\uFEFF' : '';
  const flush = async (): Promise<void> => {
    if (failure !== null) throw failure;
    const bytes = Buffer.from(pending, 'utf8');
    pending = '';
    if (pack === null ? !target.write(bytes) : !pack.write(bytes))
      await once(pack?.stream ?? target, 'drain');
  };
  return {
    line: (text) => {
      pending += text + newline;
    },
    full: () => pending.length >= pendingChars,
    flush,
    close: async () => {
      await flush();
      const finished = once(target, 'close');
      if (pack === null) target.end();
      else await pack.end();
      await finished;
      if (failure !== null) throw failure;
    },
  };
}

/**
 * The gzip format by hand around a raw deflate stream: node's own gzip writes the operating system into the header, and
 * equal tenants should be equal files.
 */
function gzipInto(target: NodeJS.WritableStream): {
  readonly stream: NodeJS.EventEmitter;
  readonly write: (bytes: Uint8Array) => boolean;
  readonly end: () => Promise<void>;
} {
  const deflate = createDeflateRaw({ level: 6 });
  let sum = 0;
  let size = 0;
  target.write(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]));
  deflate.pipe(target, { end: false });
  target.on('error', (error: Error) => deflate.destroy(error));
  return {
    stream: deflate,
    write: (bytes) => {
      sum = crc32(bytes, sum);
      size += bytes.length;
      return deflate.write(bytes);
    },
    end: async () => {
      const packed = once(deflate, 'end');
      deflate.end();
      await packed;
      const trailer = Buffer.alloc(8);
      trailer.writeUInt32LE(sum >>> 0, 0);
      trailer.writeUInt32LE(size % 2 ** 32, 4);
      target.end(trailer);
    },
  };
}

/** A field as CSV writes it: quoted where it holds a comma, a quote or a line break. */
export const field = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Integer cents as a decimal: 123450 → "1234.50". Negative amounts keep their sign. */
export function money(cents: number): string {
  const absolute = Math.abs(cents);
  const whole = Math.floor(absolute / 100);
  const rest = absolute % 100;
  return `${cents < 0 ? '-' : ''}${whole}.${rest < 10 ? '0' : ''}${rest}`;
}
