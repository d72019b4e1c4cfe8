import { open } from 'node:fs/promises';
import { columnShape } from '../../core/tables/cell-shape.ts';
import { sampleSql } from '../../core/tables/evidence.sql.ts';
import { mapFile } from '../../core/tables/map-file.ts';
import type { FileMapping } from '../../core/tables/mapping.ts';
import { type Sniffed, sniffFormat } from '../../core/tables/sniff-format.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { type DecodedFile, decodeFile } from './decode-file.ts';
import { fileSettings } from './file-settings.ts';
import { loadRaw, type RawRows } from './load-raw.ts';
import { continueRows, GROUP_HEADER, ungroupRows } from './reshape-rows.ts';
import { settleColumns } from './settle-columns.ts';
import { type DropFile, hostile, type Limits, type PlainFile, plainFile } from './source-file.ts';
import { survey } from './survey.ts';

/** A file that was read and mapped; its rows stand in the engine under `raw`. */
export type Understood = {
  readonly source: DropFile;
  readonly plain: PlainFile;
  readonly mapping: FileMapping;
  /** View of texts: `_n`, `c0`, `c1`, …; null when no table was made of the file. */
  readonly raw: string | null;
  readonly decoded: DecodedFile;
  readonly sniffed: Sniffed | null;
  /** Null when no table was made of the file. */
  readonly loaded: RawRows | null;
  readonly attributeTypes: ReadonlyMap<number, string>;
};

const HEAD_BYTES = 128 * 1024;
const SAMPLE_ROWS = 1000;
const MAX_COLUMNS = 2000;
const QUOTE = '"'.charCodeAt(0);

/** Reads one file into the engine and works out what it is. Errors: `HostileFile` for what cannot be read. */
export async function understandFile(
  engine: TableEngine,
  scratch: string,
  index: number,
  source: DropFile,
  settings: Settings,
  limits?: Limits,
): Promise<Understood> {
  const { file } = source;
  const decided = fileSettings(settings, file);
  const plain = await plainFile(source, scratch, index, limits);
  const first = await survey(plain.path, QUOTE);
  const decoded = await decodeFile(plain.path, scratch, index, first.validUtf8, decided.encoding);
  const surveyed = decoded.path === plain.path ? first : await survey(decoded.path, QUOTE);
  const head = await readHead(decoded.path);
  const sniffed = surveyed.records === 0 ? null : sniffFormat(head, decided.delimiter ?? null);
  const base = { source, plain, decoded, sniffed, loaded: null, attributeTypes: new Map<number, string>() };
  const without = (note: string): Understood => ({
    ...base,
    raw: null,
    mapping: {
      file,
      table: null,
      carries: [],
      confidence: 0,
      evidence: '',
      format: null,
      columns: [],
      alternatives: [],
      undecided: [],
      note,
    },
  });
  if (decided.ignore === true) return without('left out by the settings');
  if (surveyed.records === 0) return without('the file is empty');
  if (sniffed === null)
    return without('no header line was found within the first 30 lines: put column names above the rows');
  if (sniffed.headers.length > MAX_COLUMNS)
    throw hostile(file, {
      name: 'TOO_MANY_COLUMNS',
      allowed: `at most ${MAX_COLUMNS} columns`,
      received: String(sniffed.headers.length),
      remedy: 'export fewer columns',
    });
  const raw = `raw_${index}`;
  const loaded = await loadRaw(engine, scratch, raw, file, decoded.path, sniffed, surveyed);
  const { rows } = loaded;
  const grouped = await ungroupRows(engine, raw, sniffed.headers);
  const headers = grouped === null ? sniffed.headers : [...sniffed.headers, GROUP_HEADER];
  const texts = grouped ?? raw;
  const sample = await engine.columns(sampleSql(texts, headers.length, rows, SAMPLE_ROWS));
  const columns = headers.map((_, at) =>
    (sample[`c${at}`] ?? []).map((cell) => (typeof cell === 'string' ? cell : null)),
  );
  const shapes = columns.map((values, at) =>
    // Group titles have become the last column.
    columnShape(grouped !== null && at === 0 ? [] : values),
  );
  // Titles, totals and footers of a report are no rows: how well a column is filled is judged without them.
  const sampled = { file, headers, shapes, rows: filledRows(columns) };
  const draft = mapFile(sampled, decided);
  const format = {
    container: plain.container,
    encoding: decoded.encoding,
    bom: decoded.bom,
    delimiter: sniffed.delimiter,
    quote: sniffed.quote,
    escape: sniffed.escape,
    header_line: sniffed.headerLine,
    preamble: sniffed.preamble,
    columns: sniffed.headers.length,
  };
  if (draft.table === null) {
    await dropRaw(engine, raw);
    return { ...base, raw: null, mapping: { ...draft, format, undecided: [] } };
  }
  const continued = await continueRows(engine, texts, headers.length, draft.columns);
  const view = continued?.view ?? texts;
  const settled = await settleColumns(engine, view, draft, shapes, decided, settings.time_zone);
  return {
    ...base,
    raw: view,
    loaded,
    attributeTypes: settled.attributeTypes,
    mapping: { ...draft, format, columns: settled.columns, undecided: settled.undecided },
  };
}

/** Drops a file's texts and everything reshaped from them. */
export async function dropRaw(engine: TableEngine, raw: string): Promise<void> {
  const base = raw.replace(/(_grouped|_continued)+$/, '');
  await engine.run(
    `DROP TABLE IF EXISTS ${base}_continued; DROP TABLE IF EXISTS ${base}_grouped_continued; DROP TABLE IF EXISTS ${base}_grouped; DROP VIEW IF EXISTS ${base}; DROP TABLE IF EXISTS ${base}_rows`,
  );
}

/** Sampled rows with at least two cells. */
function filledRows(columns: readonly (readonly (string | null)[])[]): number {
  const size = columns[0]?.length ?? 0;
  let rows = 0;
  for (let at = 0; at < size; at += 1) {
    let cells = 0;
    for (const column of columns) if (column[at] != null) cells += 1;
    if (cells >= Math.min(2, columns.length)) rows += 1;
  }
  return rows;
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
