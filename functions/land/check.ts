import type { Accounting } from '../../core/tables/accounting.ts';
import type { DropMapping } from '../../core/tables/mapping.ts';
import type { StepPorts } from '../shared/ports.ts';
import type { Settings } from '../shared/settings.ts';
import { sha256File } from '../shared/sha256.ts';
import { landFiles } from './land-files.ts';
import { usable, type Verdict } from './verdict.ts';

/** A local file to describe: `file` is what people call it. */
export type LocalFile = { readonly file: string; readonly path: string };

/** How a drop would land: `verdict` null means it would run. */
export type DropDescription = {
  readonly mapping: DropMapping;
  readonly accounting: Omit<Accounting, 'landing'>;
  /** Text of `quarantine.csv`. */
  readonly quarantine: string;
  readonly verdict: Verdict | null;
};

/**
 * Lands local files into thin air: how each file and column is understood, what every row and cent becomes, and whether
 * it could run; nothing is stored. `arrived` (RFC 3339) stands for the moment the files would be dropped.
 * Errors: `CurrencyUndecided`; a file that cannot be read is part of the answer.
 */
export async function describeDrop(
  ports: Pick<StepPorts, 'openTables' | 'scratch'>,
  files: readonly LocalFile[],
  settings: Settings,
  arrived: string,
): Promise<DropDescription> {
  const scratch = await ports.scratch();
  const drop = await Promise.all(
    files.map(async ({ file, path }) => ({ file, path, arrived, sha256: await sha256File(path) })),
  );
  const engine = await ports.openTables(scratch);
  try {
    const { mapping, accounting, quarantine } = await landFiles(engine, scratch, drop, settings);
    return { mapping, accounting, quarantine, verdict: usable(accounting, mapping, settings) };
  } finally {
    await engine.close();
  }
}
