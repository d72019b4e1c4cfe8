import type * as z from 'zod';
import { runId } from '../../events/ids.ts';
import { readArtifact } from '../shared/artifacts.ts';
import { currentPointer, type RunRecord, runRecord } from '../shared/run-record.ts';
import { currentSort, runPrefix, runSort, warehousePartition } from '../shared/score-keys.ts';
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

/**
 * The run of a date: of the runs kept for this as-of date the one published last. `not_found` when none was computed for it: a
 * date is computed by a run (`POST runs` with `as_of`), never by asking for it.
 */
export async function publishedRunAsOf(
  ports: ApiPorts,
  warehouse: string,
  asOf: string,
): Promise<PublishedRun> {
  let found: PublishedRun | null = null;
  let after: string | undefined;
  do {
    const page = await ports.scores.queryPrefix(warehousePartition(warehouse), runPrefix, {
      limit: 200,
      ...(after === undefined ? {} : { after }),
    });
    for (const { sort, value } of page.items) {
      const record = runRecord.safeParse(value);
      if (!record.success || record.data.status !== 'published' || record.data.state.as_of !== asOf) continue;
      if (found === null || record.data.state.generation > found.state.generation)
        found = { ...record.data, run: sort.slice(runPrefix.length) };
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  if (found !== null) return found;
  throw new ApiProblem('not_found', 'no run of this date is kept; POST runs with as_of to compute one', [
    { parameter: 'as_of', detail: `nothing was computed as of ${asOf}` },
  ]);
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
  const kept = new Map<string, Promise<T>>();
  return async (ports, run) => {
    const artifact = run.state.artifacts[name];
    if (artifact === undefined) throw new ApiProblem('not_found', `this run has no ${name}`);
    const known = kept.get(artifact.sha256);
    if (known !== undefined) return known;
    // Kept from the first request on: those that come while it is being read wait for it instead of reading it again.
    const reading = readArtifact(ports.objects, artifact).then((bytes) =>
      schema.parse(JSON.parse(new TextDecoder().decode(bytes))),
    );
    if (kept.size >= 8) kept.delete(kept.keys().next().value ?? '');
    kept.set(artifact.sha256, reading);
    try {
      return await reading;
    } catch (error) {
      kept.delete(artifact.sha256);
      throw error;
    }
  };
}
