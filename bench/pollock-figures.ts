import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecords } from '../functions/land/read-records.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { KindredError } from '../functions/shared/errors.ts';
import type { TableEngine } from '../functions/shared/ports.ts';
import { measures, type Polluted, pollutedFiles } from './pollock-files.ts';

/** How landing read the files of one kind of pollution. */
export type KindScore = {
  readonly kind: string;
  readonly files: number;
  /** How often the kind occurs in real files, of all kinds together. */
  readonly weight: number;
  /** 0–10. */
  readonly score: number;
};

export type PollockScore = {
  readonly kinds: readonly KindScore[];
  readonly files: number;
  readonly weighted: number;
  readonly simple: number;
};

/** Reads the polluted files, every n-th of those that pollute one place of one row, and scores the reading. */
export async function pollockScore(every: number): Promise<PollockScore> {
  const scratch = await mkdtemp(join(tmpdir(), 'kindred-pollock-'));
  const engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 2 });
  const byKind = new Map<
    string,
    { readonly weight: number; readonly score: number; readonly files: number }
  >();
  try {
    for (const [index, file] of pollutedFiles(every).entries()) {
      const read = await readPolluted(engine, scratch, file, index);
      const score = measures(file, read).reduce((sum, measure) => sum + measure, 0);
      const kind = byKind.get(file.kind) ?? { weight: 0, score: 0, files: 0 };
      byKind.set(file.kind, {
        weight: kind.weight + file.weight,
        score: kind.score + score * file.weight,
        files: kind.files + 1,
      });
    }
  } finally {
    await engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
  const kinds = [...byKind].map(([kind, { weight, score, files }]) => ({
    kind,
    files,
    weight,
    score: score / weight,
  }));
  const sum = (of: (kind: KindScore) => number): number => kinds.reduce((total, kind) => total + of(kind), 0);
  const files = sum((kind) => kind.files);
  return {
    kinds,
    files,
    weighted: sum(({ weight, score }) => weight * score) / sum(({ weight }) => weight),
    simple: sum(({ files: count, score }) => count * score) / files,
  };
}

/** What landing reads of a file, before it asks what the columns mean. A named refusal of a whole file counts as failure. */
async function readPolluted(engine: TableEngine, scratch: string, file: Polluted, index: number) {
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

/** The scores as the table of `docs/landing.md`. */
export function pollockTable({ kinds, files, weighted, simple }: PollockScore): string {
  return [
    '| pollution | files | weight | score of 10 |',
    '| --- | ---: | ---: | ---: |',
    ...kinds.map(
      ({ kind, files: count, weight, score }) =>
        `| ${kind.replaceAll('_', ' ')} | ${count} | ${weight.toFixed(1)} | ${score.toFixed(2)} |`,
    ),
    `| **all, weighted** | ${files} | | **${weighted.toFixed(2)}** |`,
    `| all, every file alike | ${files} | | ${simple.toFixed(2)} |`,
  ].join('\n');
}

/** Of the files that pollute one place of one row, the page shows every ninth; the command shows all when asked. */
export const SHOWN = 9;
