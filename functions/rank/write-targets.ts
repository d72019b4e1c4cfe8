import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '../../core/rank/target.ts';
import { joinIndexes, type TargetIndex, targetIndex } from '../../core/rank/target-index.ts';
import { targetsCsvHeader, targetsCsvLines, targetsNdjson } from './target-files.ts';

export type TargetFiles = {
  readonly count: number;
  readonly ndjson: string;
  readonly csv: string;
  readonly index: TargetIndex;
};

/** Writes targets as they come, some at a time and in list order, into files of a folder; holds none of them. */
export async function writeTargets(
  folder: string,
  parts: AsyncIterable<readonly Target[]>,
): Promise<TargetFiles> {
  const paths = { ndjson: join(folder, 'targets.ndjson'), csv: join(folder, 'targets.csv') };
  const ndjson = await open(paths.ndjson, 'w');
  const csv = await open(paths.csv, 'w');
  const indexes: TargetIndex[] = [];
  try {
    await csv.appendFile(targetsCsvHeader());
    for await (const targets of parts) {
      await ndjson.appendFile(targetsNdjson(targets));
      await csv.appendFile(targetsCsvLines(targets));
      indexes.push(targetIndex(targets));
    }
  } finally {
    await ndjson.close();
    await csv.close();
  }
  const index = joinIndexes(indexes);
  return { count: index.rows, ...paths, index };
}
