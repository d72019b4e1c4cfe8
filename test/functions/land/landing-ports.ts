import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { openDuckdb } from '../../../functions/shared/duckdb.ts';
import type { StepPorts } from '../../../functions/shared/ports.ts';
import { openFolderObjects } from '../../../functions/shared/stores/folder-objects.ts';
import { openSqliteScores } from '../../../functions/shared/stores/sqlite-scores.ts';

export type TestPorts = StepPorts;

/** Real stores and the real engine over a temporary folder. */
export async function landingPorts(root: string, threads = 2): Promise<TestPorts> {
  const scratchRoot = join(root, 'scratch');
  await mkdir(scratchRoot, { recursive: true });
  return {
    objects: await openFolderObjects(join(root, 'bucket')),
    scores: await openSqliteScores(':memory:'),
    openTables: (scratch) => openDuckdb({ scratch, memoryLimitMb: 1024, threads }),
    scratch: () => mkdtemp(join(scratchRoot, 'land-')),
    now: () => '2026-03-01T00:00:00.000Z',
    log: () => undefined,
  };
}
