import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerRollup } from '../../../core/rollup/customer-rollup.ts';
import { readRollupsSql } from '../../../core/rollup/read-rollups.sql.ts';
import { rollupFromRow } from '../../../core/rollup/rollup-from-row.ts';
import { rollupProgram } from '../../../core/rollup/rollup-program.sql.ts';
import { shapeColumns, writeRollups } from '../../../core/rollup/rollup-table.sql.ts';
import type { NamedWindow } from '../../../core/rollup/windows.ts';
import { branchDistances } from '../../../functions/rollup/branch-distances.ts';
import { customerShapes } from '../../../functions/rollup/customer-shapes.ts';
import { makeSourceTables } from '../../../functions/rollup/source-amounts.ts';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import { type World, worldColumns } from './world.ts';

export type RolledUp = { readonly rows: readonly CustomerRollup[]; readonly bytes: Uint8Array };

const tableNames = [
  'customers',
  'orders',
  'order_lines',
  'payments',
  'returns',
  'quotes',
  'branches',
] as const;

/** Rolls a world up through the real engine: the rows as read back, and the parquet file's bytes. */
export async function rollUpInDuckdb(
  world: World,
  asOf: string,
  windows: readonly NamedWindow[],
  options: { readonly without?: readonly string[] } = {},
): Promise<RolledUp> {
  const scratch = await mkdtemp(join(tmpdir(), 'kindred-rollup-'));
  const engine = await openDuckdb({ scratch, memoryLimitMb: 512, threads: 1 });
  try {
    const columns = new Map<string, readonly string[]>();
    for (const table of tableNames) {
      if (options.without?.includes(table) === true) continue;
      await engine.load(table, worldColumns[table], world[table]);
      columns.set(table, Object.keys(worldColumns[table]));
    }
    await makeSourceTables({ engine, scratch, columns }, asOf, 'USD', []);
    const program = rollupProgram({ asOf, windows, returnsKnown: columns.has('returns') });
    for (const statement of program) await engine.run(statement);
    const tables = { engine, scratch, columns };
    const shapes = await customerShapes(tables, await branchDistances(tables));
    await engine.load('rollup_shapes', shapeColumns, shapes);
    const file = join(scratch, 'rollups.parquet');
    await engine.run(writeRollups(file));
    const rows: CustomerRollup[] = [];
    for (const { name } of windows)
      rows.push(...(await engine.query(readRollupsSql(`read_parquet('${file}')`, name))).map(rollupFromRow));
    return { rows, bytes: await readFile(file) };
  } finally {
    await engine.close();
    await rm(scratch, { recursive: true, force: true });
  }
}
