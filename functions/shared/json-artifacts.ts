import * as z from 'zod';
import type { Artifact, RunState } from '../../events/step.ts';
import { readArtifact, writeArtifact } from './artifacts.ts';
import { KindredError } from './errors.ts';
import type { ObjectStore } from './ports.ts';

/** A JSON artifact as people and programs read it: one space of indent, a final newline. NaN and infinities are refused. */
export async function writeJson(objects: ObjectStore, key: string, value: unknown): Promise<Artifact> {
  const text = JSON.stringify(
    value,
    (name, member: unknown) => {
      if (typeof member === 'number' && !Number.isFinite(member)) {
        throw new KindredError('Integrity', [
          {
            name: `${key}: ${name}`,
            allowed: 'a finite number or null',
            received: String(member),
            remedy: 'report this: a number left its module without being checked',
          },
        ]);
      }
      return member;
    },
    1,
  );
  return await writeArtifact(objects, key, new TextEncoder().encode(`${text}\n`));
}

/** The parsed content of a named artifact of this run; `Integrity` when the run has none of that name or it has another shape. */
export async function readJson<T>(
  objects: ObjectStore,
  state: RunState,
  name: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const artifact = state.artifacts[name];
  if (artifact === undefined) throw missing(name);
  const parsed = schema.safeParse(
    JSON.parse(new TextDecoder().decode(await readArtifact(objects, artifact))),
  );
  if (parsed.success) return parsed.data;
  throw new KindredError('Integrity', [
    {
      name,
      allowed: 'the shape this version writes',
      received: z.prettifyError(parsed.error).slice(0, 400),
      remedy: 'rerun the warehouse: the artifact was written by another version',
    },
  ]);
}

function missing(name: string): KindredError {
  return new KindredError('Integrity', [
    {
      name,
      allowed: 'an artifact an earlier step wrote',
      received: 'none',
      remedy: 'start the run again from its first step',
    },
  ]);
}
