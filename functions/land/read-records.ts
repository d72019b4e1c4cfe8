import { open } from 'node:fs/promises';
import { type Sniffed, sniffFormat } from '../../core/tables/sniff-format.ts';
import type { TableEngine } from '../shared/ports.ts';
import { type DecodedFile, decodeFile } from './decode-file.ts';
import type { FileSettings } from './file-settings.ts';
import { loadRaw, type RawRows } from './load-raw.ts';
import { type DropFile, hostile, type Limits, type PlainFile, plainFile } from './source-file.ts';
import { survey } from './survey.ts';

/** A file's records, before anyone asks what they mean. */
export type ReadRecords = {
  readonly plain: PlainFile;
  readonly decoded: DecodedFile;
  /** Null when the file has no table in it. */
  readonly sniffed: Sniffed | null;
  readonly loaded: RawRows | null;
  /** Why there are no records. */
  readonly note: string;
};

const HEAD_BYTES = 128 * 1024;
const MAX_COLUMNS = 2000;
const QUOTE = '"'.charCodeAt(0);

/**
 * Unpacks, decodes and cuts a file into records, and loads them as texts under `raw_<index>`. What the settings say about
 * encoding and delimiter is obeyed. Errors: `HostileFile`.
 */
export async function readRecords(
  engine: TableEngine,
  scratch: string,
  index: number,
  source: DropFile,
  decided: FileSettings,
  limits?: Limits,
): Promise<ReadRecords> {
  const { file } = source;
  const plain = await plainFile(source, scratch, index, limits);
  const first = await survey(plain.path, QUOTE);
  const decoded = await decodeFile(plain.path, scratch, index, first.validUtf8, decided.encoding);
  const surveyed = decoded.path === plain.path ? first : await survey(decoded.path, QUOTE);
  const none = { plain, decoded, sniffed: null, loaded: null };
  if (surveyed.records === 0) return { ...none, note: 'the file is empty' };
  const sniffed = sniffFormat(await readHead(decoded.path), decided.delimiter ?? null);
  if (sniffed === null)
    return {
      ...none,
      note: 'no header line was found within the first 30 lines: put column names above the rows',
    };
  if (sniffed.headers.length > MAX_COLUMNS)
    throw hostile(file, {
      name: 'TOO_MANY_COLUMNS',
      allowed: `at most ${MAX_COLUMNS} columns`,
      received: String(sniffed.headers.length),
      remedy: 'export fewer columns',
    });
  const loaded = await loadRaw(engine, scratch, `raw_${index}`, file, decoded.path, sniffed, surveyed);
  return { plain, decoded, sniffed, loaded, note: '' };
}

async function readHead(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(buffer.subarray(0, bytesRead));
    const last = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
    return bytesRead < HEAD_BYTES || last < 0 ? text : text.slice(0, last + 1);
  } finally {
    await handle.close();
  }
}
