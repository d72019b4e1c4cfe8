import type { Artifact, RunState } from '../../events/step.ts';
import { readArtifact } from './artifacts.ts';
import { exportIndex } from './export-index.ts';
import type { ObjectStore } from './ports.ts';

const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/**
 * The files a person gets of a run, by name: everything under the run's own keys but its settings (they were given), the
 * exports and the quarantine. Tables that landed stay in the store.
 */
export async function outputFiles(
  objects: ObjectStore,
  state: RunState,
): Promise<ReadonlyMap<string, Artifact>> {
  const runs = `runs/${state.warehouse}/${state.run}/`;
  const files = new Map<string, Artifact>();
  for (const [name, artifact] of Object.entries(state.artifacts)) {
    if (name === 'quarantine') files.set(nameOf(artifact.key), artifact);
    else if (artifact.key.startsWith(runs) && name !== 'settings')
      files.set(artifact.key.slice(runs.length), artifact);
  }
  const exports = state.artifacts['exports'];
  if (exports !== undefined) {
    const index = exportIndex.parse(
      JSON.parse(new TextDecoder().decode(await readArtifact(objects, exports))),
    );
    for (const { files: written } of index.formats)
      for (const { file, key, sha256, bytes } of written)
        files.set(`exports/${file}`, { key, sha256, bytes });
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}
