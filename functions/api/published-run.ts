import type * as z from 'zod';
import { runId } from '../../events/ids.ts';
import { readArtifact } from '../shared/artifacts.ts';
import { currentPointer, type RunRecord, runRecord } from '../shared/run-record.ts';
import { currentSort, runSort, warehousePartition } from '../shared/score-keys.ts';
import type { ApiPorts } from './ports.ts';
import { ApiProblem } from './problem.ts';

export type PublishedRun = RunRecord & { readonly run: string };

/** The run a request reads: the one it names, or the current one. Everything it answers comes from this run. */
export async function publishedRun(
  ports: ApiPorts,
  warehouse: string,
  asked: string | undefined,
): Promise<PublishedRun> {
  const run = asked ?? (await currentRun(ports, warehouse));
  if (run === null)
    throw new ApiProblem(
      'no_run_yet',
      'drop files into the inbox, or POST a run, and ask again when it has ended',
    );
  const stored = runId.safeParse(run).success
    ? await ports.scores.get(warehousePartition(warehouse), runSort(run))
    : null;
  if (stored === null)
    throw new ApiProblem('not_found', 'no such run; GET runs lists those that are kept', [
      { parameter: 'run', detail: 'not a run of this warehouse' },
    ]);
  return { ...runRecord.parse(stored.value), run };
}

/** The run readers see; null before the first was published. */
export async function currentRun(ports: ApiPorts, warehouse: string): Promise<string | null> {
  const pointer = await ports.scores.get(warehousePartition(warehouse), currentSort);
  return pointer === null ? null : currentPointer.parse(pointer.value).run;
}

export type ArtifactReader<T> = (ports: ApiPorts, run: PublishedRun) => Promise<T>;

/**
 * A reader of one JSON artifact, parsed and checked. Artifacts never change under their hash, so what was parsed is kept (the
 * last eight); only a run of the caller's own warehouse can lead to it. `not_found` when the run has none.
 */
export function artifactReader<T>(name: string, schema: z.ZodType<T>): ArtifactReader<T> {
  const kept = new Map<string, T>();
  return async (ports, run) => {
    const artifact = run.state.artifacts[name];
    if (artifact === undefined) throw new ApiProblem('not_found', `this run has no ${name}`);
    const known = kept.get(artifact.sha256);
    if (known !== undefined) return known;
    const parsed = schema.parse(
      JSON.parse(new TextDecoder().decode(await readArtifact(ports.objects, artifact))),
    );
    if (kept.size >= 8) kept.delete(kept.keys().next().value ?? '');
    kept.set(artifact.sha256, parsed);
    return parsed;
  };
}
