import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { landFiles } from '../functions/land/land-files.ts';
import { openDuckdb } from '../functions/shared/duckdb.ts';
import { KindredError } from '../functions/shared/errors.ts';
import { settingsSchema } from '../functions/shared/settings.ts';
import { sha256 } from '../functions/shared/sha256.ts';
import type { MutatedFile } from './mutated-files.ts';

/** What became of one drop. */
export type Verdicts = {
  /** Verdicts of its files by kind: landed, refused, left-out; or the code the whole drop ended with. */
  readonly verdicts: { readonly [verdict: string]: number };
  /** What must not be: a fault of Kindred's own, rows that are not accounted for, a replacement character. */
  readonly faults: readonly string[];
  /** Of the processor, which other work on the machine does not lengthen. */
  readonly milliseconds: number;
};

export type Lander = {
  readonly land: (files: readonly MutatedFile[]) => Promise<Verdicts>;
  readonly close: () => Promise<void>;
};

/** Lands drop after drop in one engine, each in a schema of its own, and looks whether every row has its verdict. */
export async function openLander(): Promise<Lander> {
  const scratch = mkdtempSync(join(tmpdir(), 'kindred-mutated-'));
  const engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 1 });
  // Rates for what files are in, so that one file's currency does not end the drop of the others.
  const settings = settingsSchema.parse({
    currency: 'EUR',
    exchange_rates: ['USD', 'GBP'].map((currency) => ({ currency, from: '2000-01-01', rate: 0.9 })),
  });
  let round = 0;
  const land = async (files: readonly MutatedFile[]): Promise<Verdicts> => {
    round += 1;
    const folder = mkdtempSync(join(scratch, 'drop-'));
    const drop = files.map(({ name, bytes }, at) => {
      const path = join(folder, `in-${at}`);
      writeFileSync(path, bytes);
      return { file: `${at}-${name}`, path, sha256: sha256(bytes), arrived: '2026-12-31T00:00:00Z' };
    });
    await engine.run(`CREATE SCHEMA round_${round}; USE round_${round}`);
    const verdicts: Record<string, number> = {};
    const faults: string[] = [];
    const started = process.cpuUsage();
    try {
      const { accounting, quarantine } = await landFiles(engine, folder, drop, settings);
      for (const file of accounting.files) {
        verdicts[file.verdict] = (verdicts[file.verdict] ?? 0) + 1;
        const placed =
          file.rows_accepted + file.rows_quarantined + file.rows_deduplicated + file.rows_superseded;
        if (placed !== file.rows_read)
          faults.push(`${file.file}: ${file.rows_read} rows read, ${placed} placed`);
        if (file.verdict !== 'landed' && file.note === null) faults.push(`${file.file}: no reason given`);
      }
      const names = new Set(accounting.files.map(({ file }) => file.split('/')[0]));
      for (const { file } of drop) if (!names.has(file)) faults.push(`${file}: not accounted for`);
      if (quarantine.includes('\ufffd') && !files.some(({ bytes }) => Buffer.from(bytes).includes('\ufffd')))
        faults.push('a replacement character in quarantine.csv');
    } catch (error) {
      const code = error instanceof KindredError ? error.code : 'none';
      verdicts[code] = (verdicts[code] ?? 0) + 1;
      if (code === 'none' || code === 'Internal' || code === 'OutOfMemory')
        faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    } finally {
      await engine.run(`USE main; DROP SCHEMA round_${round} CASCADE`);
      rmSync(folder, { recursive: true, force: true });
    }
    const { user, system } = process.cpuUsage(started);
    return { verdicts, faults, milliseconds: (user + system) / 1000 };
  };
  return {
    land,
    close: async () => {
      await engine.close();
      rmSync(scratch, { recursive: true, force: true });
    },
  };
}
