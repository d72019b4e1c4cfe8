import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { KindredError, type Problem } from '../shared/errors.ts';

/** A file of the drop as it lies on the local disk. */
export type DropFile = {
  /** Name below the inbox, as people know it. */
  readonly file: string;
  readonly path: string;
  /** Of the bytes as sent, lower-case hex. */
  readonly sha256: string;
  /** Arrival, RFC 3339 UTC; decides which of two files is newer, and which order dates lie in the future. */
  readonly arrived: string;
};

/** What landing may spend on one file before it calls it hostile. */
export type Limits = {
  readonly maxBytes: number;
  /** Unpacked ÷ packed, once more than a megabyte came out. */
  readonly maxRatio: number;
};

export const defaultLimits: Limits = { maxBytes: 8_000_000_000, maxRatio: 100 };

/** A file made plain: unpacked, its kind known. */
export type PlainFile = {
  readonly path: string;
  /** As sent. */
  readonly bytes: number;
  readonly container: 'plain' | 'gzip';
};

/** Unpacks a file into `scratch` if it is packed, under the limits. Errors: `HostileFile`. */
export async function plainFile(
  { file, path }: DropFile,
  scratch: string,
  index: number,
  limits: Limits = defaultLimits,
): Promise<PlainFile> {
  const [{ size }, magic] = await Promise.all([stat(path), firstBytes(path, 8)]);
  if (magic[0] === 0x1f && magic[1] === 0x8b) {
    const into = join(scratch, `plain-${index}.csv`);
    await gunzip(file, path, into, size, limits);
    const inner = await firstBytes(into, 8);
    refuseFormat(file, inner);
    return { path: into, bytes: size, container: 'gzip' };
  }
  refuseFormat(file, magic);
  if (size > limits.maxBytes) throw tooLarge(file, limits);
  return { path, bytes: size, container: 'plain' };
}

/** The first bytes of a file. */
export async function firstBytes(path: string, count: number): Promise<Uint8Array> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function gunzip(file: string, from: string, to: string, packed: number, limits: Limits): Promise<void> {
  let out = 0;
  const counted = new Transform({
    transform(chunk: Uint8Array, _encoding, done: TransformCallback) {
      out += chunk.length;
      if (out > limits.maxBytes) done(tooLarge(file, limits));
      else if (out > 1_000_000 && out > packed * limits.maxRatio)
        done(
          hostile(file, {
            name: 'BOMB',
            allowed: `at most ${limits.maxRatio} times its packed size`,
            received: `${out} bytes and more from ${packed}`,
            remedy: 'send the file unpacked',
          }),
        );
      else done(null, chunk);
    },
  });
  try {
    await pipeline(createReadStream(from), createGunzip(), counted, createWriteStream(to));
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    const truncated = cause instanceof Error && /unexpected end/i.test(cause.message);
    throw hostile(file, {
      name: truncated ? 'TRUNCATED' : 'FORMAT_MISMATCH',
      allowed: 'a complete gzip file',
      received: cause instanceof Error ? cause.message : 'something else',
      remedy: 'pack or upload it again',
    });
  }
}

const kinds: readonly (readonly [string, string])[] = [
  ['504b0304', 'a zip archive or a workbook'],
  ['504b0506', 'an empty zip archive'],
  ['d0cf11e0', 'an old Excel workbook (xls) or an encrypted one'],
  ['25504446', 'a PDF'],
  ['50415231', 'parquet'],
  ['1f8b', 'gzip inside gzip'],
  ['89504e47', 'an image'],
  ['377abcaf', 'a 7z archive'],
  ['28b52ffd', 'a zstd file'],
];

function refuseFormat(file: string, magic: Uint8Array): void {
  const hex = [...magic].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const kind = kinds.find(([signature]) => hex.startsWith(signature))?.[1];
  const first = new TextDecoder('latin1').decode(magic).trimStart().toLowerCase();
  const text =
    first.startsWith('<!doc') || first.startsWith('<html') || first.startsWith('<?xml')
      ? 'HTML or XML'
      : first.startsWith('{') || first.startsWith('[{')
        ? 'JSON'
        : undefined;
  const received = kind ?? text;
  if (received === undefined) return;
  throw hostile(file, {
    name: 'FORMAT_MISMATCH',
    allowed: 'delimited text (CSV, TSV), plain or gzip',
    received,
    remedy: 'export it as CSV',
  });
}

function tooLarge(file: string, limits: Limits): KindredError {
  return hostile(file, {
    name: 'TOO_LARGE',
    allowed: `at most ${limits.maxBytes} bytes unpacked`,
    received: 'more',
    remedy: 'split the file',
  });
}

/** The error for a file that is refused as a whole; `name` is its code. */
export function hostile(file: string, problem: Problem): KindredError {
  return new KindredError('HostileFile', [{ file, ...problem }]);
}
