import { closeSync, openSync, writeSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import Papa from 'papaparse';
import { createSheetReader, createStringReader } from '../../core/tables/sheet-rows.ts';
import { readRelations, readStyles, readWorkbook } from '../../core/tables/workbook-parts.ts';
import type { XmlScanner } from '../../core/tables/xml-scanner.ts';
import { KindredError } from '../shared/errors.ts';
import { sha256File } from '../shared/sha256.ts';
import { type DropFile, defaultLimits, firstBytes, hostile, type Limits } from './source-file.ts';
import { unzipEntry, type ZipEntry, zipEntries } from './zip-entries.ts';

const MAX_STRINGS = 2_000_000;
const MAX_COLUMNS = 2000;
const FLUSH_ROWS = 2000;
/** However well packed, an archive of so many bytes is no bomb. */
const SMALL = 10_000_000;
/** Small parts of a workbook are read whole; none is ever larger. */
const MAX_PART = 32 * 1024 * 1024;

/** Other documents that are zip archives, by a part that each has. */
const otherPackages: readonly (readonly [string, string])[] = [
  ['xl/workbook.bin', 'a binary Excel workbook (.xlsb)'],
  ['content.xml', 'an OpenDocument file (.ods)'],
  ['word/document.xml', 'a Word document'],
  ['ppt/presentation.xml', 'a PowerPoint file'],
  ['Index/Document.iwa', 'a Numbers sheet'],
];

/**
 * The delimited files within a file: the files of a zip archive, the sheets of a workbook as CSV, or the file itself. Their
 * names are the file's name, a slash, and their own. Errors: `HostileFile`.
 */
export async function expandFile(
  source: DropFile,
  scratch: string,
  index: number,
  limits: Limits = defaultLimits,
): Promise<readonly DropFile[]> {
  const magic = await firstBytes(source.path, 4);
  if (!(magic[0] === 0x50 && magic[1] === 0x4b && magic[2] === 3 && magic[3] === 4)) return [source];
  const entries = await zipEntries(source.file, source.path);
  for (const [part, kind] of otherPackages)
    if (entries.some(({ name }) => name === part))
      throw hostile(source.file, {
        name: 'FORMAT_MISMATCH',
        allowed: 'CSV, an Excel workbook (.xlsx) or a zip archive of CSVs',
        received: kind,
        remedy: 'save it as .xlsx or CSV',
      });
  const workbook = entries.find(({ name }) => name === 'xl/workbook.xml');
  return workbook === undefined
    ? await unpackArchive(source, entries, scratch, index, limits)
    : await unpackWorkbook(source, entries, scratch, index, limits);
}

async function unpackArchive(
  source: DropFile,
  entries: readonly ZipEntry[],
  scratch: string,
  index: number,
  limits: Limits,
): Promise<readonly DropFile[]> {
  const wanted = entries.filter(({ name }) => !name.startsWith('__MACOSX/') && !/(^|\/)\.[^/]*$/.test(name));
  const files: DropFile[] = [];
  const { size: packed } = await stat(source.path);
  let unpacked = 0;
  for (const [at, entry] of wanted.entries()) {
    const path = join(scratch, `zip-${index}-${at}`);
    const left = { ...limits, maxBytes: limits.maxBytes - unpacked };
    await unzipEntry(source.file, source.path, entry, path, left);
    // What an archive says of its sizes may be a lie.
    unpacked += (await stat(path)).size;
    if (unpacked > SMALL && unpacked > packed * limits.maxRatio)
      throw hostile(source.file, {
        name: 'BOMB',
        allowed: `at most ${limits.maxRatio} times the size of the archive`,
        received: `${unpacked} bytes and more from ${packed}`,
        remedy: 'send the files unpacked, as CSV',
      });
    files.push({
      file: `${source.file}/${entry.name}`,
      path,
      arrived: source.arrived,
      sha256: await sha256File(path),
    });
  }
  if (files.length === 0)
    throw hostile(source.file, {
      name: 'EMPTY',
      allowed: 'an archive with files',
      received: 'none',
      remedy: 'pack the CSV files',
    });
  return files;
}

async function unpackWorkbook(
  source: DropFile,
  entries: readonly ZipEntry[],
  scratch: string,
  index: number,
  limits: Limits,
): Promise<readonly DropFile[]> {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const small = { ...limits, maxBytes: Math.min(limits.maxBytes, MAX_PART) };
  const whole = async (name: string): Promise<string> => {
    const entry = byName.get(name);
    if (entry === undefined) return '';
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    await unzipEntry(
      source.file,
      source.path,
      entry,
      (chunk) => {
        text += decoder.decode(chunk, { stream: true });
      },
      small,
    );
    return text;
  };
  const stream = async (name: string, scanner: XmlScanner): Promise<void> => {
    const entry = byName.get(name);
    if (entry === undefined) return;
    const decoder = new TextDecoder('utf-8', { fatal: true });
    await unzipEntry(
      source.file,
      source.path,
      entry,
      (chunk) => scanner.push(decoder.decode(chunk, { stream: true })),
      limits,
    );
    scanner.end();
  };
  try {
    const { sheets, date1904 } = readWorkbook(await whole('xl/workbook.xml'));
    const relations = readRelations(await whole('xl/_rels/workbook.xml.rels'));
    const styles = readStyles(await whole('xl/styles.xml'));
    const strings: string[] = [];
    await stream(
      'xl/sharedStrings.xml',
      createStringReader(MAX_STRINGS, (text) => strings.push(text)),
    );
    const files: DropFile[] = [];
    for (const [at, sheet] of sheets.entries()) {
      const part = relations.get(sheet.relation);
      if (part === undefined || !byName.has(part)) continue;
      const path = join(scratch, `sheet-${index}-${at}.csv`);
      // Written at once, row by row: a stream would hold the whole sheet while the reader runs ahead of it.
      const out = openSync(path, 'w');
      try {
        const sink = rowSink((text) => writeSync(out, text));
        await stream(
          part,
          createSheetReader({ strings, styles, date1904, maxColumns: MAX_COLUMNS }, sink.row),
        );
        sink.flush();
      } finally {
        closeSync(out);
      }
      files.push({
        file: `${source.file}/${sheet.name}`,
        path,
        arrived: source.arrived,
        sha256: await sha256File(path),
      });
    }
    if (files.length === 0)
      throw hostile(source.file, {
        name: 'EMPTY',
        allowed: 'a workbook with a sheet of cells',
        received: 'none',
        remedy: 'save the sheet as CSV',
      });
    return files;
  } catch (cause) {
    if (cause instanceof KindredError) throw cause;
    throw hostile(source.file, {
      name: 'FORMAT_MISMATCH',
      allowed: 'a workbook of sheets',
      received: cause instanceof Error ? cause.message : 'something else',
      remedy: 'save the sheet as CSV',
    });
  }
}

/**
 * Rows as CSV, one sheet row per line, so that line numbers are the sheet's own. Sheets leave empty cells at the end of a row
 * out: rows are filled up to the widest so far, which is the header's width below a header.
 */
function rowSink(write: (text: string) => void): {
  readonly row: (line: number, cells: readonly string[]) => void;
  readonly flush: () => void;
} {
  let next = 1;
  let width = 0;
  let rows: string[][] = [];
  const flush = (): void => {
    if (rows.length > 0) write(`${Papa.unparse(rows, { newline: '\n' })}\n`);
    rows = [];
  };
  const add = (cells: string[]): void => {
    rows.push(cells);
    if (rows.length >= FLUSH_ROWS) flush();
  };
  return {
    row: (line, cells) => {
      for (; next < line; next += 1) add(['']);
      width = Math.max(width, cells.length);
      add(Array.from({ length: width }, (_, at) => (cells[at] ?? '').replace(/\r\n?/g, '\n')));
      next = line + 1;
    },
    flush,
  };
}
