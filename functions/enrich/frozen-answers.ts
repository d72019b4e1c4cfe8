import type { Artifact, RunState } from '../../events/step.ts';
import { KindredError } from '../shared/errors.ts';
import type { ObjectStore } from '../shared/ports.ts';
import { sha256 } from '../shared/sha256.ts';
import { type EnrichmentDocument, enrichmentDocument } from './enrichment-document.ts';

/** Where the answers of a run are frozen. */
export const enrichmentKey = (state: Pick<RunState, 'warehouse' | 'run'>): string =>
  `runs/${state.warehouse}/${state.run}/enrichment.json`;

/** The answers as they were frozen; null when nobody has yet. `Integrity` when it is another document. */
export async function frozenAnswers(
  objects: ObjectStore,
  state: RunState,
): Promise<{ readonly document: EnrichmentDocument; readonly artifact: Artifact } | null> {
  const key = enrichmentKey(state);
  const bytes = await objects.get(key);
  if (bytes === null) return null;
  const parsed = enrichmentDocument.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
  if (!parsed.success)
    throw new KindredError('Integrity', [
      {
        name: key,
        allowed: 'the shape this version writes',
        received: `something else at ${parsed.error.issues[0]?.path.map(String).join('.') ?? ''}`,
        remedy: 'rerun the warehouse: the answers were frozen by another version',
      },
    ]);
  return { document: parsed.data, artifact: { key, sha256: sha256(bytes), bytes: bytes.length } };
}

/**
 * Freezes the answers of a run, once: whoever comes second gets `false` and goes on with what the first one froze, so that
 * a run has one set of answers however often its step is run.
 */
export async function freezeAnswers(
  objects: ObjectStore,
  state: RunState,
  document: EnrichmentDocument,
): Promise<boolean> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(document, null, 1)}\n`);
  const { written } = await objects.put(enrichmentKey(state), bytes, {
    contentType: 'application/json',
    ifAbsent: true,
  });
  return written;
}
