import { closeSync, createReadStream, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cellForms, type SubjectForm } from '../../core/erase/subject-forms.ts';
import type { TableName } from '../../core/tables/canonical-tables.ts';
import { createRecordScanner, type ScannedRecord } from '../../core/tables/record-scanner.ts';
import { KindredError } from '../shared/errors.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256File } from '../shared/sha256.ts';
import { expandFile } from './expand-file.ts';
import { MAX_RECORD } from './normalise-file.ts';
import type { DropFile } from './source-file.ts';
import { dropRaw, type Understood, understandFile } from './understand-file.ts';

/** Whom to look for. Ids found on the way are added, so that what refers to a company goes with it. */
export type Wanted = {
  readonly isCompany: (form: SubjectForm) => boolean;
  readonly isPerson: (form: SubjectForm) => boolean;
};

export type FoundRow = {
  readonly file: string;
  readonly line: number;
  readonly cells: { readonly [header: string]: string };
};

export type Scrubbed = {
  /** Files of the drop that held somebody, each with what takes its place: more than one for an archive or a workbook. */
  readonly changed: readonly { readonly file: string; readonly replacements: readonly DropFile[] }[];
  readonly rows_removed: number;
  readonly cells_emptied: number;
  /** Ids of the companies found, as the files write them. */
  readonly ids: readonly string[];
  readonly found: readonly FoundRow[];
};

/** Columns whose values are the ids of companies. */
const idColumns: ReadonlySet<string> = new Set(['customer_id', 'prospect_id', 'target']);
/** Tables whose row is the company itself. */
const companyTables: ReadonlySet<TableName | null> = new Set<TableName | null>(['customers', 'prospects']);
/** Tables whose row is about a person, and goes with them. */
const personTables: ReadonlySet<TableName | null> = new Set<TableName | null>(['contacts', 'signals']);
const keptRows = 10_000;
const lineEnd = Buffer.from('\n');

type Source = { readonly drop: string; readonly file: DropFile; readonly read: Understood };
type Verdict = 'keep' | 'remove' | readonly number[];

/**
 * Looks through every record of a drop for companies and people. A company's records go, and so does every record that refers
 * to it by its id, and the lines of its orders; a person's records go where they are about the person, elsewhere the cells that
 * name them are emptied. What is left of a file keeps its bytes, as UTF-8. A file that cannot be read as records is left out of
 * `changed`: nothing of it is ever landed.
 */
export async function scrubDrop(
  engine: TableEngine,
  scratch: string,
  drop: readonly DropFile[],
  settings: Settings,
  wanted: Wanted,
): Promise<Scrubbed> {
  const sources = await readable(engine, scratch, drop, settings);
  const ids = new Set<string>();
  const orders = new Set<string>();
  // Companies first, then what refers to them, then the lines of their orders: an id may be learnt from any file.
  for (const { read } of sources)
    if (companyTables.has(read.mapping.table))
      await eachRecord(read, (cells) => {
        if (directly(read, cells, wanted) !== 'company') return;
        for (const id of valuesOf(read, cells, idColumns)) ids.add(id);
      });
  for (const { read } of sources)
    await eachRecord(read, (cells) => {
      if (directly(read, cells, wanted) !== 'company' && !refersTo(read, cells, ids)) return;
      for (const order of valuesOf(read, cells, new Set(['order_id']))) orders.add(order);
    });
  const found: FoundRow[] = [];
  let rowsRemoved = 0;
  let cellsEmptied = 0;
  const rewritten = new Map<Source, DropFile>();
  for (const [at, source] of sources.entries()) {
    const { read } = source;
    const path = join(scratch, `scrubbed-${at}`);
    let changes = 0;
    await rewrite(read, path, (cells, record) => {
      const verdict = verdictOn(read, cells, wanted, ids, orders);
      if (verdict === 'keep') return verdict;
      changes += 1;
      if (verdict === 'remove') rowsRemoved += 1;
      else cellsEmptied += verdict.length;
      if (found.length < keptRows)
        found.push({ file: source.file.file, line: record.line, cells: named(read, cells) });
      return verdict;
    });
    if (changes > 0) rewritten.set(source, { ...source.file, path, sha256: await sha256File(path) });
  }
  const changed = drop.flatMap(({ file }) => {
    const parts = sources.filter((source) => source.drop === file);
    return parts.some((source) => rewritten.has(source))
      ? [{ file, replacements: parts.map((source) => rewritten.get(source) ?? source.file) }]
      : [];
  });
  return { changed, rows_removed: rowsRemoved, cells_emptied: cellsEmptied, ids: [...ids].sort(), found };
}

async function readable(
  engine: TableEngine,
  scratch: string,
  drop: readonly DropFile[],
  settings: Settings,
): Promise<readonly Source[]> {
  const sources: Source[] = [];
  for (const [index, file] of drop.entries()) {
    try {
      for (const part of await expandFile(file, scratch, index)) {
        const read = await understandFile(engine, scratch, sources.length, part, settings);
        if (read.raw !== null) await dropRaw(engine, read.raw);
        if (read.sniffed !== null) sources.push({ drop: file.file, file: part, read });
      }
    } catch (error) {
      if (!(error instanceof KindredError) || error.code !== 'HostileFile') throw error;
    }
  }
  return sources;
}

const idPositions = new WeakMap<Understood, ReadonlySet<number>>();

/** Positions of the columns that hold ids of companies. */
function idsAt(read: Understood): ReadonlySet<number> {
  const known = idPositions.get(read);
  if (known !== undefined) return known;
  const positions = new Set(
    read.mapping.columns.filter(({ column }) => idColumns.has(column)).map(({ position }) => position),
  );
  idPositions.set(read, positions);
  return positions;
}

function directly(read: Understood, cells: readonly string[], wanted: Wanted): 'company' | 'person' | null {
  const ids = idsAt(read);
  let person = false;
  for (const [at, cell] of cells.entries())
    for (const form of cellForms(cell, ids.has(at))) {
      if (wanted.isCompany(form)) return 'company';
      person ||= wanted.isPerson(form);
    }
  return person ? 'person' : null;
}

function valuesOf(read: Understood, cells: readonly string[], columns: ReadonlySet<string>): string[] {
  return read.mapping.columns
    .filter(({ column }) => columns.has(column))
    .map(({ position }) => (cells[position] ?? '').trim())
    .filter((value) => value !== '');
}

const refersTo = (read: Understood, cells: readonly string[], ids: ReadonlySet<string>): boolean =>
  valuesOf(read, cells, idColumns).some((id) => ids.has(id));

function verdictOn(
  read: Understood,
  cells: readonly string[],
  wanted: Wanted,
  ids: ReadonlySet<string>,
  orders: ReadonlySet<string>,
): Verdict {
  const direct = directly(read, cells, wanted);
  if (direct === 'company' || refersTo(read, cells, ids)) return 'remove';
  if (valuesOf(read, cells, new Set(['order_id'])).some((order) => orders.has(order))) return 'remove';
  if (direct === null) return 'keep';
  if (personTables.has(read.mapping.table)) return 'remove';
  return cells.flatMap((cell, at) =>
    cellForms(cell, false).some((form) => wanted.isPerson(form)) ? [at] : [],
  );
}

const named = (read: Understood, cells: readonly string[]): { [header: string]: string } =>
  Object.fromEntries(cells.map((cell, at) => [read.sniffed?.headers[at] ?? `column ${at + 1}`, cell]));

/** The cells of a record as text, quotes taken off. */
function cellsOf(
  read: Understood,
  record: ScannedRecord,
  decoder: InstanceType<typeof TextDecoder>,
): string[] {
  const quote = read.sniffed?.quote ?? '"';
  const cells: string[] = [];
  for (let at = 0; at < record.cells && at < record.starts.length; at += 1) {
    const raw = decoder.decode(record.bytes.subarray(record.starts[at], record.ends[at])).trim();
    cells.push(
      raw.length > 1 && raw.startsWith(quote) && raw.endsWith(quote)
        ? raw.slice(1, -1).replaceAll(quote + quote, quote)
        : raw,
    );
  }
  return cells;
}

async function scan(read: Understood, onRecord: (record: ScannedRecord) => void): Promise<void> {
  const { sniffed } = read;
  if (sniffed === null) return;
  const scanner = createRecordScanner(
    {
      delimiter: sniffed.delimiter.charCodeAt(0),
      quote: sniffed.quote.charCodeAt(0),
      escape: sniffed.escape.charCodeAt(0),
      width: sniffed.headers.length,
    },
    { maxRecord: MAX_RECORD, maxLines: 1000 },
    onRecord,
  );
  for await (const chunk of createReadStream(read.decoded.path, { highWaterMark: 1 << 20 }))
    scanner.push(chunk);
  scanner.end();
}

async function eachRecord(read: Understood, see: (cells: readonly string[]) => void): Promise<void> {
  const decoder = new TextDecoder();
  await scan(read, (record) => see(cellsOf(read, record, decoder)));
}

/** Writes a file's records anew, without those that go; a record too large to hold goes as well. */
async function rewrite(
  read: Understood,
  path: string,
  decide: (cells: readonly string[], record: ScannedRecord) => Verdict,
): Promise<void> {
  const out = openSync(path, 'w');
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const flush = (): void => {
    writeSync(out, Buffer.concat(pending));
    pending = [];
    pendingBytes = 0;
  };
  const decoder = new TextDecoder();
  let record = -(read.sniffed?.recordsThrough ?? 0);
  await scan(read, (scanned) => {
    const header = record < 0;
    record += 1;
    const cells = cellsOf(read, scanned, decoder);
    const verdict = header ? 'keep' : decide(cells, scanned);
    if (verdict === 'remove') return;
    const bytes = Buffer.from(scanned.bytes.subarray(scanned.from, scanned.to));
    pending.push(verdict === 'keep' ? bytes : emptied(scanned, bytes, verdict), lineEnd);
    pendingBytes += bytes.length;
    if (pendingBytes > 1 << 20) flush();
  });
  flush();
  closeSync(out);
}

/** A record's bytes without the content of some cells. */
function emptied(scanned: ScannedRecord, bytes: Buffer, positions: readonly number[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const at of positions) {
    parts.push(bytes.subarray(from, (scanned.starts[at] ?? 0) - scanned.from));
    from = (scanned.ends[at] ?? 0) - scanned.from;
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
}
