import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench -- NAME …`: runs one bench with the pinned Node and the arguments that follow. */
const here = import.meta.dirname;
const [name, ...rest] = process.argv.slice(2);
const names = readdirSync(here)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length));
if (name === undefined || !existsSync(join(here, `${name}.bench.ts`))) {
  console.error(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  process.exitCode =
    spawnSync(process.execPath, [join(here, `${name}.bench.ts`), ...rest], { stdio: 'inherit' }).status ?? 1;
}
