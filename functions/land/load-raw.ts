import { join } from 'node:path';
import { joinedRowsSql } from '../../core/tables/joined-rows.sql.ts';
import { readRawSql } from '../../core/tables/read-raw.sql.ts';
import type { Sniffed } from '../../core/tables/sniff-format.ts';
import { KindredError } from '../shared/errors.ts';
import type { TableEngine } from '../shared/ports.ts';
import { MAX_RECORD, type Normalised, normaliseFile } from './normalise-file.ts';
import { hostile } from './source-file.ts';
import type { Survey } from './survey.ts';

/** A file's records as texts in the engine, and what of it could not be a row. */
export type RawRows = Omit<Normalised, 'rows'> & {
  /** View: `_n` (record number, 0 = first below the header), `c0`, `c1`, … */
  readonly raw: string;
  readonly rows: number;
};

const clean = { broken: [], brokenBy: {}, skipped: {} };

/**
 * Loads a UTF-8 file. The engine's own reader comes first, strictly, and is believed only when it finds exactly the records
 * the survey counted and no cell looks like rows joined by a stray quote. Otherwise the file is rewritten record by record,
 * and what cannot be a row is reported. Errors: `HostileFile` when even that cannot be read.
 */
export async function loadRaw(
  engine: TableEngine,
  scratch: string,
  raw: string,
  file: string,
  path: string,
  sniffed: Sniffed,
  surveyed: Survey,
): Promise<RawRows> {
  const read = {
    path,
    delimiter: sniffed.delimiter,
    quote: sniffed.quote,
    escape: sniffed.escape,
    skip: sniffed.skip,
    columns: sniffed.headers.length,
    numbered: false,
    maxRecord: MAX_RECORD,
  };
  const regular =
    surveyed.validUtf8 && surveyed.newline !== 'mixed' && !sniffed.printed && sniffed.quote === '"';
  if (regular && (await tried(engine, `CREATE TABLE ${raw}_rows AS ${readRawSql(read)}`))) {
    const rows = await countOf(engine, `SELECT count(*) AS n FROM ${raw}_rows`);
    const whole = rows === surveyed.records - sniffed.recordsThrough;
    const joined =
      whole && surveyed.quotedLines > 0 && read.columns >= 3
        ? await countOf(
            engine,
            `SELECT joined AS n FROM (${joinedRowsSql(`${raw}_rows`, read.columns, read.delimiter)})`,
          )
        : 0;
    if (whole && joined === 0) {
      await engine.run(`CREATE VIEW ${raw} AS SELECT rowid AS _n, * FROM ${raw}_rows`);
      return { ...clean, raw, rows };
    }
    await engine.run(`DROP TABLE ${raw}_rows`);
  }
  const into = join(scratch, `${raw}.csv`);
  const normalised = await normaliseFile(path, into, sniffed, !surveyed.validUtf8);
  if (
    !(await tried(
      engine,
      `CREATE TABLE ${raw}_rows AS ${readRawSql({ ...read, path: into, skip: 0, numbered: true })}`,
    ))
  )
    throw unreadable(file, 'records that no reader agrees on');
  const rows = await countOf(engine, `SELECT count(*) AS n FROM ${raw}_rows`);
  if (rows !== normalised.rows) throw unreadable(file, `${rows} rows where ${normalised.rows} stand`);
  await engine.run(`CREATE VIEW ${raw} AS SELECT * FROM ${raw}_rows`);
  return { ...normalised, raw, rows };
}

async function tried(engine: TableEngine, sql: string): Promise<boolean> {
  try {
    await engine.run(sql);
    return true;
  } catch (error) {
    if (error instanceof KindredError && error.code === 'Internal') return false;
    throw error;
  }
}

async function countOf(engine: TableEngine, sql: string): Promise<number> {
  const [row] = await engine.query(sql);
  return typeof row?.['n'] === 'number' ? row['n'] : 0;
}

function unreadable(file: string, received: string): KindredError {
  return hostile(file, {
    name: 'UNREADABLE',
    allowed: 'delimited rows of the same width',
    received,
    remedy: 'export the file again as plain CSV',
  });
}
