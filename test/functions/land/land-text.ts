import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Landed, landFiles } from '../../../functions/land/land-files.ts';
import type { Limits } from '../../../functions/land/source-file.ts';
import { usable, type Verdict } from '../../../functions/land/verdict.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import type { Row } from '../../../functions/shared/ports.ts';
import { type AuthoredSettings, settingsSchema } from '../../../functions/shared/settings.ts';
import { sha256, sha256File } from '../../../functions/shared/sha256.ts';

export type LandedText = Landed & {
  readonly verdict: Verdict | null;
  /** Rows of each table, as landed. */
  readonly rows: { readonly [table: string]: readonly Row[] };
  /** SHA-256 of each parquet file. */
  readonly parquet: { readonly [table: string]: string };
};

export type LandOptions = {
  readonly settings?: AuthoredSettings;
  readonly arrived?: string | { readonly [file: string]: string };
  readonly threads?: number;
  readonly limits?: Limits;
};

/** Lands files given by content, through the real engine, and reads the tables back. */
export async function landText(
  contents: { readonly [file: string]: string | Uint8Array },
  { settings = {}, arrived = '2026-12-31T00:00:00Z', threads = 2, limits }: LandOptions = {},
): Promise<LandedText> {
  const scratch = await mkdtemp(join(tmpdir(), 'kindred-land-'));
  const engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads });
  try {
    const files = await Promise.all(
      Object.entries(contents).map(async ([file, content]) => {
        const path = join(scratch, 'in', file);
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, content);
        const when = typeof arrived === 'string' ? arrived : (arrived[file] ?? '2026-12-31T00:00:00Z');
        return { file, path, arrived: when, sha256: sha256(content) };
      }),
    );
    const resolved = settingsSchema.parse(settings);
    const landed = await landFiles(engine, scratch, files, resolved, limits);
    const rows: Record<string, readonly Row[]> = {};
    const parquet: Record<string, string> = {};
    for (const [table, path] of landed.tables) parquet[table] = await sha256File(path);
    for (const [table, path] of landed.tables)
      rows[table] = await engine.query(`FROM read_parquet('${path}')`);
    return { ...landed, rows, parquet, verdict: usable(landed.accounting, landed.mapping, resolved) };
  } finally {
    await engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
