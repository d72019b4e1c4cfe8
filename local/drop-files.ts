import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { KindredError } from '../functions/shared/errors.ts';

/** A file that is to be dropped: where it is, and its name below the warehouse's inbox. */
export type DropFile = { readonly path: string; readonly name: string };

export type DropFiles = {
  readonly files: readonly DropFile[];
  /** `icp.json` at the top of a folder: settings, not data. The last folder's wins. */
  readonly settings: string | null;
  /** Files that were left alone, as a person would name them. */
  readonly skipped: readonly string[];
};

const data = /\.(csv|tsv|tab|psv|txt|dat|xlsx|xlsm|xls|zip)(\.gz)?$|\.gz$/i;
const papers = /^(readme|license|licence|notice|changelog|source|expected)\b/i;
/** Names of files a person would not call a file: hidden ones and the remains of unfinished copies. */
export const hidden = (name: string): boolean =>
  name.startsWith('.') || name.startsWith('~$') || /\.(part|partial|tmp|crdownload|download)$/i.test(name);

/**
 * What of some folders belongs into a drop: data files at any depth, by their path below the folder they were given in. Names
 * that two folders share get their folder's own name in front. Hidden files, papers and unknown kinds are left out and listed.
 *
 * Errors: `NothingToRun` for a folder that is missing, is a file, or holds no data file, naming it.
 */
export function dropFiles(folders: readonly string[]): DropFiles {
  const skipped: string[] = [];
  const found: (DropFile & { readonly folder: string })[] = [];
  let settings: string | null = null;
  for (const folder of folders) {
    const before = found.length;
    for (const path of filesBelow(resolve(folder))) {
      const name = relative(resolve(folder), path).split(sep).join('/');
      if (name === 'icp.json') settings = path;
      else if (data.test(name) && !papers.test(basename(path))) found.push({ path, name, folder });
      else if (basename(path) !== '_READY') skipped.push(join(folder, name));
    }
    if (found.length === before) throw nothing(folder, 'no data file');
  }
  const count = Map.groupBy(found, (file) => file.name);
  const files = found.map(({ path, name, folder }) => ({
    path,
    name: (count.get(name)?.length ?? 0) > 1 ? `${basename(resolve(folder))}/${name}` : name,
  }));
  const twice = [...Map.groupBy(files, (file) => file.name).entries()].find(([, same]) => same.length > 1);
  if (twice !== undefined)
    throw new KindredError('NothingToRun', [
      {
        name: twice[0],
        allowed: 'one file of a name',
        received: twice[1].map((file) => file.path).join(' and '),
        remedy: 'rename one of the folders or files',
      },
    ]);
  return { files: files.sort((a, b) => (a.name < b.name ? -1 : 1)), settings, skipped };
}

function filesBelow(folder: string): readonly string[] {
  let names: string[];
  try {
    names = readdirSync(folder).sort((a, b) => (a < b ? -1 : 1));
  } catch (error) {
    throw nothing(
      folder,
      error instanceof Error && 'code' in error ? reason(String(error.code)) : String(error),
    );
  }
  return names
    .filter((name) => !hidden(name))
    .flatMap((name) => {
      const path = join(folder, name);
      const entry = statSync(path, { throwIfNoEntry: false });
      if (entry === undefined) return [];
      return entry.isDirectory() ? filesBelow(path) : entry.isFile() ? [path] : [];
    });
}

const reason = (code: string): string =>
  code === 'ENOENT'
    ? 'nothing: it does not exist'
    : code === 'ENOTDIR'
      ? 'a file'
      : code === 'EACCES' || code === 'EPERM'
        ? 'a folder that may not be read'
        : code;

const nothing = (folder: string, received: string): KindredError =>
  new KindredError('NothingToRun', [
    {
      name: folder,
      allowed: 'a folder with CSV or Excel exports, an orders file among them',
      received,
      remedy: 'give the folder that holds the export files, e.g. Orders.csv and Customers.csv',
    },
  ]);
