import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { chmod, copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import type { RunState } from '../events/step.ts';
import { openArtifact } from '../functions/shared/artifacts.ts';
import { KindredError } from '../functions/shared/errors.ts';
import { outputFiles } from '../functions/shared/output-files.ts';
import type { ObjectStore } from '../functions/shared/ports.ts';
import { notWritable } from './state-folder.ts';

/** What every folder of outputs holds, and by which it is known again. */
const mark = 'manifest.json';
const ours = z.object({ run: z.string().startsWith('run_') });

/**
 * Makes sure before a run that its outputs can be written: the folder is new, empty, or of an earlier run. `NotWritable` names
 * what is in the way.
 */
export function checkOutFolder(folder: string): void {
  const path = resolve(folder);
  try {
    if (existsSync(path)) {
      const names = statSync(path).isDirectory() ? readdirSync(path) : null;
      if (names === null) throw new Error('a file');
      if (names.length > 0 && !isOurs(path)) throw foreign(folder, names);
      accessSync(path, constants.W_OK);
    }
    mkdirSync(dirname(path), { recursive: true });
    rmSync(mkdtempSync(`${path}.partial-`), { recursive: true });
  } catch (error) {
    throw error instanceof KindredError ? error : notWritable(folder, '--out', error);
  }
}

function isOurs(path: string): boolean {
  try {
    return ours.safeParse(JSON.parse(readFileSync(join(path, mark), 'utf8'))).success;
  } catch {
    return false;
  }
}

const foreign = (folder: string, names: readonly string[]): KindredError =>
  new KindredError('NotWritable', [
    {
      name: folder,
      allowed: 'a new or empty folder, or one with the outputs of an earlier run',
      received: `a folder that holds ${[...names].sort().slice(0, 3).join(', ')}`,
      remedy: 'choose another folder with --out',
    },
  ]);

/**
 * Writes a run's outputs as a whole: into a folder beside `folder`, which then takes its place. A reader finds the old outputs
 * or the new, never a mixture; whatever goes wrong leaves the old.
 *
 * @returns the names written, sorted
 */
export async function copyOutputs(
  objects: ObjectStore,
  state: RunState,
  folder: string,
): Promise<readonly string[]> {
  const path = resolve(folder);
  checkOutFolder(folder);
  const partial = mkdtempSync(`${path}.partial-`);
  const old = `${partial}-old`;
  try {
    const fresh = join(partial, 'outputs');
    const scratch = join(partial, 'scratch');
    await mkdir(fresh);
    await mkdir(scratch);
    const files = await outputFiles(objects, state);
    for (const [name, artifact] of files) {
      await mkdir(dirname(join(fresh, name)), { recursive: true });
      await copyFile(await openArtifact(objects, artifact, scratch), join(fresh, name));
      await chmod(join(fresh, name), 0o644); // the store's own files are read-only
    }
    if (existsSync(path)) await rename(path, old);
    try {
      await rename(fresh, path);
    } catch (error) {
      if (existsSync(old)) await rename(old, path);
      throw error;
    }
    return [...files.keys()];
  } catch (error) {
    throw error instanceof KindredError ? error : notWritable(folder, '--out', error);
  } finally {
    await rm(partial, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
