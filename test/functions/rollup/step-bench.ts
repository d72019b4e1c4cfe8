import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Artifact, RunState } from '../../../events/step.ts';
import { writeArtifact } from '../../../functions/shared/artifacts.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { writeJson } from '../../../functions/shared/json-artifacts.ts';
import type { StepPorts } from '../../../functions/shared/ports.ts';
import { type AuthoredSettings, settingsSchema } from '../../../functions/shared/settings.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';

/** One landed table as a SELECT over the engine, e.g. from CSV files or a loaded table. */
export type LandedTable = { readonly table: string; readonly select: string };

export type StepBench = {
  readonly ports: StepPorts;
  /** Writes settings and tables as landing does, and gives the state the rollup step is handed. */
  readonly land: (
    tables: readonly LandedTable[],
    options: { readonly asOf: string; readonly settings?: AuthoredSettings; readonly currency?: string },
  ) => Promise<RunState>;
  readonly close: () => Promise<void>;
};

/** Real ports in a temporary folder: objects in files, scores in SQLite, tables in DuckDB. */
export async function openStepBench(options: { readonly threads?: number } = {}): Promise<StepBench> {
  const root = await mkdtemp(join(tmpdir(), 'kindred-step-'));
  const objects = await openFolderObjects(join(root, 'store'));
  const scores = openSqliteScores(join(root, 'scores.sqlite'));
  const openTables = (scratch: string) =>
    openDuckdb({ scratch, memoryLimitMb: 1024, threads: options.threads ?? 2 });
  let folders = 0;
  const scratch = async (): Promise<string> => {
    folders += 1;
    const folder = join(root, `scratch-${folders}`);
    await mkdir(folder);
    return folder;
  };
  const ports: StepPorts = {
    objects,
    scores,
    openTables,
    scratch,
    now: () => '2026-01-01T00:00:00Z',
    log: () => undefined,
  };
  return {
    ports,
    land: async (tables, { asOf, settings, currency }) => {
      const run = `run_${'0'.repeat(32)}`;
      const landing = `land_${'0'.repeat(32)}`;
      const artifacts: Record<string, Artifact> = {
        settings: await writeJson(
          objects,
          `runs/default/${run}/settings.json`,
          settingsSchema.parse(settings ?? {}),
        ),
        accounting: await writeJson(objects, `landed/default/${landing}/accounting.json`, {
          currency: currency ?? null,
        }),
      };
      const folder = await scratch();
      const engine = await openTables(folder);
      try {
        for (const { table, select } of tables) {
          const file = join(folder, `${table}.parquet`);
          await engine.run(`COPY (${select}) TO '${file}' (FORMAT parquet)`);
          artifacts[`table-${table}`] = await writeArtifact(
            objects,
            `landed/default/${landing}/${table}.parquet`,
            { file },
          );
        }
      } finally {
        await engine.close();
      }
      return {
        warehouse: 'default',
        generation: 1,
        cause: 'rerun',
        execution: { id: 'test', started_at: '2026-01-01T00:00:00Z' },
        landing,
        run,
        as_of: asOf,
        previous_run: null,
        artifacts,
        facts: {},
      };
    },
    close: async () => {
      scores.close();
      objects.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
