import type { RunState } from '../../events/step.ts';
import { openArtifact } from './artifacts.ts';
import type { StepPorts, TableEngine } from './ports.ts';

/** The tables of one step: which of those asked for exist, and their columns. */
export type StepTables = {
  readonly engine: TableEngine;
  readonly scratch: string;
  /** Columns by table; a table that has not landed is absent. */
  readonly columns: ReadonlyMap<string, readonly string[]>;
};

/**
 * Opens an engine with a view per artifact that exists, named as asked, and closes it when `use` is done. `names` maps view
 * names to artifact names, e.g. `{ customers: 'table-customers', rollups: 'rollups' }`. Each artifact's hash is verified.
 */
export async function withTables<T>(
  ports: StepPorts,
  state: RunState,
  names: { readonly [view: string]: string },
  use: (tables: StepTables) => Promise<T>,
): Promise<T> {
  const scratch = await ports.scratch();
  const engine = await ports.openTables(scratch);
  try {
    const columns = new Map<string, readonly string[]>();
    for (const [view, name] of Object.entries(names)) {
      const artifact = state.artifacts[name];
      if (artifact === undefined) continue;
      const path = await openArtifact(ports.objects, artifact, scratch);
      await engine.run(
        `CREATE VIEW "${view}" AS SELECT * FROM read_parquet('${path.replaceAll("'", "''")}')`,
      );
      const described = await engine.query(`SELECT column_name FROM (DESCRIBE "${view}")`);
      columns.set(
        view,
        described.map((row) => String(row['column_name'])),
      );
    }
    return await use({ engine, scratch, columns });
  } finally {
    await engine.close();
  }
}

/** `"column"` where the table has it, a typed NULL under that name where it does not. */
export function columnOrNull(tables: StepTables, view: string, column: string, type = 'VARCHAR'): string {
  return tables.columns.get(view)?.includes(column) === true
    ? `"${column}"`
    : `CAST(NULL AS ${type}) AS "${column}"`;
}
