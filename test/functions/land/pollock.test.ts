import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRecords } from '../../../functions/land/read-records.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { KindredError } from '../../../functions/shared/errors.ts';
import type { TableEngine } from '../../../functions/shared/ports.ts';
import { measures, type Polluted, pollutedFiles } from './pollock.ts';

/** Every n-th of the files that pollute one place of one row; 1 is the whole benchmark. */
const every = Number(process.env['KINDRED_POLLOCK'] ?? '37');

let scratch = '';
let engine: TableEngine;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'kindred-pollock-'));
  engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 2 });
});
afterAll(async () => {
  await engine.close();
  await rm(scratch, { recursive: true, force: true });
});

/** What landing reads of a file, before it asks what the columns mean. A named refusal of a whole file counts as failure. */
async function load(file: Polluted, index: number) {
  const path = join(scratch, 'polluted.csv');
  await writeFile(path, file.text);
  const source = { file: 'polluted.csv', path, sha256: '', arrived: '2026-01-01T00:00:00Z' };
  try {
    const { sniffed, loaded } = await readRecords(engine, scratch, index, source, {});
    if (sniffed === null || loaded === null) return { header: [], records: [] };
    const columns = await engine.columns(`SELECT * EXCLUDE (_n) FROM ${loaded.raw} ORDER BY _n`);
    const records = Array.from({ length: loaded.rows }, (_, row) =>
      sniffed.headers.map((_, at) => String(columns[`c${at}`]?.[row] ?? '')),
    );
    await engine.run(`DROP VIEW ${loaded.raw}; DROP TABLE ${loaded.raw}_rows`);
    return { header: sniffed.headerLine === 0 ? [] : sniffed.headers, records };
  } catch (error) {
    if (error instanceof KindredError && error.code === 'HostileFile') return null;
    throw error;
  }
}

describe('the pollutions of real files', () => {
  it('are read at the level of pandas and Python’s csv: at least 9.4 of 10, weighted', async () => {
    const byKind = new Map<string, { weight: number; score: number; files: number; worst: string }>();
    for (const [index, file] of pollutedFiles(every).entries()) {
      const score = measures(file, await load(file, index)).reduce((sum, measure) => sum + measure, 0);
      const kind = byKind.get(file.kind) ?? { weight: 0, score: 0, files: 0, worst: '' };
      byKind.set(file.kind, {
        weight: kind.weight + file.weight,
        score: kind.score + score * file.weight,
        files: kind.files + 1,
        worst: '',
      });
    }
    const kinds = [...byKind].map(([kind, { weight, score, files }]) => ({
      kind,
      files,
      weight,
      score: score / weight,
    }));
    const total = kinds.reduce((sum, { weight }) => sum + weight, 0);
    const weighted = kinds.reduce((sum, { weight, score }) => sum + weight * score, 0) / total;
    const files = kinds.reduce((sum, kind) => sum + kind.files, 0);
    const simple = kinds.reduce((sum, kind) => sum + kind.files * kind.score, 0) / files;
    if (process.env['KINDRED_POLLOCK'] !== undefined)
      console.info(
        [
          ...kinds.map(
            ({ kind, files: count, weight, score }) =>
              `| ${kind} | ${count} | ${weight.toFixed(1)} | ${score.toFixed(3)} |`,
          ),
          `weighted ${weighted.toFixed(3)}, simple ${simple.toFixed(3)} over ${files} files`,
        ].join('\n'),
      );
    expect(weighted).toBeGreaterThanOrEqual(9.4);
    expect(simple).toBeGreaterThanOrEqual(9.4);
  }, 600_000);
});
