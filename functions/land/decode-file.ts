import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { encodingEvidence, likelyEncoding } from '../../core/tables/encoding-evidence.ts';
import type { FileFormat } from '../../core/tables/mapping.ts';
import { decodeWindows1252 } from '../../core/tables/windows-1252.ts';
import { firstBytes } from './source-file.ts';

export type Encoding = FileFormat['encoding'];

/** A file as UTF-8 text on the local disk. */
export type DecodedFile = {
  readonly path: string;
  readonly encoding: Encoding;
  readonly bom: boolean;
  /** Why this encoding. */
  readonly evidence: string;
};

const HEAD = 1 << 20;

/**
 * Finds a file's encoding and, unless it is UTF-8, writes it as UTF-8 into `scratch`. A byte-order mark decides; then the
 * settings; then NUL bytes at every other place (UTF-16 without a mark); then whether all of it is valid UTF-8 (`valid`);
 * then what its first megabyte looks like.
 */
export async function decodeFile(
  path: string,
  scratch: string,
  index: number,
  valid: boolean,
  decided: Encoding | undefined,
): Promise<DecodedFile> {
  const head = await firstBytes(path, HEAD);
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return { path, encoding: 'utf-8', bom: true, evidence: 'its byte-order mark' };
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  const encoding =
    marked ?? decided ?? wideOf(head) ?? (valid ? 'utf-8' : likelyEncoding(encodingEvidence(head)));
  const evidence =
    marked !== null
      ? 'its byte-order mark'
      : decided !== undefined
        ? 'the settings say so'
        : encoding === 'utf-8'
          ? valid
            ? 'all of it is valid'
            : 'most of it is valid; rows that are not are refused'
          : encoding === 'windows-1252'
            ? 'it is not valid UTF-8, and reads as letters in windows-1252'
            : 'every other byte is zero';
  if (encoding === 'utf-8') return { path, encoding, bom: false, evidence };
  const into = join(scratch, `decoded-${index}.csv`);
  await transcode(path, into, encoding);
  return { path: into, encoding, bom: marked !== null, evidence };
}

function wideOf(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const size = Math.min(head.length, 4096) & ~1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < size; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  if (size >= 8 && odd > size / 4 && even === 0) return 'utf-16le';
  if (size >= 8 && even > size / 4 && odd === 0) return 'utf-16be';
  return null;
}

async function transcode(from: string, to: string, encoding: Exclude<Encoding, 'utf-8'>): Promise<void> {
  const decoder =
    encoding === 'windows-1252'
      ? { push: decodeWindows1252, end: () => Buffer.alloc(0) }
      : wideDecoder(encoding);
  const out = createWriteStream(to);
  for await (const chunk of createReadStream(from, { highWaterMark: 1 << 20 }))
    if (!out.write(decoder.push(chunk))) await once(out, 'drain');
  out.end(decoder.end());
  await once(out, 'close');
}

/**
 * Decodes UTF-16 in pieces. Half a character stays no character: it becomes a byte that UTF-8 does not have, so that its row is
 * refused, and no replacement is ever landed.
 */
function wideDecoder(encoding: 'utf-16le' | 'utf-16be'): {
  readonly push: (bytes: Uint8Array) => Uint8Array;
  readonly end: () => Uint8Array;
} {
  let rest: Buffer = Buffer.alloc(0);
  let first = true;
  const push = (bytes: Uint8Array): Uint8Array => {
    const joined = Buffer.concat([rest, bytes]);
    const last = joined.length >= 2 ? joined.length - (joined.length % 2) : 0;
    const high = encoding === 'utf-16le' ? joined[last - 1] : joined[last - 2];
    // The first half of a pair waits for the second.
    const whole = high !== undefined && high >= 0xd8 && high <= 0xdb ? last - 2 : last;
    const units = Buffer.from(joined.subarray(0, whole));
    rest = Buffer.from(joined.subarray(whole));
    if (encoding === 'utf-16be') units.swap16();
    const text = units.toString('utf16le');
    const start = first && text.startsWith('\ufeff') ? 1 : 0;
    first = first && text === '';
    if (text.isWellFormed()) return Buffer.from(text.slice(start));
    const parts = text
      .slice(start)
      .split(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
    return Buffer.concat(
      parts.flatMap((part, at) => (at === 0 ? [Buffer.from(part)] : [STRAY, Buffer.from(part)])),
    );
  };
  return { push, end: () => (rest.length === 0 ? rest : STRAY) };
}

const STRAY = Buffer.from([0xff]);

/**
 * Byte offsets in a file as sent, from offsets in its UTF-8 form: one byte per character in windows-1252, two per UTF-16
 * unit. Offsets must rise.
 */
export async function originalOffsets(
  path: string,
  offsets: readonly number[],
  encoding: Encoding,
  bom: boolean,
): Promise<readonly number[]> {
  if (encoding === 'utf-8') return offsets;
  const found: number[] = [];
  let units = 0;
  let at = 0;
  let next = 0;
  const scale = encoding === 'windows-1252' ? 1 : 2;
  const start = bom ? 2 : 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const block: Buffer = chunk;
    for (let byte = 0; byte < block.length; byte += 1) {
      while (next < offsets.length && offsets[next] === at + byte) {
        found.push(start + units * scale);
        next += 1;
      }
      const value = block[byte] ?? 0;
      if ((value & 0xc0) !== 0x80) units += value >= 0xf0 ? 2 : 1;
    }
    at += block.length;
    if (next === offsets.length) break;
  }
  while (found.length < offsets.length) found.push(start + units * scale);
  return found;
}
