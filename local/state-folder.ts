import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { KindredError } from '../functions/shared/errors.ts';

/** Where everything of one machine lives. */
export type StateFolder = {
  readonly root: string;
  /** The object store. */
  readonly bucket: string;
  readonly scores: string;
  readonly journal: string;
  /** Plain folders for people, one per warehouse. */
  readonly inbox: string;
  readonly scratch: string;
  /** The newest outputs, one folder per warehouse. */
  readonly latest: string;
};

/** The paths inside a state folder; nothing is created. */
export function stateFolder(root: string): StateFolder {
  const base = resolve(root);
  return {
    root: base,
    bucket: join(base, 'bucket'),
    scores: join(base, 'scores.sqlite'),
    journal: join(base, 'journal.sqlite'),
    inbox: join(base, 'inbox'),
    scratch: join(base, 'scratch'),
    latest: join(base, 'latest'),
  };
}

/** Creates the folder when it is missing. `NotWritable` names it when that fails. */
export function ensureFolder(path: string, option: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw notWritable(path, option, error);
  }
}

/** `NotWritable` for a folder that was given with an option. */
export function notWritable(path: string, option: string, error: unknown): KindredError<'NotWritable'> {
  return new KindredError(
    'NotWritable',
    [
      {
        name: path,
        allowed: 'a folder Kindred can write',
        received: error instanceof Error ? error.message : String(error),
        remedy: `choose another folder with ${option}, or correct its permissions`,
      },
    ],
    { cause: error },
  );
}

/**
 * Claims a state folder for this process: executions are run and resumed by one process at a time. The claim is a lock on an
 * open file, so it ends with the process, however that dies. Returns what gives it back; `NotWritable` when another process has
 * it. Reading scores and managing keys needs no claim.
 */
export function claimState(folder: StateFolder): () => void {
  ensureFolder(folder.root, '--state');
  let lock: DatabaseSync;
  try {
    lock = new DatabaseSync(join(folder.root, 'lock.sqlite'));
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE;');
  } catch (error) {
    const busy = error instanceof Error && /locked|busy/i.test(error.message);
    throw busy
      ? new KindredError('NotWritable', [
          {
            name: folder.root,
            allowed: 'one process at a time that runs executions',
            received: 'another process at work in it',
            remedy: 'wait for it or stop it (it resumes where it was), or choose another folder with --state',
          },
        ])
      : notWritable(folder.root, '--state', error);
  }
  rmSync(folder.scratch, { recursive: true, force: true });
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
  };
}
