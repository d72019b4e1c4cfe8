import { spawn } from 'node:child_process';
import { join } from 'node:path';

const launcher = join(import.meta.dirname, '../../local/cli.mjs');

/** What a command line left behind for the person who typed it. */
export type Told = { readonly code: number | null; readonly out: string; readonly err: string };

/**
 * Types `kindred …` as a stranger would: the launcher in a process of its own. `env` is added to this process's environment;
 * `before` is put in front of the command, e.g. `['taskset', '-c', '0']`.
 */
export function kindred(
  args: readonly string[],
  {
    env = {},
    before = [],
  }: { readonly env?: { readonly [name: string]: string }; readonly before?: readonly string[] } = {},
): Promise<Told> {
  const [command = process.execPath, ...rest] = [...before, process.execPath, launcher, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command, rest, { env: { ...process.env, ...env } });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}
