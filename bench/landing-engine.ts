import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { landFiles } from '../functions/land/land-files.ts';
import { storeLanding } from '../functions/land/store-landing.ts';
import { typeFile } from '../functions/land/type-file.ts';
import { understandFile } from '../functions/land/understand-file.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { settingsSchema } from '../functions/shared/settings.ts';
import { sha256File } from '../functions/shared/sha256.ts';
import { openFolderObjects } from '../functions/shared/stores/folder-objects.ts';
import { printCost } from './timed-process.ts';

/**
 * One way of reading an orders file, in a process of its own: `landing-engine.ts ENGINE FILE THREADS MEMORY_MB`. Timed from the
 * file on disk to the result on disk; loading the program is not.
 */
const [engine = '', file = '', threads = '2', memory = '2048'] = process.argv.slice(2);
const scratch = await mkdtemp(join(tmpdir(), 'kindred-landing-'));
const settings = settingsSchema.parse({ version: 1 });
const open = () => openDuckdb({ scratch, memoryLimitMb: Number(memory), threads: Number(threads) });
const source = (sha256: string) => ({
  file: 'Orders.csv',
  path: file,
  sha256,
  arrived: '2026-07-01T00:00:00Z',
});

const engines: { readonly [name: string]: () => Promise<string> } = {
  /** What DuckDB alone does: texts in, parquet out. Refuses nothing but rows of another width. */
  'duckdb-copy': async () => {
    const tables = await open();
    const out = join(scratch, 'copy.parquet');
    await tables.run(
      `COPY (SELECT * FROM read_csv('${file}', all_varchar = true, ignore_errors = true, header = true)) TO '${out}' (FORMAT parquet)`,
    );
    const [row] = await tables.query(`SELECT count(*) AS n FROM read_parquet('${out}')`);
    await tables.close();
    return `${row?.['n']} rows`;
  },
  /** Read, detected, mapped, cast, checked, refused rows located and listed, written; no hash, no rows resolved by key. */
  'land-rows': async () => {
    const tables = await open();
    const understood = await understandFile(tables, scratch, 0, source(''), settings);
    if (understood.raw === null) throw new Error(understood.mapping.note ?? 'no table');
    const typed = await typeFile(tables, 0, { ...understood, raw: understood.raw }, settings.time_zone);
    const out = join(scratch, 'typed.parquet');
    await tables.run(`COPY (SELECT * FROM ${typed.typed} ORDER BY _n) TO '${out}' (FORMAT parquet)`);
    await tables.close();
    return `${typed.quarantined.length} refused`;
  },
  /** Everything landing does: hashes, repeated and superseded rows, accounting, control totals, sorted tables in the store. */
  land: async () => {
    const objects = await openFolderObjects(join(scratch, 'store'));
    const tables = await open();
    const landed = await landFiles(tables, scratch, [source(await sha256File(file))], settings);
    await storeLanding(objects, 'bench', 'landing_bench', landed);
    await tables.close();
    objects.close();
    return landed.accounting.files
      .map(
        (one) =>
          `${one.rows_read} read, ${one.rows_accepted} accepted, ${one.rows_quarantined} refused, ${one.rows_deduplicated} repeated`,
      )
      .join();
  },
  /** papaparse as a stream, each cell of five columns cast and summed by customer: no file is written. */
  papaparse: async () => {
    const sums = new Map<string, number>();
    let bad = 0;
    await new Promise<void>((resolve, reject) => {
      const parser = Papa.parse(Papa.NODE_STREAM_INPUT, { header: false });
      parser.on('data', (row: string[]) => {
        const amount = Number(row[3]);
        const cost = Number(row[4]);
        if (
          row.length !== 8 ||
          Number.isNaN(amount) ||
          Number.isNaN(cost) ||
          Number.isNaN(Date.parse(row[1] ?? ''))
        )
          bad += 1;
        else sums.set(row[2] ?? '', (sums.get(row[2] ?? '') ?? 0) + amount - cost);
      });
      parser.on('end', resolve);
      parser.on('error', reject);
      createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 }).pipe(parser);
    });
    return `${sums.size} customers, ${bad} refused`;
  },
};

const run = engines[engine];
if (run === undefined) throw new Error(`one of ${Object.keys(engines).join(', ')}`);
const used = process.cpuUsage();
const began = process.hrtime.bigint();
console.log(await run());
printCost(began, used);
await rm(scratch, { recursive: true, force: true });
