import { createWriteStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { KindredError, type Problem } from '../shared/errors.ts';
import { hostile, type Limits } from './source-file.ts';

/** One file of an archive, as its central directory lists it. The name is a label: nothing is ever written under it. */
export type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
};

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const MAX_ENTRIES = 1000;
/** The end record and the longest comment behind it. */
const TAIL = 22 + 65_535;

/**
 * Lists an archive's files by its central directory; folders are left out. Errors: `HostileFile` for what is no complete zip, is
 * encrypted, is larger than a classic zip may be, or lists more than 1,000 files.
 */
export async function zipEntries(file: string, path: string): Promise<readonly ZipEntry[]> {
  const { size } = await stat(path);
  const handle = await open(path);
  try {
    const tail = await readAt(handle, Math.max(0, size - TAIL), Math.min(TAIL, size));
    const end = lastIndexOfSignature(tail, END);
    if (end < 0) throw refused(file, 'TRUNCATED', 'a complete zip archive', 'no end of its directory');
    const count = tail.getUint16(end + 10, true);
    const length = tail.getUint32(end + 12, true);
    const start = tail.getUint32(end + 16, true);
    if (count > MAX_ENTRIES || count === 0xffff)
      throw refused(file, 'TOO_MANY_ENTRIES', `at most ${MAX_ENTRIES} files in an archive`, String(count));
    if (start + length > size)
      throw refused(file, 'TRUNCATED', 'a complete zip archive', 'a directory beyond its end');
    const directory = await readAt(handle, start, length);
    const entries: ZipEntry[] = [];
    let at = 0;
    for (let index = 0; index < count; index += 1) {
      if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== ENTRY)
        throw refused(file, 'FORMAT_MISMATCH', 'a zip directory', 'something else');
      const flags = directory.getUint16(at + 8, true);
      const nameLength = directory.getUint16(at + 28, true);
      if (at + 46 + nameLength > directory.byteLength)
        throw refused(file, 'TRUNCATED', 'a complete zip archive', 'a name beyond the end of its directory');
      const name = textAt(directory, at + 46, nameLength);
      if ((flags & 1) !== 0) throw refused(file, 'ENCRYPTED', 'files without a password', name);
      const entry = {
        name,
        method: directory.getUint16(at + 10, true),
        packed: directory.getUint32(at + 20, true),
        size: directory.getUint32(at + 24, true),
        offset: directory.getUint32(at + 42, true),
      };
      if (entry.packed === 0xffffffff || entry.size === 0xffffffff || entry.offset === 0xffffffff)
        throw refused(file, 'TOO_LARGE', 'files below 4 GB in an archive', name);
      if (!name.endsWith('/')) entries.push(entry);
      at += 46 + nameLength + directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    }
    return entries;
  } finally {
    await handle.close();
  }
}

/** Unpacks one file of an archive into a local file, or into a stream of chunks, within the limits. Errors: `HostileFile`. */
export async function unzipEntry(
  file: string,
  path: string,
  entry: ZipEntry,
  to: string | ((chunk: Uint8Array) => void),
  limits: Limits,
): Promise<void> {
  if (entry.method !== 0 && entry.method !== 8)
    throw refused(
      file,
      'FORMAT_MISMATCH',
      'files stored or deflated',
      `${entry.name}, packed by method ${entry.method}`,
    );
  const handle = await open(path);
  try {
    const local = await readAt(handle, entry.offset, 30);
    if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL)
      throw refused(file, 'FORMAT_MISMATCH', 'a zip archive', `no file where ${entry.name} should be`);
    const start = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
    const source = handle.createReadStream({
      start,
      end: start + Math.max(entry.packed, 1) - 1,
      autoClose: false,
    });
    const counted = counter(file, entry, limits, typeof to === 'string' ? null : to);
    const sink = typeof to === 'string' ? createWriteStream(to) : discard();
    if (entry.packed === 0) source.destroy();
    if (entry.packed === 0) sink.end();
    else if (entry.method === 0) await pipeline(source, counted, sink);
    else await pipeline(source, createInflateRaw(), counted, sink);
  } catch (cause) {
    // A reader's own refusal of the content is not the archive's fault.
    if (cause instanceof KindredError || cause instanceof RangeError || isBadText(cause)) throw cause;
    throw refused(
      file,
      'TRUNCATED',
      `a complete ${entry.name}`,
      cause instanceof Error ? cause.message : 'something else',
    );
  } finally {
    await handle.close();
  }
}

/** What a strict decoder throws at bytes that are no text. */
const isBadText = (cause: unknown): boolean =>
  cause instanceof TypeError && 'code' in cause && cause.code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

function counter(
  file: string,
  entry: ZipEntry,
  limits: Limits,
  onChunk: ((chunk: Uint8Array) => void) | null,
): Transform {
  let out = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done: TransformCallback) {
      out += chunk.length;
      if (out > limits.maxBytes)
        return done(refused(file, 'TOO_LARGE', `at most ${limits.maxBytes} bytes unpacked`, entry.name));
      if (out > 1_000_000 && out > entry.packed * limits.maxRatio)
        return done(
          refused(file, 'BOMB', `at most ${limits.maxRatio} times its packed size`, `${entry.name}: more`),
        );
      try {
        onChunk?.(chunk);
      } catch (cause) {
        return done(cause instanceof Error ? cause : new RangeError('unreadable'));
      }
      done(null, chunk);
    },
  });
}

function discard(): Transform {
  return new Transform({
    transform(_chunk, _encoding, done: TransformCallback) {
      done();
    },
  }).resume();
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  return new DataView(bytes.buffer, 0, bytesRead);
}

function lastIndexOfSignature(view: DataView, signature: number): number {
  for (let at = view.byteLength - 22; at >= 0; at -= 1) if (view.getUint32(at, true) === signature) return at;
  return -1;
}

function textAt(view: DataView, from: number, length: number): string {
  return new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, length));
}

function refused(file: string, name: string, allowed: string, received: string): KindredError {
  const problem: Problem = { name, allowed, received, remedy: 'send the files unpacked, as CSV' };
  return hostile(file, problem);
}
