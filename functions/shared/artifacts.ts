import { stat } from 'node:fs/promises';
import type { Artifact } from '../../events/step.ts';
import { KindredError } from './errors.ts';
import type { ObjectStore } from './ports.ts';
import { sha256, sha256File } from './sha256.ts';

/** What a step may write: bytes, UTF-8 text, or a local file. */
export type ArtifactBody = Uint8Array | string | { readonly file: string };

/**
 * Writes an artifact and returns what travels in the state: its key, the SHA-256 of its bytes and their number. The same
 * bytes written again leave the store as it was, so a step killed half-way may simply run again. A local file is read twice
 * (hash, then put) and never held in memory.
 */
export async function writeArtifact(
  objects: ObjectStore,
  key: string,
  body: ArtifactBody,
): Promise<Artifact> {
  const contentType = contentTypeOf(key);
  if (typeof body === 'object' && 'file' in body) {
    const [hash, { size }] = await Promise.all([sha256File(body.file), stat(body.file)]);
    await objects.put(key, body, { contentType });
    return { key, sha256: hash, bytes: size };
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  await objects.put(key, bytes, { contentType });
  return { key, sha256: sha256(bytes), bytes: bytes.length };
}

/** An artifact's bytes, verified. `Integrity` when it is gone or is not the one that was recorded. */
export async function readArtifact(objects: ObjectStore, artifact: Artifact): Promise<Uint8Array> {
  const bytes = await objects.get(artifact.key);
  if (bytes === null) throw notTheArtifact(artifact, 'nothing under this key');
  const hash = sha256(bytes);
  if (hash !== artifact.sha256) throw notTheArtifact(artifact, `${bytes.length} bytes of sha256 ${hash}`);
  return bytes;
}

/**
 * A local file with exactly an artifact's bytes, verified, for engines that read files. Do not write to it; it lives as long
 * as `scratch`. `Integrity` when the artifact is gone or is not the one that was recorded.
 */
export async function openArtifact(
  objects: ObjectStore,
  artifact: Artifact,
  scratch: string,
): Promise<string> {
  const path = await objects.materialize(artifact.key, scratch);
  if (path === null) throw notTheArtifact(artifact, 'nothing under this key');
  const hash = await sha256File(path);
  if (hash !== artifact.sha256) throw notTheArtifact(artifact, `a file of sha256 ${hash}`);
  return path;
}

function notTheArtifact(artifact: Artifact, received: string): KindredError {
  return new KindredError('Integrity', [
    {
      name: artifact.key,
      allowed: `${artifact.bytes} bytes of sha256 ${artifact.sha256}`,
      received,
      remedy:
        'start the run again from its first step; if it happens again, something else writes to this bucket',
    },
  ]);
}

const contentTypes: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['json', 'application/json'],
  ['parquet', 'application/vnd.apache.parquet'],
  ['txt', 'text/plain; charset=utf-8'],
]);

/**
 * The media type a browser should be told for a key, by its extension; bytes of no known kind are `application/octet-stream`.
 *
 * @example
 * contentTypeOf('runs/acme/run_1/report.html'); // => 'text/html; charset=utf-8'
 * contentTypeOf('inbox/acme/_READY'); // => 'application/octet-stream'
 */
export function contentTypeOf(key: string): string {
  const extension = key.slice(key.lastIndexOf('/') + 1).match(/\.([a-z]+)$/)?.[1];
  return (extension === undefined ? undefined : contentTypes.get(extension)) ?? 'application/octet-stream';
}
