import { columnShape } from '../../core/tables/cell-shape.ts';
import { sampleSql } from '../../core/tables/evidence.sql.ts';
import { mapFile, unmappedFile } from '../../core/tables/map-file.ts';
import type { FileMapping } from '../../core/tables/mapping.ts';
import type { Sniffed } from '../../core/tables/sniff-format.ts';
import { dictionaryFields } from '../../core/tables/templates.ts';
import type { TableEngine } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import type { DecodedFile } from './decode-file.ts';
import { fileSettings } from './file-settings.ts';
import type { RawRows } from './load-raw.ts';
import { readRecords } from './read-records.ts';
import { continueRows, GROUP_HEADER, ungroupRows } from './reshape-rows.ts';
import { settleColumns } from './settle-columns.ts';
import type { DropFile, Limits, PlainFile } from './source-file.ts';

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

const SAMPLE_ROWS = 1000;

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
  const read = await readRecords(engine, scratch, index, source, decided, limits);
  const { plain, decoded, sniffed, loaded } = read;
  const base = { source, plain, decoded, sniffed, loaded: null, attributeTypes: new Map<number, string>() };
  const without = (note: string): Understood => ({
    ...base,
    raw: null,
    mapping: { ...unmappedFile(file, note), format: null, undecided: [] },
  });
  if (decided.ignore === true) return without('left out by the settings');
  if (sniffed === null || loaded === null) return without(read.note);
  if (isDictionary(sniffed)) {
    await dropRaw(engine, loaded.raw);
    return without(DICTIONARY_NOTE);
  }
  const { rows, raw } = loaded;
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
    const note =
      sniffed.headerLine === 0
        ? `there is no header line, so its columns are called "column 1" and so on; ${draft.note}`
        : draft.note;
    return { ...base, raw: null, mapping: { ...draft, note, format, undecided: [] } };
  }
  const continued = await continueRows(engine, texts, headers.length, draft.columns);
  const view = continued?.view ?? texts;
  const settled = await settleColumns(engine, view, draft, shapes, decided, settings);
  return {
    ...base,
    raw: view,
    loaded,
    attributeTypes: settled.attributeTypes,
    mapping: { ...draft, format, columns: settled.columns, undecided: settled.undecided },
  };
}

/** What is said of the page of explanations that comes with the templates. */
export const DICTIONARY_NOTE =
  'an explanation of columns that came with a template: there is nothing to land';

/** Its rows are full of column names, so one of them may have been taken for the header. */
function isDictionary({ headers, preamble, delimiter }: Sniffed): boolean {
  const wanted = dictionaryFields.join(delimiter);
  return headers.join(delimiter) === wanted || preamble[0] === wanted;
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
